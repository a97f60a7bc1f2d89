package io.longshore.testing.conformance;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/// A TCP segment as bytes say it, absolute numbers.
///
/// @param ports        source and destination, 16 bits each
/// @param numbers      sequence and acknowledgment number, 32 bits each
/// @param flags        AE (bit 8) to FIN (bit 0)
/// @param windowUrgent window and urgent pointer, 16 bits each
record TestSegment(int ports, long numbers, int flags, int windowUrgent, TestText text) {

    static final int FIN = 1;
    static final int SYN = 2;
    static final int RST = 4;
    static final int PSH = 8;
    static final int ACK = 16;
    static final int URG = 32;
    static final int ECE = 64;
    static final int CWR = 128;

    private static final List<String> NAMES = List.of("FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR", "AE");
    /// A word for the three flags of Accurate ECN as a number: ACE0 to ACE7.
    private static final String COUNTER = "ACE";

    static final int HEADER = 20;
    static final int CHECKSUM = 16;

    /// Options and payload.
    record TestText(List<TcpOption> options, byte[] payload) {
    }

    static TestSegment parse(byte[] bytes) {
        ByteBuffer segment = ByteBuffer.wrap(bytes);
        int header = (bytes[12] >> 4 & 0xF) * 4;
        if (header < HEADER || header > bytes.length) {
            throw new ScriptFailure("the stack sent a segment whose data offset is " + header);
        }
        TestText text = new TestText(TcpOption.parse(Arrays.copyOfRange(bytes, HEADER, header)),
                Arrays.copyOfRange(bytes, header, bytes.length));
        return new TestSegment(segment.getInt(0), segment.getLong(4), segment.getShort(12) & 0x1FF,
                segment.getShort(14) << 16 | Short.toUnsignedInt(segment.getShort(18)), text);
    }

    byte[] bytes() {
        byte[] options = TcpOption.bytes(text.options);
        ByteBuffer segment = ByteBuffer.allocate(HEADER + options.length + text.payload.length);
        segment.putInt(ports).putLong(numbers).putShort((short) ((HEADER + options.length) / 4 << 12 | flags));
        segment.putShort((short) (windowUrgent >>> 16)).putShort((short) 0).putShort((short) windowUrgent);
        return segment.put(options).put(text.payload).array();
    }

    int sourcePort() {
        return ports >>> 16;
    }

    int destinationPort() {
        return ports & 0xFFFF;
    }

    int sequenceNumber() {
        return (int) (numbers >>> 32);
    }

    int acknowledgmentNumber() {
        return (int) numbers;
    }

    int window() {
        return windowUrgent >>> 16;
    }

    int length() {
        return text.payload.length;
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /// The option of a kind, null if there is none.
    TcpOption option(int kind) {
        for (TcpOption option : text.options) {
            if (option.kind() == kind) {
                return option;
            }
        }
        return null;
    }

    static String name(int flags) {
        StringBuilder name = new StringBuilder();
        int[] order = {1, 0, 2, 3, 5, 4, 6, 7, 8};
        for (int bit : order) {
            if ((flags >> bit & 1) != 0) {
                name.append(name.isEmpty() ? "" : "+").append(NAMES.get(bit));
            }
        }
        return name.isEmpty() ? "NONE" : name.toString();
    }

    /// The bits of a name like `SYN+ACK`, or −1 if it is none.
    static int flags(String name) {
        if (name.equals("NONE")) {
            return 0;
        }
        int flags = 0;
        for (String one : name.split("\\+")) {
            int bit = NAMES.indexOf(one);
            boolean counts = one.length() == COUNTER.length() + 1 && one.startsWith(COUNTER);
            if (bit < 0 && !counts) {
                return -1;
            }
            flags |= counts ? Character.digit(one.charAt(COUNTER.length()), 8) * ECE : 1 << bit;
        }
        return flags;
    }
}
