package io.longshore.tcp;

import static io.longshore.tcp.EcnBits.*;

/// What the counter in the flags of an acknowledgment says: how many of our packets have newly arrived with CE
/// (RFC 9768 3.2.2.5.2). It is modulo 8; where more than seven packets are acknowledged at once it may have gone round,
/// and then the bytes in the option say whether it did, or, without an option, the worst is assumed. As Linux.
final class AccEcnFeedback {

    /// So many packets with CE that nothing has told of are told of at once.
    private static final int MOST_UNTOLD = 6;
    /// Weight and precision of the average of segments acknowledged.
    private static final int SHIFT = 6;
    private static final int MOST_AVERAGE = 0xFFFF;
    /// A path that merges acknowledgments to more than so many segments lets counters be lost all the time: then the
    /// worst is not assumed.
    private static final int MERGED = 4 << SHIFT;

    private AccEcnFeedback() {
    }

    /// Packets that have newly arrived with CE, by an acknowledgment that loss recovery has taken. One that shows no
    /// progress may be older than the last (3.2.2.5.2: "Reordered ACK").
    static int take(Tcb tcb, Acked acked) {
        if (!acked.has(AckBits.TEXT_ACKED | AckBits.SACKED_SOMETHING | AckBits.STAMP_ADVANCED)) {
            return 0;
        }
        int reported = tcb.intAt(AccEcnLayout.deliveredBytes(CE));
        boolean trusted = AccEcnBytes.take(tcb, acked);
        average(tcb, acked.segments);
        if (acked.has(AckBits.SYN_ACKED)) {
            return 0;
        }
        if (untold(tcb) >= MOST_UNTOLD) {
            DelayedAck.changed(tcb);
        }
        int known = tcb.intAt(RecoveryLayout.MARKED_DELIVERED);
        int least = AccEcn.ace(acked.flags) - AccEcn.FIRST_ACE - known & AccEcn.MASK;
        if (acked.segments <= AccEcn.MASK) {
            return least;
        }
        int most = acked.segments - (acked.segments - least & AccEcn.MASK);
        int bytes = tcb.intAt(AccEcnLayout.deliveredBytes(CE)) - reported;
        if (trusted) {
            return byBytes(tcb, acked, least, most, bytes);
        }
        return tcb.intAt(AccEcnLayout.ACKED_AVERAGE) > MERGED ? least : most;
    }

    /// The seed of the average, by the SYN that was acknowledged.
    static void begin(Tcb tcb) {
        average(tcb, 1);
    }

    private static void average(Tcb tcb, int segments) {
        if (segments == 0) {
            return;
        }
        int before = tcb.intAt(AccEcnLayout.ACKED_AVERAGE);
        long sum = ((long) before << SHIFT) - before + ((long) segments << SHIFT);
        long after = before == 0 ? (long) segments << SHIFT : sum >> SHIFT;
        tcb.intAt(AccEcnLayout.ACKED_AVERAGE, (int) Math.min(after, MOST_AVERAGE));
    }

    /// How many packets so many bytes with CE were: `least`, or eight or more beyond it.
    private static int byBytes(Tcb tcb, Acked acked, int least, int most, int bytes) {
        if (bytes == 0) {
            return least;
        }
        boolean countsAreExact = tcb.has(Tcb.SACK_OK) || tcb.recoveryPhase() == LossRecovery.OPEN
                || tcb.recoveryPhase() == LossRecovery.CWR;
        if (acked.segments >= 2 * (AccEcn.MASK + 1) && countsAreExact) {
            if (Integer.compareUnsigned(acked.delivered(), bytes) <= 0) {
                return most;
            }
            long packets = Math.ceilDiv(Integer.toUnsignedLong(bytes) * acked.segments, (long) acked.delivered());
            return (int) Math.min(most, least + (packets & ~AccEcn.MASK));
        }
        int mss = tcb.sndMss() + AccEcn.reserve(tcb);
        if (Integer.compareUnsigned(bytes, least * mss) > 0) {
            return most;
        }
        return Integer.compareUnsigned(bytes, most * mss >>> 1) < 0 ? least : most;
    }
}
