package io.longshore.testing.conformance;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/// A TCP segment as bytes say it, absolute numbers.
///
/// @param ports        source and destination, 16 bits each
/// @param numbers      sequence and acknowledgment number, 32 bits each
/// @param flags        CWR (bit 7) to FIN (bit 0)
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
        return new TestSegment(segment.getInt(0), segment.getLong(4), bytes[13] & 0xFF,
                segment.getShort(14) << 16 | Short.toUnsignedInt(segment.getShort(18)), text);
    }

    byte[] bytes() {
        byte[] options = TcpOption.bytes(text.options);
        ByteBuffer segment = ByteBuffer.allocate(HEADER + options.length + text.payload.length);
        segment.putInt(ports).putLong(numbers).put((byte) ((HEADER + options.length) / 4 << 4)).put((byte) flags);
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
        String[] names = {"FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"};
        int[] order = {1, 0, 2, 3, 5, 4, 6, 7};
        for (int bit : order) {
            if ((flags >> bit & 1) != 0) {
                name.append(name.isEmpty() ? "" : "+").append(names[bit]);
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
            int bit = List.of("FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR").indexOf(one);
            if (bit < 0) {
                return -1;
            }
            flags |= 1 << bit;
        }
        return flags;
    }
}
