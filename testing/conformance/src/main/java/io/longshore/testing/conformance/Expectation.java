package io.longshore.testing.conformance;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The `out` lines: what the stack has to send next, and when.
final class Expectation {

    private static final Set<String> WORDS = Set.of("seq", "ack", "len", "win", "room", "urg", "mss", "sackok",
            "no-sackok", "ts", "no-ts", "ws", "no-ws", "no-mss", "sack", "no-sack", "fo", "no-fo", "accecn",
            "no-accecn", "layout", "ecn", "tos", "ttl", "data", "each");
    private static final List<String> ECN = List.of("not", "ect1", "ect0", "ce");

    private final ScriptRun run;
    private final SegmentWords words;

    Expectation(ScriptRun run, SegmentWords words) {
        this.run = run;
        this.words = words;
    }

    void meet(TestPacket packet) {
        if (words.kind().equals("icmp")) {
            icmp(packet);
        } else {
            words.onlyKnown(WORDS);
            segment(packet);
        }
    }

    /// How many segments the line speaks of.
    int segments() {
        if (!words.kind().equals("data")) {
            return 1;
        }
        long[] range = words.ranges("data").getFirst();
        long each = words.number("each", range[1] - range[0]);
        return (int) ((range[1] - range[0] + each - 1) / each);
    }

    /// The line about one of the segments that `data` speaks of.
    Expectation part(int index) {
        if (!words.kind().equals("data")) {
            return this;
        }
        long[] range = words.ranges("data").getFirst();
        long each = words.number("each", range[1] - range[0]);
        long from = range[0] + index * each;
        var fields = new java.util.LinkedHashMap<>(words.fields());
        fields.remove("data");
        fields.remove("each");
        fields.put("seq", List.of(Long.toString(from)));
        fields.put("len", List.of(Long.toString(Math.min(each, range[1] - from))));
        return new Expectation(run, new SegmentWords(words.connection(), "ACK", fields));
    }

    private static void require(boolean holds, String complaint) {
        if (!holds) {
            throw new ScriptFailure(complaint);
        }
    }

    private void segment(TestPacket packet) {
        require(packet.protocol() == TestPacket.TCP, "this is no TCP segment");
        TestSegment segment = TestSegment.parse(packet.payload());
        ScriptConnection connection = run.connectionOf(segment, words.connection());
        require(connection.name.equals(words.connection()), "this belongs to connection " + connection.name);
        require(java.util.Arrays.equals(packet.destination(), run.network().peer()), "this goes to another address");
        int mask = (words.flags() & TestSegment.PSH) != 0 ? ~0 : ~TestSegment.PSH;
        require((segment.flags() & mask) == words.flags(), "the flags are " + TestSegment.name(segment.flags()));
        number("seq", connection.fromStack(segment.sequenceNumber()));
        number("ack", connection.fromPeer(segment.acknowledgmentNumber()));
        if (!words.has("len")) {
            require(segment.length() == 0, "it carries " + segment.length() + " bytes");
        }
        number("len", segment.length());
        number("win", segment.window());
        boolean isSyn = segment.has(TestSegment.SYN);
        number("room", (long) segment.window() << (isSyn ? 0 : connection.stackScale()));
        number("urg", segment.windowUrgent() & 0xFFFF);
        number("tos", packet.tos());
        number("ttl", packet.ttl());
        if (words.has("ecn")) {
            String ecn = ECN.get(packet.ecn());
            require(ecn.equals(words.text("ecn")) || words.text("ecn").equals("ect") && ecn.startsWith("ect"),
                    "ecn is " + ecn);
        }
        options(segment, connection);
        payload(segment, connection);
    }

    private void number(String word, long is) {
        if (words.has(word)) {
            require(ValueTest.parse(words.text(word)).holds(is), word + " is " + is + ", not " + words.text(word));
        }
    }

