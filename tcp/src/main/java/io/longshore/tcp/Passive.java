package io.longshore.tcp;

/// Takes segments that belong to no connection: LISTEN and CLOSED (RFC 9293 3.10.7.1 and 3.10.7.2).
public final class Passive {

    private final Tcp tcp;

    Passive(Tcp tcp) {
        this.tcp = tcp;
    }

    /// Judges one segment; the verdict is cleared first. A SYN for a listener makes a record in SYN-RECEIVED, over which
    /// `tcb` is then laid: its number is returned, else −1.
    public int segment(Tcb tcb, Segment segment, Verdict verdict, long now) {
        throw new UnsupportedOperationException();
    }
}
