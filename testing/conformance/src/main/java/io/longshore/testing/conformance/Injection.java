package io.longshore.testing.conformance;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The `in` lines: makes packets of the peer's.
final class Injection {

    private static final Set<String> WORDS = Set.of("seq", "ack", "len", "win", "room", "urg", "mss", "sackok", "ts",
            "ws",
            "sack", "fo", "accecn", "accecn0", "opt", "nop", "eol", "ecn", "tos", "ttl", "bad", "hdr",
            "frag", "reversed", "partial", "overlapping", "ext",
            "from", "to", "each", "no-ts", "garbage", "data", "no-ack", "port");
    private static final int PSH_ACK = TestSegment.PSH | TestSegment.ACK;
    private static final Map<String, Integer> EXTENSIONS = Map.of("hop", 0, "route", 43, "dest", 60);
    private static final List<String> ECN = List.of("not", "ect1", "ect0", "ce");

    private final ScriptRun run;
    private final SegmentWords words;
    private final ScriptConnection connection;

    Injection(ScriptRun run, SegmentWords words) {
        this.run = run;
        this.words = words;
        connection = run.connection(words.connection());
    }

    void inject() {
        switch (words.kind()) {
            case "raw" -> run.inject(HexFormat.of().parseHex(words.text("raw")), "in  raw " + words.text("raw"));
            case "icmp" -> icmp();
            case "udp" -> udp();
            case "data" -> data();
            default -> {
                words.onlyKnown(WORDS);
                segment(words.flags(), words.number("seq", connection.peerNext), (int) words.number("len", 0));
            }
        }
    }

    private void data() {
        words.onlyKnown(WORDS);
        long[] range = words.ranges("data").getFirst();
        int each = (int) words.number("each", range[1] - range[0]);
        for (long at = range[0]; at < range[1]; at += each) {
            segment(PSH_ACK, at, (int) Math.min(each, range[1] - at));
        }
    }

    private void segment(int flags, long sequence, int length) {
        if (words.has("to")) {
            connection.stackPort = (int) words.number("to", 0);
        }
        long acknowledgment = words.number("ack", connection.stackNext);
        boolean acknowledges = (flags & TestSegment.ACK) != 0 || words.has("ack");
        int ack = acknowledges ? connection.stackSequence(acknowledgment) : 0;
        long numbers = (long) connection.peerSequence(sequence) << 32 | ack & 0xFFFF_FFFFL;
        long position = sequence - 1 + ((flags & TestSegment.SYN) != 0 ? 1 : 0);
        byte[] payload = words.has("garbage") ? new byte[length] : ScriptConnection.pattern(position, length);
        Arrays.fill(payload, 0, words.has("garbage") ? length : 0, (byte) 0x5A);
        int ports = connection.peerPort << 16 | connection.stackPort;
        TestSegment segment = new TestSegment(ports, numbers, flags, window() << 16 | (int) words.number("urg", 0),
                new TestSegment.TestText(options(flags), payload));
        TestPacket packet = run.network().toStack(TestPacket.TCP, tos(), segment.bytes());
        packet = spoiled(addressed(packet).withChecksumAt(TestSegment.CHECKSUM));
        connection.injected(segment, run.now());
        String line = ScriptTrace.describe(segment, connection, true);
        for (byte[] bytes : pieces(packet)) {
            run.inject(bytes, line);
        }
    }

    private int window() {
        if (words.has("room")) {
            return (int) (words.number("room", 0) >> connection.peerScale());
        }
        int window = (int) words.number("win", connection.window);
        connection.window = words.has("win") ? window : connection.window;
        return window;
    }

    private int tos() {
        int ecn = words.has("ecn") ? ECN.indexOf(words.text("ecn")) : 0;
        return (int) words.number("tos", 0) | ecn;
    }

    private TestPacket addressed(TestPacket packet) {
        byte[] source = words.has("from") ? TestPacket.address(words.text("from")) : packet.source();
        return new TestPacket(source, packet.destination(), packet.tos(), (int) words.number("ttl", packet.ttl()),
                packet.protocol(), packet.payload());
    }

    private TestPacket spoiled(TestPacket packet) {
        if (words.has("bad")) {
            packet.payload()[TestSegment.CHECKSUM] ^= 0x55;
        }
        if (words.has("hdr")) {
            packet.payload()[12] = (byte) (words.number("hdr", 0) << 4);
            packet.withChecksumAt(TestSegment.CHECKSUM);
        }
        return packet;
    }

    private List<byte[]> pieces(TestPacket packet) {
        if (words.has("ext")) {
            int[] headers = words.fields().get("ext").stream().mapToInt(EXTENSIONS::get).toArray();
            return List.of(packet.behind(headers));
        }
        if (!words.has("frag")) {
            return List.of(packet.bytes());
        }
        int size = (int) words.number("frag", 8);
        List<byte[]> pieces = new ArrayList<>();
        int id = run.nextFragmentId();
        int overlap = words.has("overlapping") ? 8 : 0;
        for (int at = 0; at < packet.payload().length; at += size) {
            pieces.add(packet.fragment(Math.max(0, at - overlap), Math.min(at + size, packet.payload().length), id));
        }
        if (words.has("partial")) {
            pieces.removeLast();
        }
        return words.has("reversed") ? pieces.reversed() : pieces;
    }

