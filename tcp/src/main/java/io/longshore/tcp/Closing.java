package io.longshore.tcp;

/// The application's goodbyes (RFC 9293 3.10.4, 3.10.5). Each clears the verdict first.
public final class Closing {

    private final TcpCounters counters;
    private final Ending ending;

    Closing(Tcp tcp) {
        counters = tcp.counters;
        ending = tcp.ending;
    }

    /// Half-close: no more output; the FIN follows the last byte written.
    public void shutdown(Tcb tcb, Verdict verdict, long now) {
        verdict.clear();
        finish(tcb, verdict);
    }

    /// The application lets go: what it wrote still goes out, then a FIN. Unread bytes make it a reset instead
    /// (RFC 9293 3.6.1, RFC 2525 2.17).
    public void close(Tcb tcb, boolean unread, Verdict verdict, long now) {
        verdict.clear();
        switch (tcb.state()) {
            case CLOSED, TIME_WAIT -> { }
            // 3.10.4: "Delete the TCB"
            case SYN_SENT -> ending.end(tcb, verdict);
            case SYN_RECEIVED, ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT, CLOSING, LAST_ACK -> {
                if (unread) {
                    counters.tcpAbortOnClose++;
                    ending.reset(tcb, verdict);
                } else {
                    letGo(tcb, verdict, now);
                }
            }
        }
    }

    /// A listener's half-open connection goes with its listener (3.10.4, LISTEN): as in Linux without a word, since the
    /// peer, if there is one, hears of it when it asks again.
    public void drop(Tcb tcb, Verdict verdict) {
        verdict.clear();
        ending.end(tcb, verdict);
    }

    /// Reset, now (3.10.5): the peer is told where it would otherwise wait for more.
    public void abort(Tcb tcb, Verdict verdict, long now) {
        verdict.clear();
        switch (tcb.state()) {
            // It is over already; who aborts it may not have heard.
            case CLOSED -> verdict.add(Verdict.DEAD);
            case SYN_SENT, CLOSING, LAST_ACK, TIME_WAIT -> ending.end(tcb, verdict);
            case SYN_RECEIVED, ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT -> ending.reset(tcb, verdict);
        }
    }

    /// A defect of ours has shown on the connection: the peer is reset, and the application told.
    public void fault(Tcb tcb, Verdict verdict) {
        verdict.clear();
        if (tcb.state() == State.CLOSED) {
            verdict.add(Verdict.DEAD);
            return;
        }
        if (tcb.state() != State.SYN_SENT && tcb.state() != State.TIME_WAIT) {
            tcb.set(Tcb.RESET_WANTED);
            verdict.add(Verdict.SEND);
        }
        ending.fail(tcb, Errno.ECONNABORTED, verdict);
    }

    private void letGo(Tcb tcb, Verdict verdict, long now) {
        if (!ending.orphan(tcb)) {
            counters.tcpAbortOnMemory++;
            ending.reset(tcb, verdict);
            return;
        }
        finish(tcb, verdict);
        if (tcb.state() == State.FIN_WAIT_2) {
            ending.finWait2(tcb, verdict, now);
        }
    }

    /// 3.10.4: in ESTABLISHED "form a FIN segment and send it ... enter FIN-WAIT-1", in CLOSE-WAIT "enter LAST-ACK";
    /// before that it is queued.
    private static void finish(Tcb tcb, Verdict verdict) {
        if (tcb.has(Tcb.OUTPUT_SHUT)) {
            return;
        }
        tcb.set(Tcb.OUTPUT_SHUT);
        if (tcb.state().isSynchronised()) {
            Transitions.apply(tcb, Event.CLOSE);
            verdict.add(Verdict.SEND);
        }
    }
}
