package io.longshore.tcp;

import io.longshore.wire.TcpHeader;
import io.longshore.wire.TcpOptions;

/// What the two SYNs settle: maximum segment size, window scaling, SACK, timestamps.
final class Handshake {

    private static final long MILLISECOND = 1_000_000L;
    private static final long MICROSECOND = 1_000L;
    /// RFC 9293 3.7.1 MUST-15: without an MSS option, 536 bytes over IPv4 and 1220 over IPv6.
    private static final int DEFAULT_MSS = 536;
    private static final int DEFAULT_MSS_IPV6 = 1220;
    private static final int HEADERS_IPV4 = 40;
    private static final int HEADERS_IPV6 = 60;
    /// What a window field holds.
    static final int WINDOW_FIELD = 65535;

    private final TcpSettings settings;
    private final Listeners listeners;
    private final LossRecovery recovery;
    private final ReceiveBuffer receiveBuffer;

    Handshake(Tcp tcp) {
        settings = tcp.settings;
        listeners = tcp.listeners;
        recovery = tcp.recovery;
        receiveBuffer = tcp.receiveBuffer;
    }

    /// What a new connection starts with, before anything is known of the peer.
    void begin(Tcb tcb, long now) {
        tcb.openedAt(now);
        tcb.lastReceivedAt(now);
        tcb.pathMss(settings.mtu - headers(tcb));
        tcb.peerMss(tcb.isIpv4() ? DEFAULT_MSS : DEFAULT_MSS_IPV6);
        tcb.rcvMss(DEFAULT_MSS);
        advertisedSize(tcb);
        tcb.intAt(FlowLayout.LEAST_MSS, settings.leastSendMss);
        tcb.intAt(TcbLayout.RTO_MAX, (int) (settings.rtoMax / MILLISECOND));
        tcb.intAt(TcbLayout.RTO_MIN, (int) (settings.rtoMin / MICROSECOND));
        PathProbing.off(tcb);
        receiveBuffer.begin(tcb);
        CongestionInput.begin(tcb, settings, now);
        SegmentSize.choose(tcb);
        RttEstimator.reset(tcb);
    }

    /// Bytes of IP and TCP header without options (RFC 9293 3.7.1).
    static int headers(Tcb tcb) {
        return tcb.isIpv4() ? HEADERS_IPV4 : HEADERS_IPV6;
    }

    /// MUST-16, MUST-67: what we say that we can receive comes from the interface, whatever is known of the path; or
    /// from the application (TCP_MAXSEG).
    private void advertisedSize(Tcb tcb) {
        int mss = settings.mtu - headers(tcb);
        int wish = SocketOptions.maxSegment(tcb);
        tcb.intAt(FlowLayout.ADV_MSS, wish > 0 ? Math.min(mss, wish) : mss);
    }

    /// RFC 7323 2.3: window and scale of our SYN are chosen where it is first sent, those of a SYN-ACK where it is
    /// known what the peer takes.
    void openWindow(Tcb tcb) {
        boolean scales = tcb.state() == State.SYN_SENT ? settings.windowScaling : tcb.has(Tcb.SCALING_OK);
        receiveBuffer.open(tcb, scales);
    }

    /// Takes the peer's SYN: its sequence number, its window (never scaled, RFC 7323 2.2) and its options.
    void synReceived(Tcb tcb, Segment segment, long now) {
        tcb.irs(segment.sequence);
        tcb.rcvNxt(segment.sequence + 1);
        tcb.rcvAdv(segment.sequence + 1);
        tcb.lastAckSent(segment.sequence + 1);
        if (tcb.state() == State.SYN_SENT) {
            ReceiveWindow.toldInSyn(tcb);
        }
        tcb.sndWnd(segment.window);
        tcb.maxSndWnd(segment.window);
        tcb.sndWl1(segment.sequence);
        tcb.sndWl2(segment.acknowledgment);
        tcb.lastReceivedAt(now);
        if (tcb.state() == State.SYN_SENT) {
            if (segment.has(TcpHeader.ACK)) {
                EcnOpening.answered(tcb, segment, settings);
            } else {
                EcnOpening.crossed(tcb, segment);
            }
        } else {
            EcnOpening.asked(tcb, segment, settings);
        }
        TcpOptions options = segment.options;
        if (options.hasMss()) {
            tcb.peerMss(options.mss());
        }
        scaling(tcb, options);
        if (settings.sack && options.hasSackPermitted()) {
            tcb.set(Tcb.SACK_OK);
        }
        if (settings.timestamps && options.hasTimestamps()) {
            tcb.set(Tcb.TIMESTAMPS_OK);
            tcb.tsRecent(options.tsval());
            tcb.tsRecentAt(now);
        }
        SegmentSize.choose(tcb);
        if (tcb.state() != State.SYN_SENT) {
            openWindow(tcb);
        }
    }

