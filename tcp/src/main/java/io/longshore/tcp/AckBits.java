package io.longshore.tcp;

/// What an acknowledgment did, in bits of [Acked#bits].
final class AckBits {

    /// sndUna has moved.
    static final int ADVANCED = 1;
    /// It reported something new.
    static final int SACKED_SOMETHING = 1 << 1;
    /// It told of a duplicate that we had sent (RFC 2883).
    static final int DUPLICATE_REPORTED = 1 << 2;
    /// The duplicate was a tail loss probe's.
    static final int PROBE_DUPLICATED = 1 << 3;
    /// It carried text or moved the window: not a duplicate acknowledgment.
    static final int NO_DUPLICATE = 1 << 4;
    /// Something sent once, and before recovery began, has arrived.
    static final int ORIGINAL_DELIVERED = 1 << 5;
    /// What is first outstanding now has been reported: the peer has thrown it away (RFC 2018, 8).
    static final int RENEGED = 1 << 6;
    /// The retransmission timer is to be set anew.
    static final int SET_TIMER = 1 << 7;
    /// A retransmission is deemed lost.
    static final int RETRANSMISSION_LOST = 1 << 8;

    /// Segments are acknowledged that were outstanding.
    static final int TEXT_ACKED = 1 << 9;
    /// It is older than one that came before.
    static final int OLD = 1 << 10;
    /// It bears a timestamp of ours.
    static final int ECHOES = 1 << 11;
    /// Its timestamp is later than any before.
    static final int STAMP_ADVANCED = 1 << 12;
    /// It is the first of its connection.
    static final int SYN_ACKED = 1 << 13;

    private AckBits() {
    }
}
