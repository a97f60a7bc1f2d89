package io.longshore.tcp;

import io.longshore.wire.FastOpenCookie;
import io.longshore.wire.IpAddress;
import io.longshore.wire.SipHash;
import io.longshore.wire.TcpOptions;

/// Fast Open on the connecting side (RFC 7413 4.2.1), in Linux's manner: a SYN with the server's cookie bears the first
/// text; without a cookie it asks for one.
public final class FastOpenOutput {

    /// Bits of tcp_fastopen.
    private static final int CLIENT = 1;
    private static final int WITHOUT_COOKIE = 4;
    /// Linux's steps of tcp_fastopen_blackhole_timeout_sec: it doubles so often.
    private static final int MOST_DOUBLINGS = 6;
    /// Retransmissions of a SYN with a cookie after which Fast Open is to blame.
    private static final int SUSPICIOUS = 2;

    private final TcpSettings settings;
    private final TcpCounters counters;
    private final FastOpenCache cache;
    private final FastOpenCookie cookie = new FastOpenCookie();
    private long disabledAt;
    private int disabledTimes;

    FastOpenOutput(Tcp tcp, SipHash hash) {
        settings = tcp.settings;
        counters = tcp.counters;
        cache = new FastOpenCache(hash);
    }

    /// Whether a connection to this server could begin with text on its SYN: there is a cookie, or none is needed.
    public boolean isReady(Endpoints endpoints, boolean withoutCookie, long now) {
        return isWanted(now) && (isFree(withoutCookie) || hasCookie(endpoints.remoteHigh, endpoints.remoteLow));
    }

    /// How many bytes of text a SYN to this server bears at most: 0 where it bears none.
    public int room(Endpoints endpoints, boolean withoutCookie, int localMss, long now) {
        if (!isReady(endpoints, withoutCookie, now)) {
            return 0;
        }
        boolean ipv4 = IpAddress.isIpv4(endpoints.remoteHigh, endpoints.remoteLow);
        return room(cache.find(endpoints.remoteHigh, endpoints.remoteLow, cookie), localMss, ipv4);
    }

    /// Linux leaves room for all options that there could be, whatever the SYN has.
    private static int room(int peerMss, int localMss, boolean ipv4) {
        int peers = peerMss == FastOpenCache.UNKNOWN ? ipv4 ? 536 : 1220 : peerMss;
        return Math.min(peers, localMss) - TcpOptions.MAX_LENGTH;
    }

    private boolean isFree(boolean withoutCookie) {
        return withoutCookie || (settings.fastOpen & WITHOUT_COOKIE) != 0;
    }

    private boolean hasCookie(long high, long low) {
        cache.find(high, low, cookie);
        return cookie.length() > 0;
    }

    private boolean isWanted(long now) {
        return (settings.fastOpen & CLIENT) != 0 && !isDisabled(now);
    }

    /// A connection is about to open whose socket asks for Fast Open.
    void begin(Tcb tcb, boolean withoutCookie, long now) {
        if (!isWanted(now)) {
            return;
        }
        int peerMss = cache.find(tcb.remoteHigh(), tcb.remoteLow(), cookie);
        boolean free = isFree(withoutCookie);
        if (free) {
            cookie.clear();
        }
        OpeningFields.set(tcb, OpeningFields.FAST_OPENING);
        OpeningFields.cookie(tcb, cookie);
        if (free || cookie.length() > 0) {
            OpeningFields.set(tcb, OpeningFields.SYN_MAY_BEAR_TEXT);
            int room = room(peerMss, tcb.pathMss(), tcb.isIpv4());
            tcb.intAt(OpeningFields.SYN_TEXT, -Math.max(0, room));
        }
    }

    /// Lays text on a SYN that goes out. Only the first has any, and the cookie: 4.2.1: "if the SYN or SYN-ACK is lost,
    /// the client retransmits a regular SYN".
    static void fill(Tcb tcb, OutgoingSegment outgoing) {
        if (tcb.state() != State.SYN_SENT || !OpeningFields.has(tcb, OpeningFields.FAST_OPENING)) {
            return;
        }
        boolean bears = OpeningFields.has(tcb, OpeningFields.SYN_MAY_BEAR_TEXT);
        OpeningFields.clear(tcb, OpeningFields.SYN_MAY_BEAR_TEXT);
        OpeningFields.dropCookie(tcb);
        if (!bears) {
            return;
        }
        int room = -tcb.intAt(OpeningFields.SYN_TEXT);
        int length = (int) Math.min(room, tcb.sent());
        tcb.intAt(OpeningFields.SYN_TEXT, length);
        outgoing.payloadPosition = 0;
        outgoing.payloadLength = length;
    }

    /// The number behind all that our SYN bore: the largest that may be acknowledged.
    static int synEnd(Tcb tcb) {
        return tcb.sndNxt() + Math.max(0, tcb.intAt(OpeningFields.SYN_TEXT));
    }

    /// The SYN-ACK to our SYN has come; its acknowledgment is good, and the record has taken all else that it says.
    void answered(Tcb tcb, Segment segment, Verdict verdict) {
        int text = Math.max(0, tcb.intAt(OpeningFields.SYN_TEXT));
        int taken = segment.acknowledgment - (tcb.iss() + 1);
        if (taken > 0) {
            tcb.sndNxt(segment.acknowledgment);
            tcb.smallSentEnd(segment.acknowledgment);
            tcb.acknowledged(taken);
            verdict.add(Verdict.ACKED);
        }
        if (!OpeningFields.has(tcb, OpeningFields.FAST_OPENING)) {
            return;
        }
        FastOpenCookie answer = segment.options.fastOpen();
        boolean wasAsked = tcb.retransmits() == 0 && text == 0 && !answer.isPresent();
        int tried = OpeningFields.has(tcb, OpeningFields.EXPERIMENTAL) ? 2 : 1;
        cache.answered(tcb, answer, wasAsked ? tried : 0);
        if (text > 0 && taken == text) {
            OpeningFields.set(tcb, OpeningFields.SYN_TEXT_TAKEN);
            counters.tcpFastOpenActive++;
        } else if (text > 0) {
            counters.tcpFastOpenActiveFail++;
        }
    }

    /// A SYN goes again and again, or a connection that began with Fast Open gets nothing through: something on the
    /// path swallows it. For a while it is not tried again, longer each time.
    void suspected(Tcb tcb, boolean givenUp, long now) {
        if (!OpeningFields.has(tcb, OpeningFields.FAST_OPENING) || settings.fastOpenBlackhole == 0) {
            return;
        }
        if (tcb.retries() == SUSPICIOUS || tcb.retries() < SUSPICIOUS && givenUp) {
            disabledAt = now;
            disabledTimes++;
            counters.tcpFastOpenBlackhole++;
        }
    }

    private boolean isDisabled(long now) {
        if (settings.fastOpenBlackhole == 0 || disabledTimes == 0) {
            return false;
        }
        return now - disabledAt < settings.fastOpenBlackhole << Math.min(disabledTimes - 1, MOST_DOUBLINGS);
    }

    /// A connection is over. One that tried Fast Open again after the pause, and got text back, shows that whatever was
    /// on the path is there no more: the next pause is a short one again.
    void ended(Tcb tcb) {
        if (disabledTimes > 0 && tcb.openedAt() > disabledAt && OpeningFields.has(tcb, OpeningFields.FAST_OPENING)
                && tcb.intAt(RecoveryLayout.TEXT_SEGMENTS_IN) > 0) {
            disabledTimes = 0;
        }
    }
}
