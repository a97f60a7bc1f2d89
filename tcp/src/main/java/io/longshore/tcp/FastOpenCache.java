package io.longshore.tcp;

import io.longshore.wire.FastOpenCookie;
import io.longshore.wire.SipHash;

/// What is known of servers that we have opened connections to with Fast Open (RFC 7413 4.1.3): their cookies, and the
/// MSS they told. A fixed number of places, found by a keyed hash of the server's address; who comes later takes the
/// place of who was there.
final class FastOpenCache {

    private static final int PLACES = 1 << 10;
    /// A server without an MSS known takes this, RFC 7413 4.2.1: "it is RECOMMENDED to use the default MSS".
    static final int UNKNOWN = 0;

    private final SipHash hash;
    private final long[] high = new long[PLACES];
    private final long[] low = new long[PLACES];
    private final long[] first = new long[PLACES];
    private final long[] second = new long[PLACES];
    /// −1 for no cookie.
    private final byte[] length = new byte[PLACES];
    private final boolean[] experimental = new boolean[PLACES];
    /// Which form of the option to ask with: 0 the standard's, 1 the experimental, 2 the standard's for good.
    private final byte[] trial = new byte[PLACES];
    private final char[] mss = new char[PLACES];

    FastOpenCache(SipHash hash) {
        this.hash = hash;
    }

    /// Looks a server up: sets the cookie to its own, or to a request for one. Returns its MSS.
    int find(long remoteHigh, long remoteLow, FastOpenCookie cookie) {
        int at = at(remoteHigh, remoteLow);
        if (!isAt(at, remoteHigh, remoteLow)) {
            cookie.request(false);
            return UNKNOWN;
        }
        if (length[at] > 0) {
            cookie.set(length[at], first[at], second[at], experimental[at]);
        } else {
            cookie.request(trial[at] == 1);
        }
        return mss[at];
    }

    /// A server has answered: it told an MSS, and perhaps a cookie.
    ///
    /// @param tried which form of the option it did not answer, one more than in `trial`; 0 if that says nothing
    void answered(Tcb tcb, FastOpenCookie cookie, int tried) {
        int at = at(tcb.remoteHigh(), tcb.remoteLow());
        if (!isAt(at, tcb.remoteHigh(), tcb.remoteLow())) {
            high[at] = tcb.remoteHigh();
            low[at] = tcb.remoteLow();
            length[at] = 0;
            trial[at] = 0;
        }
        mss[at] = (char) tcb.peerMss();
        if (cookie.length() > 0) {
            length[at] = (byte) cookie.length();
            first[at] = cookie.first();
            second[at] = cookie.second();
            experimental[at] = cookie.isExperimental();
        } else if (tried > trial[at] && length[at] == 0) {
            trial[at] = (byte) tried;
        }
    }

    private boolean isAt(int at, long remoteHigh, long remoteLow) {
        return mss[at] != UNKNOWN && high[at] == remoteHigh && low[at] == remoteLow;
    }

    private int at(long remoteHigh, long remoteLow) {
        return (int) hash.hash(remoteHigh, remoteLow) & PLACES - 1;
    }
}
