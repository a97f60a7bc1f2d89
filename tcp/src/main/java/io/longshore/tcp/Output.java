package io.longshore.tcp;

/// Decides what to send next.
public final class Output {

    private final Tcp tcp;

    Output(Tcp tcp) {
        this.tcp = tcp;
    }

    /// The next segment to send, if there is one: fills `outgoing` and takes it as sent. Called until it says false (or the
    /// batch is full).
    public boolean next(Tcb tcb, OutgoingSegment outgoing, long now) {
        throw new UnsupportedOperationException();
    }
}
