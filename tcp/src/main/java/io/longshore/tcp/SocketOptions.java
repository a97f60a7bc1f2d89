package io.longshore.tcp;

/// What an application has set on a socket, before there is a connection: a listener's, which every connection it
/// accepts begins with, or a connecting socket's. Once there is a record the options are in it ([#applyTo]) and are
/// read there. 0 is the setting's default unless a line says otherwise; names of Linux in brackets.
public final class SocketOptions {

    // Bits.
    /// Full-size segments only (TCP_CORK).
    public static final int CORK = 1;
    /// The same for what was written last (MSG_MORE).
    public static final int MORE = 1 << 1;
    /// A connection request may carry text (TCP_FASTOPEN_CONNECT, MSG_FASTOPEN).
    public static final int FAST_OPEN = 1 << 2;
    /// Without asking for a cookie (TCP_FASTOPEN_NO_COOKIE).
    public static final int FAST_OPEN_NO_COOKIE = 1 << 3;
    /// Acknowledgments at once (TCP_QUICKACK set to 1).
    public static final int QUICK_ACK = 1 << 4;
    /// Acknowledgments delayed (TCP_QUICKACK set to 0).
    public static final int SLOW_ACK = 1 << 5;
    /// An IPv6 listener takes no IPv4 (IPV6_V6ONLY).
    public static final int ONLY_IPV6 = 1 << 6;
    /// The address may be in use by connections (SO_REUSEADDR).
    public static final int REUSE_ADDRESS = 1 << 7;
    /// Records are ended (MSG_EOR), see [RecordEnds].
    public static final int RECORDS = 1 << 8;

    private static final int BITS = TcbLayout.OPTIONS;
    private static final int MAX_SEGMENT = BITS + 4;
    private static final int WINDOW_CLAMP = BITS + 8;
    private static final int UNSENT_LOW_WATER = BITS + 12;
    private static final int SYN_COUNT = BITS + 16;
    private static final int FIN_LINGER = BITS + 20;
    private static final int DEFER_ACCEPT = BITS + 24;
    private static final int CONGESTION = BITS + 28;
    private static final int PATH_DISCOVERY = BITS + 32;
    private static final int HOP_LIMIT = BITS + 36;
    private static final int TRAFFIC_CLASS = BITS + 40;
    private static final int FAST_OPEN_QUEUE = BITS + 44;
    private static final int RECEIVE_BUFFER = BITS + 48;
    private static final int SEND_BUFFER = BITS + 52;
    private static final int MAX_PACING_RATE = BITS + 56;
    private static final int INITIAL_WINDOW = BITS + 64;
    private static final int LINGER = BITS + 68;
    private static final int RTO_MAX = BITS + 72;
    private static final int RTO_MIN = BITS + 76;
    private static final int DELAYED_ACK_MAX = BITS + 80;
    /// Behind them lie [RecordEnds].
    static final int END = BITS + 84;

    /// Bits of this class.
    public int bits;
    /// TCP_NODELAY.
    public boolean noDelay;
    /// SO_KEEPALIVE.
    public boolean keepAlive;
    /// TCP_KEEPIDLE, seconds.
    public int keepIdle;
    /// TCP_KEEPINTVL, seconds.
    public int keepInterval;
    /// TCP_KEEPCNT.
    public int keepCount;
    /// TCP_USER_TIMEOUT, milliseconds.
    public int userTimeout;
    /// TCP_MAXSEG, bytes.
    public int maxSegment;
    /// TCP_WINDOW_CLAMP, bytes.
    public int windowClamp;
    /// TCP_NOTSENT_LOWAT, bytes; −1 for none.
    public int unsentLowWater;
    /// TCP_SYNCNT.
    public int synCount;
    /// TCP_LINGER2, seconds; −1 for none.
    public int finLinger;
    /// TCP_DEFER_ACCEPT, seconds.
    public int deferAccept;
    /// TCP_CONGESTION: 1 NewReno, 2 CUBIC, 3 BBR.
    public int congestion;
    /// IP_MTU_DISCOVER: one more than Linux's number.
    public int pathDiscovery;
    /// IP_TTL, IPV6_UNICAST_HOPS.
    public int hopLimit;
    /// IP_TOS, IPV6_TCLASS.
    public int trafficClass;
    /// TCP_FASTOPEN of a listener.
    public int fastOpenQueue;
    /// SO_RCVBUF as Linux keeps it, which is twice what was asked for; 0 lets it be tuned.
    public int receiveBuffer;
    /// SO_SNDBUF in the same way.
    public int sendBuffer;
    /// SO_MAX_PACING_RATE, bytes per second.
    public long maxPacingRate;
    /// Segments that may be sent at first.
    public int initialWindow;
    /// SO_LINGER, seconds; −1: not set.
    public int linger = -1;
    /// TCP_RTO_MAX_MS, milliseconds.
    public int rtoMax;
    /// TCP_RTO_MIN_US, microseconds.
    public int rtoMin;
    /// TCP_DELACK_MAX_US, microseconds.
    public int delayedAckMax;
    /// TCP_FASTOPEN_KEY of a listener: how many of the keys are set, 0 to 2.
    public int fastOpenKeys;
    /// Two longs for each key: its bytes in their order.
    public final long[] fastOpenKey = new long[4];

