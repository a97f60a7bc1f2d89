package io.longshore.tcp;

/// Runs the timers of a connection.
public final class TcpTimers {

    private final Tcp tcp;

    TcpTimers(Tcp tcp) {
        this.tcp = tcp;
    }

    /// Runs the timers that are due (`tcb.deadline() <= now`); the verdict is cleared first.
    public void expire(Tcb tcb, Verdict verdict, long now) {
        throw new UnsupportedOperationException();
    }
}
