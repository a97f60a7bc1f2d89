package io.longshore.tcp;

import io.longshore.wire.FastOpenCookie;

/// What handshake and ending keep in a connection's record, and the options of a socket that are theirs.
public final class OpeningFields {

    /// Its neighbours in its listener's list of half-open connections, as number + 1; 0 for none. See [SynQueue].
    static final int NEXT = TcbLayout.OPENING;
    static final int PREVIOUS = NEXT + 4;
    /// When probing a closed window began, 0 while it is open; see [RetryLimits].
    static final int PROBED_SINCE = NEXT + 8;
    /// Bits of this class.
    private static final int BITS = NEXT + 16;
    /// Where its peer is counted among the sources, as number + 1; 0 where it did not come from a listener.
    static final int SOURCE_AT = NEXT + 20;
    /// Bytes of text on our SYN.
    static final int SYN_TEXT = NEXT + 28;
    /// The cookie on our SYN, or on our SYN-ACK: its length + 1, 0 for no option; and its bytes.
    private static final int COOKIE_LENGTH = NEXT + 32;
    private static final int COOKIE_FIRST = NEXT + 40;
    private static final int COOKIE_SECOND = NEXT + 48;
    /// The listener whose count of Fast Open handshakes it is in, see [FastOpenLimits]; 0 for none.
    static final int PENDING_AT = NEXT + 36;

    /// How far an orphan's text was acknowledged when its patience was last measured out; see [Orphans].
    static final int ORPHAN_FROM = NEXT + 56;

    /// A bare ACK came while the accept queue was full or TCP_DEFER_ACCEPT was waiting for text.
    static final int ACKNOWLEDGED = 1;
    /// The cookie stands in the experimental form.
    static final int EXPERIMENTAL = 1 << 1;
    /// Text has been taken from the peer's SYN, or the peer has taken that of ours: TCPI_OPT_SYN_DATA.
    static final int SYN_TEXT_TAKEN = 1 << 2;
    /// Our SYN asked for a cookie, or bore one.
    static final int FAST_OPENING = 1 << 3;
    /// Our SYN may bear text.
    static final int SYN_MAY_BEAR_TEXT = 1 << 4;

    static {
        if (ORPHAN_FROM + Long.BYTES > AccEcnLayout.START) {
            throw new AssertionError("the handshake's part of the record is too small");
        }
    }

    private OpeningFields() {
    }

    static boolean has(Tcb tcb, int bit) {
        return (tcb.intAt(BITS) & bit) != 0;
    }

    static void set(Tcb tcb, int bit) {
        tcb.intAt(BITS, tcb.intAt(BITS) | bit);
    }

    static void clear(Tcb tcb, int bit) {
        tcb.intAt(BITS, tcb.intAt(BITS) & ~bit);
    }

    /// Whether text travelled on the SYN (TCPI_OPT_SYN_DATA).
    public static boolean hadSynText(Tcb tcb) {
        return has(tcb, SYN_TEXT_TAKEN);
    }

    static void cookie(Tcb tcb, FastOpenCookie cookie) {
        tcb.intAt(COOKIE_LENGTH, cookie.length() + 1);
        tcb.longAt(COOKIE_FIRST, cookie.first());
        tcb.longAt(COOKIE_SECOND, cookie.second());
        if (cookie.isExperimental()) {
            set(tcb, EXPERIMENTAL);
        } else {
            clear(tcb, EXPERIMENTAL);
        }
    }

    static void dropCookie(Tcb tcb) {
        tcb.intAt(COOKIE_LENGTH, 0);
    }

    /// Puts the record's cookie, if it has one, among the options of a segment to send.
    static void putCookie(Tcb tcb, FastOpenCookie cookie) {
        int length = tcb.intAt(COOKIE_LENGTH) - 1;
        if (length >= 0) {
            cookie.set(length, tcb.longAt(COOKIE_FIRST), tcb.longAt(COOKIE_SECOND), has(tcb, EXPERIMENTAL));
        }
    }
}