    /// RFC 7323 2.5: scaling is on if both SYNs had the option.
    private void scaling(Tcb tcb, TcpOptions options) {
        if (settings.windowScaling && options.hasWindowScale()) {
            tcb.set(Tcb.SCALING_OK);
            tcb.sndScale(options.windowScale());
        } else {
            tcb.sndScale(0);
            tcb.rcvScale(0);
        }
    }

    /// Our SYN has been acknowledged and the peer's is known.
    void established(Tcb tcb, Segment segment, long now) {
        boolean scaled = !segment.has(TcpHeader.SYN);
        cautionAfterLoss(tcb);
        tcb.sndUna(segment.acknowledgment);
        tcb.sndWnd(scaled ? segment.window << tcb.sndScale() : segment.window);
        tcb.maxSndWnd(Math.max(tcb.maxSndWnd(), tcb.sndWnd()));
        // The window in a SYN is not scaled, and a cookie keeps none: now it is known what half of it is.
        SegmentSize.choose(tcb);
        tcb.sndWl1(segment.sequence);
        tcb.sndWl2(segment.acknowledgment);
        RttEstimator.synAcknowledged(tcb, Timestamps.echoed(tcb, segment, now), now);
        tcb.retries(0);
        tcb.retransmitAt(Tcb.NEVER);
        tcb.clear(Tcb.SYN_WANTED);
        opened(tcb, now);
        synchronise(tcb, now);
    }

    /// Text may be sent and received.
    void opened(Tcb tcb, long now) {
        PathProbing.begin(tcb, settings, now);
        recovery.opened(tcb);
        CongestionInput.established(tcb, settings, now);
        receiveBuffer.established(tcb, now);
    }

    /// The SYN-ACK of a connection that Fast Open has opened is acknowledged, perhaps with text behind it.
    void fastOpenCompleted(Tcb tcb, Segment segment, long now) {
        leaveFastOpen(tcb);
        tcb.sndWnd(segment.window << tcb.sndScale());
        tcb.maxSndWnd(Math.max(tcb.maxSndWnd(), tcb.sndWnd()));
        tcb.sndWl1(segment.sequence);
        tcb.sndWl2(segment.acknowledgment);
        if (tcb.retries() == 0) {
            RttEstimator.synAcknowledged(tcb, Timestamps.echoed(tcb, segment, now), now);
        }
        tcb.retries(0);
        tcb.backoff(0);
        tcb.clear(Tcb.SYN_WANTED);
        tcb.retransmitAt(Tcb.NEVER);
        if (tcb.sndUna() != tcb.sndNxt()) {
            RetransmissionTimer.start(tcb, now);
        }
        synchronise(tcb, now);
    }

    /// Takes a connection out of those whose Fast Open is not complete; harmless for any other.
    void leaveFastOpen(Tcb tcb) {
        tcb.clear(Tcb.FAST_OPEN);
        listeners.fastOpenLimits().end(tcb);
    }

    private static void synchronise(Tcb tcb, long now) {
        if (tcb.has(Tcb.KEEP_ALIVE)) {
            // The timer finds out by itself how long the connection has to be idle.
            tcb.keepAliveAt(now + 1);
        }
        Transitions.apply(tcb, Event.SYN_ACKED);
        if (tcb.has(Tcb.OUTPUT_SHUT)) {
            // 3.10.4: the CLOSE was queued until now
            Transitions.apply(tcb, Event.CLOSE);
        }
    }

    /// RFC 6298 (5.7): a SYN that was lost makes the first retransmission timeout of text a cautious one.
    private static void cautionAfterLoss(Tcb tcb) {
        if (tcb.retries() > 0) {
            RttEstimator.cautious(tcb);
        }
    }

    /// The options of our own SYN, or of a SYN-ACK, which offers only what the peer's SYN offered.
    void options(Tcb tcb, TcpOptions options, long now) {
        boolean answer = tcb.state() == State.SYN_RECEIVED;
        options.mss(tcb.intAt(FlowLayout.ADV_MSS));
        if (answer ? tcb.has(Tcb.SCALING_OK) : settings.windowScaling) {
            options.windowScale(tcb.rcvScale());
        }
        if (answer ? tcb.has(Tcb.SACK_OK) : settings.sack) {
            options.sackPermitted();
        }
        if (answer ? tcb.has(Tcb.TIMESTAMPS_OK) : settings.timestamps) {
            options.timestamps(Timestamps.value(tcb, now), tcb.tsRecent());
        }
        OpeningFields.putCookie(tcb, options.fastOpen());
    }
}
