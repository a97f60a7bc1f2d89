package io.longshore.tcp;

import io.longshore.wire.Sequence;

/// What ICMP says about our segments (RFC 9293 3.9.2.2), believed as far as RFC 5927 lets it.
public final class IcmpErrors {

    /// Linux's min_pmtu: who claims a smaller one wants us to send crumbs.
    private static final int SMALLEST_MTU = 552;
    /// RFC 8201 4: less than IPv6's least is not believed.
    private static final int SMALLEST_MTU_IPV6 = 1280;

    /// IP_PMTUDISC_DONT, one more than Linux's number.
    static final int NO_DISCOVERY = 1;

    private final TcpCounters counters;
    private final Ending ending;
    private final LossRecovery recovery;

    IcmpErrors(Tcp tcp) {
        counters = tcp.counters;
        ending = tcp.ending;
        recovery = tcp.recovery;
    }

    /// Destination unreachable, time exceeded, parameter problem or packet too big, quoting a segment of ours. The
    /// verdict is cleared first.
    public void unreachable(Tcb tcb, IcmpQuote quote, Verdict verdict, long now) {
        verdict.clear();
        quote.isBelieved = false;
        // RFC 5927 4.1: "SND.UNA =< SEG.SEQ < SND.NXT"
        int oldest = tcb.has(Tcb.FAST_OPEN) && tcb.state() == State.SYN_RECEIVED ? tcb.iss() : tcb.sndUna();
        if (!Sequence.isWithin(quote.sequence, oldest, tcb.sndNxt())) {
            counters.outOfWindowIcmps++;
            return;
        }
        if (quote.mtu > 0) {
            quote.isBelieved = tooLong(tcb, quote.mtu, verdict, now);
            return;
        }
        switch (tcb.state()) {
            // As Linux: nothing is lost yet, and who connects would rather know at once.
            case SYN_SENT -> {
                counters.attemptFails++;
                ending.fail(tcb, quote.errno, verdict);
            }
            case SYN_RECEIVED -> opening(tcb, quote.errno, verdict);
            // RFC 5927 6: soft, even the hard ones, once connected; MUST-56 has it so for the soft ones.
            case ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT, CLOSING, LAST_ACK -> {
                tcb.softError(quote.errno);
                revert(tcb, quote, now);
            }
            case CLOSED, TIME_WAIT -> { }
        }
    }

    /// A half-open connection of a listener whose peer cannot be reached is forgotten without a word, as Linux does:
    /// "good" peers come again. Other errors about it are left to its retransmissions.
    private void opening(Tcb tcb, int errno, Verdict verdict) {
        if (tcb.has(Tcb.FAST_OPEN) && !tcb.has(Tcb.ADOPTED)) {
            // as Linux: text was taken, so whoever accepts it is told what became of it
            ending.fail(tcb, errno, verdict);
        } else if (!tcb.has(Tcb.HALF_OPEN)) {
            tcb.softError(errno);
        } else if (errno == Errno.ENETUNREACH || errno == Errno.EHOSTUNREACH || errno == Errno.EPROTO) {
            counters.listenDrops++;
            ending.end(tcb, verdict);
        }
    }

    /// RFC 6069: a retransmission that a router could not forward says that the path is down, not congested: its
    /// backoff is taken back, so that the connection goes on soon after the path does.
    private static void revert(Tcb tcb, IcmpQuote quote, long now) {
        boolean unreachable = quote.errno == Errno.ENETUNREACH || quote.errno == Errno.EHOSTUNREACH;
        if (!unreachable || quote.sequence != tcb.sndUna() || tcb.retries() == 0 || tcb.backoff() == 0
                || !RetransmissionTimer.isFor(tcb, RetransmissionTimer.RTO)) {
            return;
        }
        tcb.backoff(tcb.backoff() - 1);
        tcb.retransmitAt(Math.max(now, Math.min(tcb.retransmitAt(), tcb.lastSentAt() + RttEstimator.timeout(tcb))));
    }

    /// RFC 1191 6.4, RFC 8201 4: smaller segments from now on, and those on their way were lost. Says whether that is
    /// so.
    private boolean tooLong(Tcb tcb, int told, Verdict verdict, long now) {
        int mtu = Math.max(told, tcb.isIpv4() ? SMALLEST_MTU : SMALLEST_MTU_IPV6);
        boolean asks = SocketOptions.pathDiscovery(tcb) != NO_DISCOVERY;
        if (!asks || !PathMtu.lower(tcb, mtu, now)) {
            return false;
        }
        if (tcb.state().isSynchronised() && tcb.sndUna() != tcb.sndNxt()) {
            recovery.resend(tcb, now);
            verdict.add(Verdict.SEND);
        }
        return true;
    }
}
