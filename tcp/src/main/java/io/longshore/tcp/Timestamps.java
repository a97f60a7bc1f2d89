package io.longshore.tcp;

import io.longshore.wire.Sequence;

/// Timestamps (RFC 7323 3 to 5): a clock of milliseconds, shifted for each connection so that it tells nothing about
/// how long the machine is up (5.4).
final class Timestamps {

    private static final long MILLISECOND = 1_000_000L;
    /// RFC 7323 5.5: TS.Recent is worth nothing once the peer's clock may have wrapped its sign bit.
    private static final long OUTDATED = 24L * 24 * 3600 * 1000 * MILLISECOND;
    /// An echo older than this is no measurement.
    private static final int LONGEST_ECHO = 10 * 60 * 1000;

    private Timestamps() {
    }

    /// TSval for a segment sent now.
    static int value(Tcb tcb, long now) {
        return (int) (now / MILLISECOND) + tcb.tsOffset();
    }

    /// Nanoseconds since the timestamp that a segment echoes was sent; −1 where it is no measurement.
    static long echoed(Tcb tcb, Segment segment, long now) {
        if (!tcb.has(Tcb.TIMESTAMPS_OK) || !segment.options.hasTimestamps() || segment.options.tsecr() == 0) {
            return -1;
        }
        if (tcb.retries() > 0 && Sequence.isBefore(segment.options.tsecr(), tcb.retransmitStamp())) {
            // It echoes what was sent before the timeout: that time includes our wait, say for a lost acknowledgment.
            return -1;
        }
        int elapsed = Sequence.distance(segment.options.tsecr(), value(tcb, now));
        return elapsed < 0 || elapsed > LONGEST_ECHO ? -1 : elapsed * MILLISECOND;
    }

    /// RFC 7323 5.3 R1: whether PAWS rejects a segment. "The <RST> segment MUST NOT be subjected to the PAWS check".
    static boolean isOld(Tcb tcb, Segment segment, long now) {
        return tcb.has(Tcb.TIMESTAMPS_OK) && segment.options.hasTimestamps()
                && Sequence.isBefore(segment.options.tsval(), tcb.tsRecent())
                && now - tcb.tsRecentAt() < OUTDATED;
    }

    /// Whether what PAWS rejects is so little older than what was seen that it may have been overtaken: by less than a
    /// retransmission timeout and a fifth.
    static boolean isReplay(Tcb tcb, Segment segment) {
        return Sequence.distance(segment.options.tsval(), tcb.tsRecent()) <= tcb.rto() / MILLISECOND * 6 / 5;
    }

    /// Whether an echo is that of one of our SYNs or SYN-ACKs: none is older than the record, none newer than now.
    static boolean isEchoOfHandshake(Tcb tcb, Segment segment, long now) {
        int echo = segment.options.tsecr();
        return Sequence.isBetween(value(tcb, tcb.openedAt()), echo, value(tcb, now));
    }

    /// RFC 7323 4.3 (2): "if Last.ACK.sent is within the range of sequence numbers of an incoming segment" it is taken.
    static void remember(Tcb tcb, Segment segment, long now) {
        if (tcb.has(Tcb.TIMESTAMPS_OK) && segment.options.hasTimestamps()
                && Sequence.isAtOrBefore(segment.sequence, tcb.lastAckSent())
                && !isOld(tcb, segment, now)) {
            tcb.tsRecent(segment.options.tsval());
            tcb.tsRecentAt(now);
        }
    }
}
