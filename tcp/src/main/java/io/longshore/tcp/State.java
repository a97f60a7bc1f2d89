package io.longshore.tcp;

/// The states of a connection (RFC 9293 3.3.2). LISTEN is no record but an entry of [Listeners].
public enum State {
    CLOSED,
    SYN_SENT,
    SYN_RECEIVED,
    ESTABLISHED,
    FIN_WAIT_1,
    FIN_WAIT_2,
    CLOSE_WAIT,
    CLOSING,
    LAST_ACK,
    TIME_WAIT;

    private static final State[] STATES = values();

    static State of(int ordinal) {
        return STATES[ordinal];
    }

    /// ESTABLISHED or later: both initial sequence numbers are known and acknowledged.
    public boolean isSynchronised() {
        return ordinal() >= ESTABLISHED.ordinal();
    }

    /// Whether the application may still have text to be sent, or text has yet to be acknowledged.
    public boolean maySend() {
        return switch (this) {
            case ESTABLISHED, CLOSE_WAIT, FIN_WAIT_1, CLOSING, LAST_ACK -> true;
            case CLOSED, SYN_SENT, SYN_RECEIVED, FIN_WAIT_2, TIME_WAIT -> false;
        };
    }

    /// Whether text of the peer is still expected (RFC 9293 3.10.7.4, seventh).
    public boolean mayReceive() {
        return switch (this) {
            case ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2 -> true;
            case CLOSED, SYN_SENT, SYN_RECEIVED, CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT -> false;
        };
    }
}
