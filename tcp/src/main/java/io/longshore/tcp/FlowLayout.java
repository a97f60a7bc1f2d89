package io.longshore.tcp;

/// Where windows, buffers and path MTU keep their fields within a connection's record.
final class FlowLayout {

    // int
    /// Bytes that received text may take, overhead included: Linux's sk_rcvbuf.
    static final int RCV_BUF = TcbLayout.FLOW;
    /// What the text that waits takes, overhead included (sk_rmem_alloc).
    static final int RCV_CHARGED = RCV_BUF + 4;
    /// Free bytes of the last piece charged: small segments that follow cost nothing.
    static final int RCV_TAIL = RCV_CHARGED + 4;
    /// Share of a buffer that is text, in 256ths (scaling_ratio).
    static final int RCV_RATIO = RCV_TAIL + 4;
    /// Largest window to offer.
    static final int WINDOW_CLAMP = RCV_RATIO + 4;
    /// Largest window to offer for now: grows as segments come that carry much text for what they take (rcv_ssthresh).
    static final int RCV_SSTHRESH = WINDOW_CLAMP + 4;
    /// The window offered last, from rcvNxt at that time.
    static final int RCV_WND = RCV_SSTHRESH + 4;
    /// The MSS option that we sent, less timestamps never.
    static final int ADV_MSS = RCV_WND + 4;
    /// Most bytes read in one round trip so far (rcvq_space.space).
    static final int READ_SPACE = ADV_MSS + 4;
    /// Length of the last segment, if it was shorter than a full one.
    static final int LAST_LENGTH = READ_SPACE + 4;
    /// Where the round trip that is timed by a window of text ends.
    static final int RCV_RTT_SEQUENCE = LAST_LENGTH + 4;
    /// The echoed timestamp that gave the last measurement.
    static final int RCV_RTT_ECHO = RCV_RTT_SEQUENCE + 4;
    /// Text sent soon after text received, so many times in a row: acknowledgments ride on it.
    static final int PINGPONG = RCV_RTT_ECHO + 4;
    /// Bits of [DelayedAck].
    static final int ACK_PENDING = PINGPONG + 4;
    /// Bits of [ReceiveBuffer], [SendBuffer] and [PathMtu].
    static final int FLOW_BITS = ACK_PENDING + 4;
    /// Bytes that written text may take, overhead included (sk_sndbuf).
    static final int SND_BUF = FLOW_BITS + 4;

    // long
    /// When the present measurement of reading began, and the read position then.
    static final int READ_AT = SND_BUF + 4;
    static final int READ_FROM = READ_AT + 8;
    /// The round trip as the receiver sees it, ns; 0 before the first measurement.
    static final int RCV_RTT = READ_FROM + 8;
    static final int RCV_RTT_AT = RCV_RTT + 8;
    /// How long an acknowledgment waits, ns: adapts to how often text comes (ato).
    static final int ATO = RCV_RTT_AT + 8;
    /// When text arrived last, or the connection was established.
    static final int TEXT_AT = ATO + 8;
    /// When the first of the probes in a row was sent; 0 for none.
    static final int PROBES_SINCE = TEXT_AT + 8;
    /// When the search for a larger path MTU began.
    static final int SEARCHED_AT = PROBES_SINCE + 8;

    // int
    /// The path's MTU as far as is known.
    static final int PATH_MTU = SEARCHED_AT + 8;
    /// Packetization-layer discovery (RFC 4821): what is known to pass, what is known or assumed not to, and the probe.
    static final int SEARCH_LOW = PATH_MTU + 4;
    static final int SEARCH_HIGH = SEARCH_LOW + 4;
    static final int PROBE_SIZE = SEARCH_HIGH + 4;
    static final int PROBE_START = PROBE_SIZE + 4;
    static final int PROBE_END = PROBE_START + 4;
    /// Up to here text goes whatever Nagle's algorithm or a cork say.
    static final int PUSH_END = PROBE_END + 4;
    /// Up to here text was written with MSG_MORE.
    static final int HOLD_END = PUSH_END + 4;
    /// Up to here MSG_MORE holds nothing any more.
    static final int RELEASE_END = HOLD_END + 4;
    /// No segment carries less for want of room, options not deducted.
    static final int LEAST_MSS = RELEASE_END + 4;

    // long
    /// Stream position behind the last urgent octet that the peer told of; 0: none.
    static final int URGENT_END = TcbLayout.OPTIONS - 8;

    static {
        if (READ_AT % Long.BYTES != 0 || LEAST_MSS + Integer.BYTES > URGENT_END) {
            throw new AssertionError("the fields of flow control do not fit their place");
        }
    }

    private FlowLayout() {
    }
}
