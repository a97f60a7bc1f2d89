package io.longshore.tcp;

import static io.longshore.tcp.EcnBits.*;

import io.longshore.wire.AccEcnOption;

/// What the peer's option says: how many of our bytes have arrived with which ECN bits (RFC 9768 3.2.3).
final class AccEcnBytes {

    // What was seen of the option, as TCP_INFO tells it.
    private static final int NOTHING = 0;
    private static final int EMPTY = 1;
    static final int COUNTERS = 2;
    /// A counter was zero that begins with 1: somebody clears it on the way.
    private static final int CLEARED = 3;

    /// Counters have 24 bits: the sign of a difference is the highest of them.
    private static final int SPARE = Integer.SIZE - 24;
    /// A first option that comes after so many bytes comes too late: a counter may have wrapped.
    private static final int TOO_LATE = (1 << 23) - 1;

    private AccEcnBytes() {
    }

    /// Judges an option, if there is one, until one with counters has been seen (3.2.3.2.4).
    static void look(Tcb tcb, AccEcnOption option) {
        if (!option.isPresent() || number(tcb, OPTION_SEEN) >= COUNTERS) {
            return;
        }
        int seen = judge(option);
        number(tcb, OPTION_SEEN, seen);
        if (seen == CLEARED) {
            set(tcb, OPTION_FAIL_RECEIVE);
        }
    }

    private static int judge(AccEcnOption option) {
        if (option.fields() == 0) {
            return EMPTY;
        }
        boolean cleared = option.value(0) == 0 || option.fields() == AccEcnOption.FIELDS && option.value(2) == 0;
        return cleared ? CLEARED : COUNTERS;
    }

    /// Takes what an acknowledgment says that has made progress; where it bears no option, what it acknowledges is
    /// taken to have arrived as the text before.
    ///
    /// @return whether the counters can be trusted: nothing but one of them has grown
    static boolean take(Tcb tcb, Acked acked) {
        if (has(tcb, OPTION_FAIL_RECEIVE)) {
            return false;
        }
        if (acked.accEcn == null || !acked.accEcn.isPresent()) {
            return assume(tcb, acked.delivered());
        }
        look(tcb, acked.accEcn);
        int estimated = number(tcb, ESTIMATED);
        int grown = 0;
        boolean ambiguous = false;
        for (int i = 0; i < acked.accEcn.fields(); i++) {
            int ecn = acked.accEcn.codepoint(i);
            int difference = update(tcb, ecn, acked.accEcn.value(i));
            boolean another = difference != 0 && ecn != estimated;
            ambiguous |= difference < 0 || another && grown != 0;
            grown = another && grown == 0 ? ecn : grown;
        }
        if (grown != 0 || ambiguous) {
            number(tcb, ESTIMATED, ambiguous ? 0 : grown);
        }
        return estimated != 0 && !ambiguous;
    }

    private static boolean assume(Tcb tcb, int bytes) {
        if (number(tcb, OPTION_SEEN) == NOTHING) {
            if (tcb.longAt(RecoveryLayout.SENT_BYTES) >= TOO_LATE) {
                set(tcb, OPTION_FAIL_RECEIVE);
            }
            return false;
        }
        int estimated = number(tcb, ESTIMATED);
        if (estimated == 0) {
            return false;
        }
        int at = AccEcnLayout.deliveredBytes(estimated);
        tcb.intAt(at, tcb.intAt(at) + bytes);
        return true;
    }

    private static int update(Tcb tcb, int ecn, int value) {
        int at = AccEcnLayout.deliveredBytes(ecn);
        int known = tcb.intAt(at);
        int first = ecn == CE ? 0 : AccEcn.FIRST_BYTES;
        int difference = value - first - known << SPARE >> SPARE;
        tcb.intAt(at, known + difference);
        return difference;
    }
}
