package io.longshore.tcp;

/// The application's goodbyes (RFC 9293 3.10.4, 3.10.5).
public final class Closing {

    private final Tcp tcp;

    Closing(Tcp tcp) {
        this.tcp = tcp;
    }

    /// Half-close: no more output; the FIN follows the last byte written. The verdict of each is cleared first.
    public void shutdown(Tcb tcb, Verdict verdict, long now) {
        throw new UnsupportedOperationException();
    }

    /// The application lets go. Unread bytes make it a reset (RFC 2525 2.17).
    public void close(Tcb tcb, boolean unread, Verdict verdict, long now) {
        throw new UnsupportedOperationException();
    }

    /// Reset, now.
    public void abort(Tcb tcb, Verdict verdict, long now) {
        throw new UnsupportedOperationException();
    }
}