    /// Writes what is set into a record.
    public void applyTo(Tcb tcb) {
        flag(tcb, Tcb.NO_DELAY, noDelay);
        flag(tcb, Tcb.KEEP_ALIVE, keepAlive);
        tcb.keepIdle(keepIdle);
        tcb.keepInterval(keepInterval);
        tcb.keepCount(keepCount);
        tcb.userTimeout(userTimeout);
        tcb.intAt(BITS, bits);
        tcb.intAt(MAX_SEGMENT, maxSegment);
        tcb.intAt(WINDOW_CLAMP, windowClamp);
        tcb.intAt(UNSENT_LOW_WATER, unsentLowWater);
        tcb.intAt(SYN_COUNT, synCount);
        tcb.intAt(FIN_LINGER, finLinger);
        tcb.intAt(DEFER_ACCEPT, deferAccept);
        tcb.intAt(CONGESTION, congestion);
        tcb.intAt(PATH_DISCOVERY, pathDiscovery);
        tcb.intAt(HOP_LIMIT, hopLimit);
        tcb.intAt(TRAFFIC_CLASS, trafficClass);
        tcb.intAt(FAST_OPEN_QUEUE, fastOpenQueue);
        tcb.intAt(RECEIVE_BUFFER, receiveBuffer);
        tcb.intAt(SEND_BUFFER, sendBuffer);
        tcb.longAt(MAX_PACING_RATE, maxPacingRate);
        tcb.intAt(INITIAL_WINDOW, initialWindow);
        tcb.intAt(LINGER, linger);
        tcb.intAt(RTO_MAX, rtoMax);
        tcb.intAt(RTO_MIN, rtoMin);
        tcb.intAt(DELAYED_ACK_MAX, delayedAckMax);
    }

    private static void flag(Tcb tcb, int flag, boolean on) {
        if (on) {
            tcb.set(flag);
        } else {
            tcb.clear(flag);
        }
    }

    // What a connection's options are.

    /// Whether any of these bits is set.
    public static boolean has(Tcb tcb, int bits) { return (tcb.intAt(BITS) & bits) != 0; }
    public static int bits(Tcb tcb) { return tcb.intAt(BITS); }
    public static void clear(Tcb tcb, int bits) { tcb.intAt(BITS, tcb.intAt(BITS) & ~bits); }
    public static int maxSegment(Tcb tcb) { return tcb.intAt(MAX_SEGMENT); }
    public static int windowClamp(Tcb tcb) { return tcb.intAt(WINDOW_CLAMP); }
    public static int unsentLowWater(Tcb tcb) { return tcb.intAt(UNSENT_LOW_WATER); }
    public static int synCount(Tcb tcb) { return tcb.intAt(SYN_COUNT); }
    public static int finLinger(Tcb tcb) { return tcb.intAt(FIN_LINGER); }
    public static int deferAccept(Tcb tcb) { return tcb.intAt(DEFER_ACCEPT); }
    public static int congestion(Tcb tcb) { return tcb.intAt(CONGESTION); }
    public static int pathDiscovery(Tcb tcb) { return tcb.intAt(PATH_DISCOVERY); }
    public static int hopLimit(Tcb tcb) { return tcb.intAt(HOP_LIMIT); }
    public static int trafficClass(Tcb tcb) { return tcb.intAt(TRAFFIC_CLASS); }
    public static int fastOpenQueue(Tcb tcb) { return tcb.intAt(FAST_OPEN_QUEUE); }
    public static int receiveBuffer(Tcb tcb) { return tcb.intAt(RECEIVE_BUFFER); }
    public static int sendBuffer(Tcb tcb) { return tcb.intAt(SEND_BUFFER); }
    public static long maxPacingRate(Tcb tcb) { return tcb.longAt(MAX_PACING_RATE); }
    public static int initialWindow(Tcb tcb) { return tcb.intAt(INITIAL_WINDOW); }
    public static int linger(Tcb tcb) { return tcb.intAt(LINGER); }
    public static int rtoMax(Tcb tcb) { return tcb.intAt(RTO_MAX); }
    public static int rtoMin(Tcb tcb) { return tcb.intAt(RTO_MIN); }
    public static int delayedAckMax(Tcb tcb) { return tcb.intAt(DELAYED_ACK_MAX); }
}