    private void payload(TestSegment segment, ScriptConnection connection) {
        long from = connection.fromStack(segment.sequenceNumber()) - 1 + (segment.has(TestSegment.SYN) ? 1 : 0);
        byte[] payload = segment.text().payload();
        for (int i = 0; i < payload.length; i++) {
            require(payload[i] == ScriptConnection.pattern(from + i),
                    "its text is not that of position " + (from + i));
        }
    }

    private void options(TestSegment segment, ScriptConnection connection) {
        TcpOption mss = present(segment, "mss", TcpOption.MSS);
        number("mss", mss == null ? -1 : mss.number());
        TcpOption scale = present(segment, "ws", TcpOption.WINDOW_SCALE);
        number("ws", scale == null ? -1 : scale.number());
        present(segment, "sackok", TcpOption.SACK_PERMITTED);
        TcpOption cookie = present(segment, "fo", TcpOption.FAST_OPEN);
        if (words.has("fo")) {
            run.cookie(words.text("fo"), cookie.data());
        }
        TcpOption counters = present(segment, "accecn", TcpOption.ACC_ECN_1);
        if (words.has("accecn")) {
            byte[] wanted = TcpOption.counters(TcpOption.ACC_ECN_1, words.text("accecn")).data();
            require(java.util.Arrays.equals(wanted, counters.data()), "its counters are "
                    + java.util.HexFormat.of().formatHex(counters.data()));
        }
        TcpOption stamp = present(segment, "ts", TcpOption.TIMESTAMPS);
        if (words.has("ts")) {
            List<String> values = words.fields().get("ts");
            long since = stamp.word(0) - connection.firstStackTimestamp;
            require(ValueTest.parse(values.get(0)).holds(since), "its timestamp is the first plus " + since);
            require(ValueTest.parse(values.get(1)).holds(stamp.word(1)), "it echoes " + stamp.word(1));
        }
        boolean needsStamp = connection.usesTimestamps() && !segment.has(TestSegment.RST) && !words.has("no-ts");
        require(stamp != null || !needsStamp, "it carries no timestamp (RFC 7323 3.2)");
        TcpOption sack = present(segment, "sack", TcpOption.SACK);
        if (words.has("sack")) {
            sack(sack, connection);
        }
        if (words.has("layout")) {
            String layout = segment.text().options().stream().map(TcpOption::word).collect(Collectors.joining(","));
            require(layout.equals(words.text("layout")), "its options are " + layout);
        }
    }

    private TcpOption present(TestSegment segment, String word, int kind) {
        TcpOption option = segment.option(kind);
        require(option != null || !words.has(word), "it has no option " + word);
        require(option == null || !words.has("no-" + word), "it has an option " + word);
        return option;
    }

    private void sack(TcpOption option, ScriptConnection connection) {
        StringBuilder is = new StringBuilder();
        for (int i = 0; i < option.data().length / 8; i++) {
            is.append(is.isEmpty() ? "" : " ").append(connection.fromPeer((int) option.word(2 * i))).append("..")
                    .append(connection.fromPeer((int) option.word(2 * i + 1)));
        }
        String wanted = words.ranges("sack").stream().map(range -> range[0] + ".." + range[1])
                .collect(Collectors.joining(" "));
        require(is.toString().equals(wanted), "its SACK blocks are " + is);
    }

    private void icmp(TestPacket packet) {
        words.onlyKnown(Set.of("icmp", "mtu", "len"));
        int typeAndCode = IcmpKind.of(words.text("icmp")).typeAndCode(run.network());
        boolean isIcmp = packet.protocol() == TestPacket.ICMP || packet.protocol() == TestPacket.ICMPV6;
        require(isIcmp, "this is no ICMP message");
        int is = (packet.payload()[0] & 0xFF) << 8 | packet.payload()[1] & 0xFF;
        require(is == typeAndCode, "its type and code are " + (is >> 8) + " " + (is & 0xFF));
        number("len", packet.payload().length - 8L);
    }
}
