package io.longshore.testing.conformance;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The lines that make socket calls. All sockets are non-blocking; text is the pattern of its position in the stream.
final class ScriptCalls {

    private static final int STREAM_NONBLOCK = 1 | 0x800;
    private static final int NOSIGNAL = 0x4000;
    private static final int NOSIGNAL_DONTWAIT = NOSIGNAL | 0x40;
    private static final int SOL_TCP = 6;
    private static final String[] DIRECTIONS = {"rd", "wr", "both"};

    private final ScriptRun run;
    private final SocketCalls calls;
    private final Map<String, Integer> sockets = new HashMap<>();
    private final Map<String, Long> sent = new HashMap<>();
    private final Map<String, Long> received = new HashMap<>();

    ScriptCalls(ScriptRun run, SocketCalls calls) {
        this.run = run;
        this.calls = calls;
    }

    /// What a call is expected to come to.
    ///
    /// @param value null where nothing is said
    /// @param error null where it is to succeed
    private record Outcome(String value, String error) {
    }

    /// Makes the call of a line.
    ///
    /// @return false if the line is no call
    boolean call(List<String> line) {
        List<String> words = line;
        String target = "";
        if (words.size() > 2 && words.get(1).equals("=")) {
            target = words.getFirst();
            words = words.subList(2, words.size());
        }
        Outcome outcome = new Outcome(null, null);
        int size = words.size();
        for (int i = 1; i < size; i++) {
            if (words.get(i).equals("=")) {
                outcome = new Outcome(String.join(" ", words.subList(i + 1, size)), null);
                words = words.subList(0, i);
                break;
            }
            if (words.get(i).equals("fails")) {
                outcome = new Outcome(null, words.get(i + 1));
                words = words.subList(0, i);
                break;
            }
        }
        return call(words, target, outcome);
    }

    private boolean call(List<String> words, String target, Outcome outcome) {
        switch (words.getFirst()) {
            case "socket" -> socket(words, target, outcome);
            case "accept" -> accept(words, target, outcome);
            case "bind" -> bind(words, run.network().domain(), outcome);
            case "bind6" -> bind(words, SocketName.IPV6, outcome);
            case "listen" -> plain(calls.listen(socket(words), (int) number(words, 2, 8)), outcome);
            case "connect" -> connect(words, outcome);
            case "disconnect" -> plain(calls.connect(socket(words), new SocketName(0, 0, 0, new byte[0])), outcome);
            case "send" -> send(words, outcome);
            case "recv" -> receive(words, outcome);
            case "close" -> plain(calls.close(socket(words)), outcome);
            case "shutdown" -> plain(calls.shutdown(socket(words), List.of(DIRECTIONS).indexOf(words.get(2))), outcome);
            case "option" -> option(words, outcome);
            case "ask" -> ask(words, outcome);
            case "poll" -> poll(words, outcome);
            case "check" -> check(words);
            default -> {
                return false;
            }
        }
        return true;
    }

    private int socket(List<String> words) {
        Integer socket = sockets.get(words.get(1));
        if (socket == null) {
            throw new ScriptFailure("there is no socket " + words.get(1));
        }
        return socket;
    }

    private static long number(List<String> words, int index, long otherwise) {
        return words.size() > index ? Expression.value(words.get(index)) : otherwise;
    }

    /// Judges a call whose result is 0 unless the script says otherwise.
    private void plain(Answer answer, Outcome outcome) {
        judge(answer, outcome, "0");
    }

    private void judge(Answer answer, Outcome outcome, String usual) {
        if (!answer.isDone()) {
            throw new ScriptFailure("the call blocks");
        }
        String is = answer.errno() != 0 ? "failed with " + LinuxNumbers.error(answer.errno()) : "is " + answer.result();
        boolean holds = outcome.error != null
                ? answer.result() < 0 && answer.errno() == LinuxNumbers.lookUp(LinuxNumbers.ERRORS, outcome.error)
                : answer.errno() == 0 && ValueTest.parse(outcome.value == null ? usual : outcome.value)
                        .holds(answer.result());
        if (!holds) {
            throw new ScriptFailure("the call " + is);
        }
    }

    private void socket(List<String> words, String target, Outcome outcome) {
        boolean dual = words.contains("ipv6");
        Answer answer = calls.socket(dual ? SocketName.IPV6 : run.network().domain(), STREAM_NONBLOCK, 0);
        judge(answer, outcome, "*");
        begin(target, answer);
    }

    private void begin(String name, Answer answer) {
        if (answer.errno() == 0) {
            sockets.put(name, (int) answer.result());
            sent.put(name, 0L);
            received.put(name, 0L);
        }
    }

    private void accept(List<String> words, String target, Outcome outcome) {
        Answer answer = calls.accept(socket(words));
        judge(answer, outcome, "*");
        begin(target, answer);
    }

    /// To any address; `bind6` to IPv6's, which may be both families'.
    private void bind(List<String> words, int domain, Outcome outcome) {
        byte[] any = new byte[domain == SocketName.IPV6 ? 16 : 4];
        int port = (int) number(words, 2, ScriptConnection.STACK_PORT);
        plain(calls.bind(socket(words), new SocketName(domain, port, 0, any)), outcome);
    }

    /// `connect SOCKET [CONNECTION]`
    private void connect(List<String> words, Outcome outcome) {
        ScriptConnection connection = run.connection(words.size() > 2 ? words.get(2) : "c");
        if (!connection.issKnown) {
            connection.stackPort = 0;
        }
        Answer answer = calls.connect(socket(words), run.network().name(run.network().peer(), connection.peerPort));
        boolean silent = outcome.error == null && outcome.value == null;
        judge(answer, silent ? new Outcome(null, "EINPROGRESS") : outcome, "0");
    }

