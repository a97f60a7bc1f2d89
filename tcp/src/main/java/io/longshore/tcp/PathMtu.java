package io.longshore.tcp;

/// What a connection knows of its path's MTU (RFC 1191, RFC 8201). Our MSS option never tells it: that is the
/// interface's (RFC 9293 3.7.1).
public final class PathMtu {

    private PathMtu() {
    }

    /// The path takes no larger packets: what others have learned of it, or a router said. Says whether that is news.
    public static boolean lower(Tcb tcb, int mtu, long now) {
        int mss = mtu - Handshake.headers(tcb);
        if (mss >= tcb.pathMss()) {
            return false;
        }
        tcb.pathMss(mss);
        PathProbing.told(tcb, mtu, now);
        SegmentSize.choose(tcb);
        return true;
    }
}
