package io.longshore.tcp;

/// What moves a connection from one state to another: the labels of figure 5 of RFC 9293, 3.3.2.
enum Event {
    /// The application opens (active OPEN): a SYN goes out.
    OPEN,
    /// A SYN without an acknowledgment arrived: a SYN-ACK goes out.
    SYN,
    /// Both SYNs are there and ours is acknowledged.
    SYN_ACKED,
    /// The application has no more to send (CLOSE): a FIN goes out behind the last byte.
    CLOSE,
    /// The peer's FIN arrived in order.
    FIN,
    /// The peer acknowledged our FIN.
    FIN_ACKED,
    /// A reset either way, a timeout that gives up, or the end of TIME-WAIT.
    END
}
