package io.longshore.tcp;

import io.longshore.wire.Sequence;

/// What ICMP says about our segments (RFC 9293 3.9.2.2), believed as far as RFC 5927 lets it.
public final class IcmpErrors {

    /// Linux's min_pmtu: who claims a smaller one wants us to send crumbs.
    private static final int SMALLEST_MTU = 552;
    /// RFC 8201 4: less than IPv6's least is not believed.
    private static final int SMALLEST_MTU_IPV6 = 1280;

    private final TcpCounters counters;
    private final Ending ending;
    private final LossRecovery recovery;

    IcmpErrors(Tcp tcp) {
        counters = tcp.counters;
        ending = tcp.ending;
        recovery = tcp.recovery;
    }

    /// Destination unreachable or packet too big, quoting a segment of ours. The verdict is cleared first.
    public void unreachable(Tcb tcb, IcmpQuote quote, Verdict verdict, long now) {
        verdict.clear();
        // RFC 5927 4.1: "SND.UNA =< SEG.SEQ < SND.NXT"
        if (!Sequence.isWithin(quote.sequence, tcb.sndUna(), tcb.sndNxt())) {
            counters.outOfWindowIcmps++;
            return;
        }
        if (quote.mtu > 0) {
            tooLong(tcb, quote.mtu, verdict, now);
            return;
        }
        switch (tcb.state()) {
            // As Linux: nothing is lost yet, and who connects would rather know at once.
            case SYN_SENT -> {
                counters.attemptFails++;
                ending.fail(tcb, quote.errno, verdict);
            }
            // RFC 5927 6: soft, even the hard ones, once connected; MUST-56 has it so for the soft ones.
            case SYN_RECEIVED, ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT ->
                tcb.softError(quote.errno);
            case CLOSED -> { }
        }
    }

    /// RFC 1191 6.4: smaller segments from now on, and those on their way were lost.
    private void tooLong(Tcb tcb, int told, Verdict verdict, long now) {
        int mtu = Math.max(told, tcb.isIpv4() ? SMALLEST_MTU : SMALLEST_MTU_IPV6);
        int mss = mtu - Handshake.headers(tcb);
        if (mss >= tcb.pathMss()) {
            return;
        }
        tcb.pathMss(mss);
        SegmentSize.choose(tcb);
        if (tcb.state().isSynchronised() && tcb.sndUna() != tcb.sndNxt()) {
            recovery.resend(tcb, now);
            verdict.add(Verdict.SEND);
        }
    }
}
