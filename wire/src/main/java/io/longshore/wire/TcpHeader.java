package io.longshore.wire;

import java.lang.foreign.MemorySegment;

/// The TCP header (RFC 9293 3.1).
///
/// ```
///   0                   1                   2                   3
///   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
///  |          Source port          |       Destination port        |
///  |                        Sequence number                        |
///  |                    Acknowledgment number                      |
///  | Offset| Rsrvd |C E U A P R S F|            Window             |
///  |           Checksum            |         Urgent pointer        |
///  |                    Options (offset - 5 words)                 |
/// ```
public final class TcpHeader {

    /// Bytes of a header without options.
    public static final int HEADER = 20;
    public static final int MAX_HEADER = 60;

    public static final int FIN = 0x01;
    public static final int SYN = 0x02;
    public static final int RST = 0x04;
    public static final int PSH = 0x08;
    public static final int ACK = 0x10;
    public static final int URG = 0x20;
    public static final int ECE = 0x40;
    public static final int CWR = 0x80;
    /// Of RFC 9768; the last of the reserved bits before it.
    public static final int AE = 0x100;

    /// Offset of the checksum field, for links that complete it.
    public static final int CHECKSUM = 16;

    private static final int DESTINATION_PORT = 2;
    private static final int SEQUENCE = 4;
    private static final int ACKNOWLEDGMENT = 8;
    private static final int DATA_OFFSET = 12;
    private static final int CONTROLS = 0x1FF;
    private static final int WINDOW = 14;
    private static final int URGENT = 18;

    private TcpHeader() {
    }

    public static int sourcePort(MemorySegment memory, long at) {
        return NetworkOrder.get16(memory, at);
    }

    public static int destinationPort(MemorySegment memory, long at) {
        return NetworkOrder.get16(memory, at + DESTINATION_PORT);
    }

    public static int sequence(MemorySegment memory, long at) {
        return NetworkOrder.get32(memory, at + SEQUENCE);
    }

    public static int acknowledgment(MemorySegment memory, long at) {
        return NetworkOrder.get32(memory, at + ACKNOWLEDGMENT);
    }

    /// The header's length in bytes, as the data offset claims; less than [#HEADER] is malformed.
    public static int headerLength(MemorySegment memory, long at) {
        return NetworkOrder.get8(memory, at + DATA_OFFSET) >>> 4 << 2;
    }

    /// The nine control bits, [#FIN] to [#AE].
    public static int flags(MemorySegment memory, long at) {
        return NetworkOrder.get16(memory, at + DATA_OFFSET) & CONTROLS;
    }

    /// The window field, not scaled.
    public static int window(MemorySegment memory, long at) {
        return NetworkOrder.get16(memory, at + WINDOW);
    }

    public static int checksum(MemorySegment memory, long at) {
        return NetworkOrder.get16(memory, at + CHECKSUM);
    }

    public static int urgent(MemorySegment memory, long at) {
        return NetworkOrder.get16(memory, at + URGENT);
    }

    public static void writePorts(MemorySegment memory, long at, int source, int destination) {
        NetworkOrder.put16(memory, at, source);
        NetworkOrder.put16(memory, at + DESTINATION_PORT, destination);
    }

    public static void writeNumbers(MemorySegment memory, long at, int sequence, int acknowledgment) {
        NetworkOrder.put32(memory, at + SEQUENCE, sequence);
        NetworkOrder.put32(memory, at + ACKNOWLEDGMENT, acknowledgment);
    }

    /// Writes data offset, control bits and window; checksum and urgent pointer become 0. Reserved bits are 0
    /// (RFC 9293 3.1).
    ///
    /// @param headerLength bytes, with options, a multiple of 4
    /// @param window       the field as it stands on the wire
    public static void writeControl(MemorySegment memory, long at, int headerLength, int flags, int window) {
        NetworkOrder.put16(memory, at + DATA_OFFSET, headerLength << 10 | flags);
        NetworkOrder.put16(memory, at + WINDOW, window);
        NetworkOrder.put32(memory, at + CHECKSUM, 0);
    }

    /// The urgent pointer, for a segment with URG.
    public static void writeUrgent(MemorySegment memory, long at, int urgent) {
        NetworkOrder.put16(memory, at + URGENT, urgent);
    }

    public static void writeChecksum(MemorySegment memory, long at, int checksum) {
        NetworkOrder.put16(memory, at + CHECKSUM, checksum);
    }
}
