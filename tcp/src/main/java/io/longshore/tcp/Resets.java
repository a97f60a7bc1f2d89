package io.longshore.tcp;

/// Answers segments that belong to no connection (RFC 9293 3.5.2).
public final class Resets {

    private final Tcp tcp;

    Resets(Tcp tcp) {
        this.tcp = tcp;
    }

    /// Makes the reset that answers a segment, where the verdict has [Verdict#RESET].
    public void answer(Segment segment, OutgoingSegment outgoing) {
        throw new UnsupportedOperationException();
    }
}
