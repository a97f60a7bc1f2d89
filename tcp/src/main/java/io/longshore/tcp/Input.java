package io.longshore.tcp;

/// Takes received segments of existing connections: RFC 9293 3.10.7.3 and 3.10.7.4.
public final class Input {

    private final Tcp tcp;

    Input(Tcp tcp) {
        this.tcp = tcp;
    }

    /// Judges one segment; the verdict is cleared first.
    public void segment(Tcb tcb, Segment segment, Verdict verdict, long now) {
        throw new UnsupportedOperationException();
    }
}