    private int flags(List<String> words) {
        int flags = NOSIGNAL_DONTWAIT;
        for (String word : words.subList(Math.min(3, words.size()), words.size())) {
            flags |= LinuxNumbers.lookUp(LinuxNumbers.MESSAGE_FLAGS, word);
        }
        return flags;
    }

    private void send(List<String> words, Outcome outcome) {
        String name = words.get(1);
        int length = (int) number(words, 2, 0);
        byte[] data = ScriptConnection.pattern(sent.getOrDefault(name, 0L), length);
        int flags = flags(words);
        boolean fastOpen = (flags & 0x2000_0000) != 0;
        SocketName to = SocketName.ABSENT;
        if (fastOpen) {
            // The connection bears the socket's name.
            ScriptConnection connection = run.connection(name);
            connection.stackPort = connection.issKnown ? connection.stackPort : 0;
            to = run.network().name(run.network().peer(), connection.peerPort);
        }
        Answer answer = calls.send(socket(words), new SendCall(flags, to, data, new byte[0], false));
        judge(answer, outcome, Integer.toString(length));
        sent.merge(name, Math.max(0, answer.result()), Long::sum);
        // What a Fast Open connect takes is queued although the call may fail with EINPROGRESS.
        run.note("send " + length + (answer.errno() == 0 ? " = " + answer.result() : " fails "
                + LinuxNumbers.error(answer.errno())));
    }

    private void receive(List<String> words, Outcome outcome) {
        String name = words.get(1);
        int room = (int) number(words, 2, 0);
        Answer answer = calls.receive(socket(words), ReceiveCall.of(room, flags(words) & ~NOSIGNAL));
        judge(answer, outcome, Integer.toString(room));
        if (answer.errno() != 0 || words.contains("oob")) {
            return;
        }
        // past: the urgent byte lies before it, and is no part of it
        long from = received.get(name) + (words.contains("past") ? 1 : 0);
        for (int i = 0; i < answer.result(); i++) {
            if (answer.data[i] != ScriptConnection.pattern(from + i)) {
                throw new ScriptFailure("the text received is not what was sent, from position " + (from + i));
            }
        }
        if (!words.contains("peek")) {
            received.put(name, from + answer.result());
        }
    }

    /// `option SOCKET NAME VALUE…`
    private void option(List<String> words, Outcome outcome) {
        int option = LinuxNumbers.lookUp(LinuxNumbers.OPTIONS, words.get(2));
        List<String> values = words.subList(3, words.size());
        byte[] value;
        if (words.get(2).equals("TCP_CONGESTION")) {
            value = values.getFirst().getBytes(StandardCharsets.US_ASCII);
        } else {
            ByteBuffer memory = ByteBuffer.allocate(4 * values.size()).order(ByteOrder.LITTLE_ENDIAN);
            values.forEach(one -> memory.putInt((int) Expression.value(one)));
            value = memory.array();
        }
        plain(calls.setOption(socket(words), option >> 16, option & 0xFFFF, value), outcome);
    }

    /// `ask SOCKET NAME = VALUE`: an option or an ioctl.
    private void ask(List<String> words, Outcome outcome) {
        String name = words.get(2);
        if (LinuxNumbers.QUESTIONS.containsKey(name)) {
            Answer answer = calls.ioctl(socket(words), LinuxNumbers.QUESTIONS.get(name));
            judge(answer, new Outcome(null, outcome.error), "*");
            value(answer.number, outcome);
            return;
        }
        int option = LinuxNumbers.lookUp(LinuxNumbers.OPTIONS, name);
        Answer answer = calls.getOption(socket(words), option >> 16, option & 0xFFFF, 64);
        plain(answer, new Outcome(null, outcome.error));
        if (name.equals("TCP_CONGESTION")) {
            String is = new String(answer.data, StandardCharsets.US_ASCII).replace("\0", "");
            require(is.equals(outcome.value), name + " is " + is);
        } else if (outcome.error == null) {
            value(ByteBuffer.wrap(answer.data).order(ByteOrder.LITTLE_ENDIAN).getInt(0), outcome);
        }
    }

    private static void value(long is, Outcome outcome) {
        boolean isError = outcome.value != null && LinuxNumbers.ERRORS.containsKey(outcome.value);
        String wanted = isError ? LinuxNumbers.ERRORS.get(outcome.value).toString() : outcome.value;
        require(wanted == null || ValueTest.parse(wanted).holds(is), "the value is " + is);
    }

    private static void require(boolean holds, String complaint) {
        if (!holds) {
            throw new ScriptFailure(complaint);
        }
    }

    /// `poll SOCKET = EVENTS…`: which of in, out, pri, rdhup, and err and hup of course.
    private void poll(List<String> words, Outcome outcome) {
        int[] all = {1 | 2 | 4 | 0x2000};
        Answer answer = calls.poll(new int[] {socket(words)}, all, 0);
        require(answer.isDone() && answer.errno() == 0, "the call failed");
        String is = LinuxNumbers.events(answer.events.length == 0 ? 0 : answer.events[0] & (31 | 0x2000));
        require(outcome.value == null || is.equals(outcome.value), "the events are " + is);
    }

    /// `check SOCKET FIELD VALUE`: a field of TCP_INFO.
    private void check(List<String> words) {
        Answer answer = calls.getOption(socket(words), SOL_TCP, InfoField.OPTION, InfoField.ROOM);
        require(answer.errno() == 0, "TCP_INFO failed with " + LinuxNumbers.error(answer.errno()));
        long is = InfoField.of(words.get(2)).value(answer.data);
        require(ValueTest.parse(LinuxNumbers.state(words.get(3))).holds(is), words.get(2) + " is " + is);
    }
}
