package io.longshore.tcp;

import static io.longshore.tcp.EcnBits.*;

import io.longshore.wire.AccEcnOption;
import io.longshore.wire.TcpHeader;

/// Accurate ECN (RFC 9768): each acknowledgment says how many packets have arrived with CE, by three flags that are a
/// counter modulo 8 (ACE), and an option how many bytes. Here is what its parts share: the counter in the flags, and
/// the other code that the flags have while the connection is opened (3.1).
final class AccEcn {

    /// The flags that are the counter.
    static final int ACE = TcpHeader.AE | TcpHeader.CWR | TcpHeader.ECE;
    /// Its initial value on the wire: not zero, so that one who clears flags is found out (3.2.1).
    static final int FIRST_ACE = 5;
    /// The same of the option's counters of ECT.
    static final int FIRST_BYTES = 1;
    static final int MASK = 7;
    /// Where it stands in the flags: ECE, CWR and AE are neighbours.
    private static final int SHIFT = 6;

    // What the flags of the SYN-ACK, or of the acknowledgment of it, say about the SYN's ECN bits (table 3).
    private static final int CAME_NOT_ECT = 0b010;
    private static final int CAME_ECT_1 = 0b011;
    private static final int CAME_ECT_0 = 0b100;
    static final int CAME_CE = 0b110;

    private AccEcn() {
    }

    static boolean isOn(Tcb tcb) {
        return has(tcb, ACCURATE);
    }

    /// The counter in the flags.
    static int ace(int flags) {
        return flags >> SHIFT & MASK;
    }

    /// The flags of a counter, of which the last three bits count.
    static int flags(int ace) {
        return (ace & MASK) << SHIFT;
    }

    /// The flags that say with which ECN bits a SYN came.
    static int reflection(int ecn) {
        return flags(switch (ecn) {
            case ECT_1 -> CAME_ECT_1;
            case ECT_0 -> CAME_ECT_0;
            case CE -> CAME_CE;
            default -> CAME_NOT_ECT;
        });
    }

    /// Whether the flags of a SYN ask for it: anything but nothing and RFC 3168 (3.1.2).
    static boolean isAsked(int flags) {
        int ace = ace(flags);
        return ace != 0 && ace != 3;
    }

    /// Whether the flags of a SYN-ACK agree to it: table 2, and what is reserved there (3.1.1).
    static boolean isAgreed(int flags) {
        int ace = ace(flags);
        return ace != 0 && ace != 1 && ace != MASK;
    }

    /// The first acknowledgment says how our SYN came, which bore no ECT: anything else was changed on the way, and
    /// then we send nothing that could be marked (3.2.2.3). As Linux: where tcp_ecn_fallback wants that.
    static boolean isWhole(Tcb tcb, int ace, TcpSettings settings) {
        if (settings.ecnFallback && ace != CAME_NOT_ECT) {
            set(tcb, ACE_FAIL_RECEIVE);
            return false;
        }
        return true;
    }

    /// A duplicate of text has come whose last duplicate was reported with the option: such acknowledgments do not
    /// arrive, it seems (3.2.3.2.2).
    static void duplicateArrived(Tcb tcb, Segment segment) {
        if (has(tcb, DUPLICATE_TOLD) && segment.sequence == tcb.intAt(AccEcnLayout.DUPLICATE_START)) {
            set(tcb, OPTION_FAIL_SEND);
        }
    }

    /// The report of a duplicate that starts there is about to be sent.
    static void duplicateReported(Tcb tcb, int start) {
        tcb.intAt(AccEcnLayout.DUPLICATE_START, start);
        set(tcb, DUPLICATE_TOLD);
    }

    /// What a peer's SYN, or SYN-ACK, says once more where it is known already. Only the very SYN-ACK, whose numbers
    /// nobody guesses, has a right to an answer in the code of the handshake (3.1.5): the peer would take any other for
    /// a count.
    static void synAgain(Tcb tcb, Segment segment) {
        if (isOn(tcb) && segment.sequence == tcb.irs()) {
            number(tcb, SYN_ECN, segment.ecn);
            set(tcb, REFLECT);
            AccEcnBytes.look(tcb, segment.options.accEcn());
            demand(tcb, 1);
        }
    }

    /// The peer's FIN has taken the connection into TIME-WAIT: its acknowledgment counts as all before, if anybody is
    /// there who has closed only one direction.
    static void lastWord(Tcb tcb) {
        if (isOn(tcb) && !tcb.has(Tcb.ORPHAN)) {
            set(tcb, LAST_WORD);
        }
    }

    /// So many acknowledgments at least are to bear the option.
    static void demand(Tcb tcb, int acknowledgments) {
        number(tcb, DEMAND, Math.max(number(tcb, DEMAND), acknowledgments));
    }

    /// What segments of text are made shorter by.
    static int reserve(Tcb tcb) {
        return has(tcb, RESERVED) ? AccEcnOption.LONGEST : 0;
    }
}