    private List<TcpOption> options(int flags) {
        List<TcpOption> options = new ArrayList<>();
        boolean automatic = connection.usesTimestamps() && !words.has("ts") && !words.has("no-ts")
                && (flags & TestSegment.RST) == 0;
        if (automatic) {
            options.add(new TcpOption(TcpOption.NOP, new byte[0]));
            options.add(new TcpOption(TcpOption.NOP, new byte[0]));
            options.add(stamp(run.peerTimestamp(connection), connection.lastStackTimestamp));
        }
        words.fields().forEach((word, values) -> {
            TcpOption option = option(word, values);
            if (option != null) {
                options.add(option);
            }
        });
        return options;
    }

    private static TcpOption stamp(long value, long echo) {
        return new TcpOption(TcpOption.TIMESTAMPS,
                ByteBuffer.allocate(8).putInt((int) value).putInt((int) echo).array());
    }

    private TcpOption option(String word, List<String> values) {
        return switch (word) {
            case "nop" -> new TcpOption(TcpOption.NOP, new byte[0]);
            case "eol" -> new TcpOption(TcpOption.END, new byte[0]);
            case "mss" -> new TcpOption(TcpOption.MSS,
                    ByteBuffer.allocate(2).putShort((short) words.number("mss", 0)).array());
            case "ws" -> new TcpOption(TcpOption.WINDOW_SCALE, new byte[] {(byte) words.number("ws", 0)});
            case "sackok" -> new TcpOption(TcpOption.SACK_PERMITTED, new byte[0]);
            case "sack" -> sack();
            case "fo" -> new TcpOption(TcpOption.FAST_OPEN, run.cookie(values.getFirst()));
            case "accecn" -> TcpOption.counters(TcpOption.ACC_ECN_1, values.getFirst());
            case "accecn0" -> TcpOption.counters(TcpOption.ACC_ECN_0, values.getFirst());
            case "opt" -> new TcpOption(TcpOption.RAW, HexFormat.of().parseHex(values.getFirst()));
            case "ts" -> stamp(values.get(0).equals("now") ? run.peerTimestamp(connection)
                    : Expression.value(values.get(0)), echo(values.get(1)));
            default -> null;
        };
    }

    private long echo(String word) {
        return switch (word) {
            case "last" -> connection.lastStackTimestamp;
            case "first" -> connection.firstStackTimestamp;
            default -> word.startsWith("last") ? connection.lastStackTimestamp + Expression.value(word.substring(4))
                    : Expression.value(word);
        };
    }

    private TcpOption sack() {
        List<long[]> ranges = words.ranges("sack");
        ByteBuffer blocks = ByteBuffer.allocate(8 * ranges.size());
        for (long[] range : ranges) {
            blocks.putInt(connection.stackSequence(range[0])).putInt(connection.stackSequence(range[1]));
        }
        return new TcpOption(TcpOption.SACK, blocks.array());
    }

    private void udp() {
        words.onlyKnown(Set.of("udp", "len", "from", "frag", "reversed", "partial", "overlapping"));
        int length = 8 + (int) words.number("len", 0);
        ByteBuffer datagram = ByteBuffer.allocate(length);
        datagram.putShort((short) connection.peerPort).putShort((short) Expression.value(words.text("udp")));
        datagram.putShort((short) length);
        TestPacket packet = run.network().toStack(TestPacket.UDP, 0, datagram.array());
        for (byte[] bytes : pieces(addressed(packet).withChecksumAt(6))) {
            run.inject(bytes, "in  udp len " + (length - 8));
        }
    }

    private void icmp() {
        words.onlyKnown(Set.of("icmp", "mtu", "seq", "ack", "qlen", "from", "len", "quote", "port", "frag", "reversed",
                "partial",
                "overlapping", "quote-short"));
        IcmpKind kind = IcmpKind.of(words.text("icmp"));
        boolean isError = kind != IcmpKind.ECHO && kind != IcmpKind.ECHO_REPLY;
        byte[] body = isError ? quote() : ScriptConnection.pattern(0, (int) words.number("len", 56));
        ByteBuffer message = ByteBuffer.allocate(8 + body.length);
        message.putShort((short) kind.typeAndCode(run.network())).putShort((short) 0);
        message.putInt((int) words.number("mtu", isError ? 0 : 0x0001_0001)).put(body);
        int protocol = run.network().isIpv4() ? TestPacket.ICMP : TestPacket.ICMPV6;
        TestPacket packet = run.network().toStack(protocol, 0, message.array());
        for (byte[] bytes : pieces(addressed(packet).withChecksumAt(2))) {
            run.inject(bytes, "in  icmp " + words.text("icmp"));
        }
    }

    /// The beginning of a packet that the stack is said to have sent.
    private byte[] quote() {
        int length = (int) words.number("qlen", run.mtu());
        int header = run.network().isIpv4() ? TestPacket.IPV4_HEADER : TestPacket.IPV6_HEADER;
        int ports = connection.stackPort << 16 | (int) words.number("port", connection.peerPort);
        long numbers = (long) connection.stackSequence(words.number("seq", 1)) << 32
                | connection.peerSequence(words.number("ack", 1)) & 0xFFFF_FFFFL;
        TestSegment segment = new TestSegment(ports, numbers, TestSegment.ACK, 0,
                new TestSegment.TestText(List.of(), new byte[Math.max(0, length - header - TestSegment.HEADER)]));
        ScriptNetwork network = run.network();
        TestPacket packet = new TestPacket(network.stack(), network.peer(), 0, 60, TestPacket.TCP, segment.bytes());
        int kept = words.has("quote-short") ? header + 4 : run.network().isIpv4() ? header + 8 : header + 20;
        return Arrays.copyOf(packet.withChecksumAt(TestSegment.CHECKSUM).bytes(), kept);
    }
}
