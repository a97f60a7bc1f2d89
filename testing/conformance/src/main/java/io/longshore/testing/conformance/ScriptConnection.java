package io.longshore.testing.conformance;

/// What a script knows of one connection: where it runs, its initial sequence numbers, and what was negotiated.
/// Numbers are relative: 0 is the SYN of their sender.
final class ScriptConnection {

    /// Where a stack listens unless a script says otherwise.
    static final int STACK_PORT = 8080;
    private static final int FIRST_PEER_PORT = 50_000;
    private static final long LOW = 0xFFFF_FFFFL;
    private static final long MILLISECOND = 1_000_000;
    /// The peer's timestamp clock when the connection begins.
    private static final long FIRST_TIMESTAMP = 1000;

    final String name;
    final int peerPort;
    int stackPort = STACK_PORT;
    int peerIsn;
    int stackIss;
    boolean issKnown;
    /// Where the peer's, and the stack's, next byte stands.
    long peerNext;
    long stackNext;
    int window = 10_000;
    int peerShift = -1;
    int stackShift = -1;
    boolean peerTimestamps;
    boolean timestamps;
    long lastStackTimestamp;
    long firstStackTimestamp = -1;
    /// What the peer's timestamp clock shows more than the script's, milliseconds.
    private long clockOffset;

    ScriptConnection(String name, int index, int peerIsn, long now) {
        this.name = name;
        this.peerIsn = peerIsn;
        peerPort = FIRST_PEER_PORT + index;
        clockOffset = FIRST_TIMESTAMP - now / MILLISECOND;
    }

    long fromStack(int sequence) {
        return sequence - stackIss & LOW;
    }

    long fromPeer(int sequence) {
        return sequence - peerIsn & LOW;
    }

    int stackSequence(long relative) {
        return (int) (stackIss + relative);
    }

    int peerSequence(long relative) {
        return (int) (peerIsn + relative);
    }

    /// What the peer's timestamp clock says.
    long peerTimestamp(long now) {
        return clockOffset + now / MILLISECOND;
    }

    /// The peer sends a segment.
    void injected(TestSegment segment, long now) {
        long start = fromPeer(segment.sequenceNumber());
        long end = start + segment.length() + (segment.has(TestSegment.SYN) ? 1 : 0)
                + (segment.has(TestSegment.FIN) ? 1 : 0);
        if (start == peerNext && !segment.has(TestSegment.RST)) {
            peerNext = end;
        }
        if (segment.has(TestSegment.SYN)) {
            TcpOption stamp = segment.option(TcpOption.TIMESTAMPS);
            peerTimestamps = stamp != null;
            clockOffset = stamp == null ? clockOffset : stamp.word(0) - now / MILLISECOND;
            TcpOption scale = segment.option(TcpOption.WINDOW_SCALE);
            peerShift = scale == null ? -1 : Math.min(14, scale.number());
        }
    }

    /// The stack has sent a segment.
    void seen(TestSegment segment) {
        boolean isSyn = segment.has(TestSegment.SYN);
        if (isSyn && !issKnown) {
            stackIss = segment.sequenceNumber();
            issKnown = true;
        }
        TcpOption stamp = segment.option(TcpOption.TIMESTAMPS);
        if (isSyn) {
            TcpOption scale = segment.option(TcpOption.WINDOW_SCALE);
            stackShift = scale == null ? -1 : scale.number();
            timestamps = stamp != null;
        }
        if (stamp != null) {
            lastStackTimestamp = stamp.word(0);
            firstStackTimestamp = firstStackTimestamp < 0 ? lastStackTimestamp : firstStackTimestamp;
        }
        if (!segment.has(TestSegment.RST)) {
            long end = fromStack(segment.sequenceNumber()) + segment.length() + (isSyn ? 1 : 0)
                    + (segment.has(TestSegment.FIN) ? 1 : 0);
            stackNext = Math.max(stackNext, end);
        }
    }

    boolean usesTimestamps() {
        return timestamps && peerTimestamps;
    }

    /// How far a window field of the stack's is shifted.
    int stackScale() {
        return peerShift >= 0 && stackShift >= 0 ? stackShift : 0;
    }

    int peerScale() {
        return peerShift >= 0 && stackShift >= 0 ? peerShift : 0;
    }

    /// The byte at a position of a stream that the tests send.
    static byte pattern(long position) {
        return (byte) (position * 31 + (position >> 8));
    }

    static byte[] pattern(long position, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = pattern(position + i);
        }
        return bytes;
    }
}
