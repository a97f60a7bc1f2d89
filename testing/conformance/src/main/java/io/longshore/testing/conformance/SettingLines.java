package io.longshore.testing.conformance;

import io.longshore.sysctl.SettingTable;
import io.longshore.testing.conformance.SessionRequest.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/// The lines of CONTROL: `sysctl NAME`, `sysctl NAME=VALUE`, `states`. Asked by any thread, answered by the session's.
final class SettingLines {

    /// FreeBSD's names, where Linux has the like.
    private static final Map<String, String> FREEBSD = Map.ofEntries(
            Map.entry("net.inet.tcp.sack.enable", "net.ipv4.tcp_sack"),
            Map.entry("net.inet.tcp.ecn.enable", "net.ipv4.tcp_ecn"),
            Map.entry("net.inet.tcp.cc.algorithm", "net.ipv4.tcp_congestion_control"),
            Map.entry("net.inet.tcp.syncookies", "net.ipv4.tcp_syncookies"),
            Map.entry("net.inet.tcp.keepcnt", "net.ipv4.tcp_keepalive_probes"),
            Map.entry("net.inet.tcp.recvbuf_auto", "net.ipv4.tcp_moderate_rcvbuf"),
            Map.entry("net.inet.tcp.minmss", "net.ipv4.tcp_min_snd_mss"),
            Map.entry("net.inet.ip.ttl", "net.ipv4.ip_default_ttl"),
            Map.entry("kern.ipc.somaxconn", "net.core.somaxconn"),
            Map.entry("net.inet.icmp.icmplim", "net.ipv4.icmp_msgs_per_sec"),
            Map.entry("net.inet.tcp.fastopen.server_enable", "net.ipv4.tcp_fastopen"),
            Map.entry("net.inet.tcp.path_mtu_discovery", "net.ipv4.ip_no_pmtu_disc"));
    private static final String FREEBSD_RFC1323 = "net.inet.tcp.rfc1323";
    /// FreeBSD's milliseconds are Linux's seconds.
    private static final Map<String, String> FREEBSD_MILLIS = Map.of(
            "net.inet.tcp.keepidle", "net.ipv4.tcp_keepalive_time",
            "net.inet.tcp.keepintvl", "net.ipv4.tcp_keepalive_intvl",
            "net.inet.tcp.finwait2_timeout", "net.ipv4.tcp_fin_timeout");
    private static final long MILLIS_PER_SECOND = 1_000;

    /// One line and what became of it.
    static final class Question {
        private final String line;
        private volatile boolean answered;
        private volatile String answer;

        private Question(String line) {
            this.line = line;
        }

        boolean isAnswered() {
            return answered;
        }

        /// Null: not understood.
        String answer() {
            return answer;
        }
    }

    private final SteppedStack stack;
    private final Queue<Question> questions = new ConcurrentLinkedQueue<>();

    SettingLines(SteppedStack stack) {
        this.stack = stack;
    }

    Question ask(String line) {
        Question question = new Question(line);
        questions.add(question);
        return question;
    }

    /// On the session's thread.
    void answerAll() {
        for (Question question = questions.poll(); question != null; question = questions.poll()) {
            question.answer = answer(question.line);
            question.answered = true;
        }
    }

    /// For a line that came on the session's own connection.
    SessionReply reply(SessionReply reply, SessionRequest request) throws MalformedException {
        String answer = answer(new String(request.bytes(), StandardCharsets.UTF_8));
        return answer == null ? reply.result(-1, Linux.EINVAL)
                : reply.putBytes(answer.getBytes(StandardCharsets.UTF_8));
    }

    private String answer(String line) {
        String text = line.strip();
        if (text.equals("states")) {
            return stack.agent().connections(stack.now()).stream().map(row -> state(row.summary()))
                    .collect(Collectors.joining("\n"));
        }
        return text.startsWith("sysctl ") ? sysctl(text.substring("sysctl ".length()).strip()) : null;
    }

    /// STATE local:port remote:port, of a line that has the queues, too.
    private static String state(String summary) {
        String[] words = summary.trim().split("\\s+");
        return words[0] + " " + words[3] + " " + words[4];
    }

    private String sysctl(String assignment) {
        int equals = assignment.indexOf('=');
        String name = (equals < 0 ? assignment : assignment.substring(0, equals)).strip();
        if (name.startsWith("/proc/sys/")) {
            name = name.substring("/proc/sys/".length());
        }
        name = name.replace('/', '.');
        SettingTable table = stack.agent().tables().settings();
        if (FREEBSD_MILLIS.containsKey(name)) {
            String value = equals < 0 ? null : assignment.substring(equals + 1).strip();
            return millis(table, FREEBSD_MILLIS.get(name), value);
        }
        if (equals < 0) {
            return table.show(FREEBSD.getOrDefault(name, name));
        }
        String value = assignment.substring(equals + 1).strip();
        if (name.equals(FREEBSD_RFC1323)) {
            String failed = set(table, "net.ipv4.tcp_timestamps", value);
            return failed == null ? null : set(table, "net.ipv4.tcp_window_scaling", value);
        }
        return set(table, FREEBSD.getOrDefault(name, name), value);
    }

    private static String millis(SettingTable table, String name, String value) {
        try {
            return value == null ? String.valueOf(Long.parseLong(table.show(name)) * MILLIS_PER_SECOND)
                    : set(table, name, String.valueOf(Long.parseLong(value) / MILLIS_PER_SECOND));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /// A session's stack is new: what may only be set at the start may still be set.
    private static String set(SettingTable table, String name, String value) {
        return table.apply(name, value, SettingTable.Occasion.START) == null ? "" : null;
    }
}
