package io.longshore.tcp;

import static io.longshore.tcp.EcnBits.*;

import io.longshore.wire.TcpHeader;

/// Which ECN two SYNs agree on: Accurate ECN (RFC 9768 3.1), or what RFC 3168 has (6.1.1), or none; and the ways back
/// where the path does not let it through.
final class EcnOpening {

    private static final int CLASSIC_SYN = TcpHeader.ECE | TcpHeader.CWR;
    /// From this value of tcp_ecn on, listeners agree to Accurate ECN.
    private static final int ACCURATE_PASSIVE = 3;
    private static final int ACCURATE_ACTIVE = 3;
    /// How often a SYN that asks for Accurate ECN is sent.
    private static final int ACCURATE_SYNS = 2;

    private EcnOpening() {
    }

    /// The flags of a SYN, beside SYN. Sent again it asks no more, for it may have been the flags that were not let
    /// through (RFC 3168, 6.1.1.1); one that asks for Accurate ECN is sent again once with all of them (RFC 9768
    /// 3.1.4.1).
    static int syn(Tcb tcb, TcpSettings settings) {
        boolean accurate = settings.ecn == ACCURATE_ACTIVE;
        if (!accurate && !asks(settings.ecn)) {
            return 0;
        }
        set(tcb, accurate ? OFFERED | OFFERED_ACCURATE : OFFERED);
        if (settings.ecnFallback && tcb.retries() >= (accurate ? ACCURATE_SYNS : 1)) {
            return 0;
        }
        return accurate ? AccEcn.ACE : CLASSIC_SYN;
    }

    /// tcp_ecn where it is RFC 3168 that an active open asks for.
    private static boolean asks(int setting) {
        return setting == 1 || setting == 4;
    }

    /// The flags of a SYN-ACK, beside these two. One of Accurate ECN that is sent a third time bears none
    /// (RFC 9768 3.1.4.2), and then we send nothing that could be marked.
    static int synAck(Tcb tcb) {
        if (!AccEcn.isOn(tcb)) {
            return has(tcb, CLASSIC) ? TcpHeader.ECE : 0;
        }
        if (!tcb.has(Tcb.PASSIVE)) {
            return AccEcn.reflection(number(tcb, SYN_ECN));
        }
        if (tcb.retransmits() > 1) {
            set(tcb, ACE_FAIL_SEND);
        }
        return tcb.retries() > 1 || has(tcb, SILENT) ? 0 : AccEcn.reflection(number(tcb, SYN_ECN));
    }

    /// A SYN for a listener. One that asks for RFC 3168 and is marked itself ("a host MUST NOT set ECT on SYN", 6.1.1)
    /// comes from a path or peer that cannot be trusted with it, unless it asks for more than that.
    static void asked(Tcb tcb, Segment segment, TcpSettings settings) {
        if (settings.ecn >= ACCURATE_PASSIVE && AccEcn.isAsked(segment.flags)) {
            accurate(tcb, segment);
            return;
        }
        boolean whole = segment.ecn == NOT_ECT || segment.has(TcpHeader.AE);
        if (settings.ecn != 0 && (segment.flags & CLASSIC_SYN) == CLASSIC_SYN && whole) {
            set(tcb, CLASSIC);
        }
    }

    private static void accurate(Tcb tcb, Segment segment) {
        set(tcb, ACCURATE);
        number(tcb, SYN_ECN, segment.ecn);
        number(tcb, PREVIOUS, segment.ecn);
    }

    /// The SYN has come to the listener once more. The last one is answered; if its flags are gone, they are not let
    /// through.
    static void askedAgain(Tcb tcb, Segment segment) {
        if (!AccEcn.isOn(tcb)) {
            return;
        }
        number(tcb, SYN_ECN, segment.ecn);
        if (AccEcn.ace(segment.flags) == 0) {
            set(tcb, ACE_FAIL_RECEIVE);
        }
        if (tcb.retries() > 0) {
            set(tcb, SILENT);
        }
    }

    /// The SYN of a peer that opens at the same time.
    static void crossed(Tcb tcb, Segment segment) {
        if (has(tcb, OFFERED_ACCURATE) && AccEcn.isAsked(segment.flags)) {
            accurate(tcb, segment);
        } else if (has(tcb, OFFERED) && (segment.flags & CLASSIC_SYN) == CLASSIC_SYN) {
            set(tcb, CLASSIC);
        }
    }

    /// A SYN-ACK (RFC 9768, table 2).
    static void answered(Tcb tcb, Segment segment, TcpSettings settings) {
        if (has(tcb, OFFERED_ACCURATE) && AccEcn.isAgreed(segment.flags)) {
            agreed(tcb, segment, settings);
        } else if (has(tcb, OFFERED) && (segment.flags & CLASSIC_SYN) == TcpHeader.ECE) {
            set(tcb, CLASSIC);
        }
    }

    private static void agreed(Tcb tcb, Segment segment, TcpSettings settings) {
        set(tcb, ACCURATE | REFLECT);
        number(tcb, SYN_ECN, segment.ecn);
        if (segment.options.accEcn().isPresent()) {
            AccEcnBytes.look(tcb, segment.options.accEcn());
            number(tcb, DEMAND, 2);
        }
        AccEcnFeedback.begin(tcb);
        int ace = AccEcn.ace(segment.flags);
        if (segment.ecn == CE && (ace == AccEcn.FIRST_ACE || AccEcn.isWhole(tcb, ace, settings))) {
            tcb.intAt(AccEcnLayout.RECEIVED_MARKED, 1);
            untold(tcb, 1);
        }
    }

    /// The acknowledgment of our SYN-ACK, or what came in its place. Its flags say how the SYN-ACK came (RFC 9768
    /// 3.2.2.2, table 4); none at all means that they are cleared on the way.
    static void completed(Tcb tcb, Segment segment, TcpSettings settings) {
        if (AccEcn.isOn(tcb)) {
            completedAccurately(tcb, segment, settings);
        }
        if (AccEcn.isOn(tcb) || segment.ecn != NOT_ECT) {
            AccEcnReceiver.arrived(tcb, segment);
        }
    }

    private static void completedAccurately(Tcb tcb, Segment segment, TcpSettings settings) {
        int ace = AccEcn.ace(segment.flags);
        boolean bare = segment.options.sackBlocks() == 0;
        if (ace == 0 && bare) {
            set(tcb, ACE_FAIL_RECEIVE | OPTION_FAIL_RECEIVE);
        }
        boolean reflects = ace != 0 && ace != 1 && ace != AccEcn.FIRST_ACE && ace != AccEcn.MASK;
        if (reflects && bare && segment.length() == 0 && AccEcn.isWhole(tcb, ace, settings) && ace == AccEcn.CAME_CE) {
            tcb.intAt(RecoveryLayout.MARKED_DELIVERED, 1);
        }
        AccEcnBytes.look(tcb, segment.options.accEcn());
        AccEcn.demand(tcb, 1);
    }
}
