package io.longshore.tcp;

import io.longshore.wire.TcpHeader;

/// Takes segments that belong to no connection: CLOSED and LISTEN (RFC 9293 3.10.7.1 and 3.10.7.2).
public final class Passive {

    private static final int NONE = -1;
    private static final int ALWAYS = 2;

    private final Tcp tcp;
    private final TcpSettings settings;
    private final TcpCounters counters;
    private final FastOpenInput fastOpen;
    private final Endpoints endpoints = new Endpoints();
    private boolean follows;
    private int successor;

    Passive(Tcp tcp) {
        this.tcp = tcp;
        settings = tcp.settings;
        counters = tcp.counters;
        fastOpen = new FastOpenInput(tcp);
    }

    /// The SYN that is taken next opens a connection anew whose record, in TIME-WAIT, is about to go: it begins behind
    /// the numbers of the old one (RFC 9293 3.6.1, MAY-2), and finds room whatever the queues say.
    void follow(Tcb old) {
        follows = true;
        successor = old.sndNxt() + Opening.SUCCESSOR_GAP;
    }

    /// Judges one segment; the verdict is cleared first. A SYN for a listener makes a record in SYN-RECEIVED, over
    /// which `tcb` is then laid, and so does the acknowledgment of a SYN cookie: its number is returned, else −1.
    public int segment(Tcb tcb, Segment segment, Verdict verdict, long now) {
        verdict.clear();
        counters.inSegs++;
        boolean follower = follows;
        follows = false;
        // 3.10.7.1: "An incoming segment containing a RST is discarded"; 3.10.7.2, first: "should be ignored"
        if (segment.has(TcpHeader.RST)) {
            return NONE;
        }
        int listener = tcp.listeners.find(segment);
        if (listener < 0) {
            verdict.add(Verdict.RESET);
            return NONE;
        }
        if (segment.has(TcpHeader.ACK)) {
            return acknowledgment(tcb, segment, listener, verdict, now);
        }
        // 3.10.7.2, fourth: any other control or text: drop; so is a SYN that wants to end at once
        boolean isSyn = (segment.flags & (TcpHeader.SYN | TcpHeader.FIN)) == TcpHeader.SYN;
        if (!isSyn || isOwn(segment)) {
            return NONE;
        }
        if (!hasRoom(segment, listener, follower, verdict, now)) {
            return NONE;
        }
        return open(tcb, segment, verdict, now, follower);
    }

    /// As Linux: where the accept queue is full, the newcomer has to come again; where the queue of the half-open is,
    /// it gets a SYN cookie, or has to come again too.
    private boolean hasRoom(Segment segment, int listener, boolean follower, Verdict verdict, long now) {
        if (isRefused(segment, listener)) {
            return false;
        }
        boolean wantsCookie = false;
        if (!follower && wantsNoRecord(segment, listener)) {
            if (settings.synCookies == 0) {
                counters.listenDrops++;
                return false;
            }
            wantsCookie = true;
        }
        if (tcp.listeners.isAcceptQueueFull(listener)) {
            counters.listenOverflows++;
            counters.listenDrops++;
            return false;
        }
        if (wantsCookie) {
            tcp.synCookies.reduce(segment);
            tcp.listeners.cookieSent(listener, now);
            verdict.add(Verdict.COOKIE);
            return false;
        }
        if (!follower && settings.synCookies == 0 && tcp.synQueue.isNearlyFull(listener)) {
            counters.listenDrops++;
            return false;
        }
        return true;
    }

    /// Whether a SYN is to be remembered by its sender, if by anybody. Half-open connections prove nothing about whose
    /// name they bear: a source that seems to have too many is not refused, it gets cookies.
    private boolean wantsNoRecord(Segment segment, int listener) {
        if (settings.synCookies == ALWAYS || tcp.synQueue.isFull(listener)) {
            counters.tcpReqQFullDoCookies += settings.synCookies > 0 ? 1 : 0;
            counters.tcpReqQFullDrop += settings.synCookies > 0 ? 0 : 1;
            return true;
        }
        boolean has = tcp.sources.hasManyHalfOpen(segment);
        counters.sourceLimitCookies += has && settings.synCookies > 0 ? 1 : 0;
        counters.sourceLimitDrops += has && settings.synCookies == 0 ? 1 : 0;
        return has;
    }

    /// Whether a source is not let in at present: memory is full, the attachment's or all, or the source itself has, by
    /// handshakes that it completed, all that it may have.
    private boolean isRefused(Segment segment, int listener) {
        if (tcp.pressure.isFull(tcp.listeners.attachment(listener))) {
            counters.memoryDrops++;
        } else if (isHoarding(segment, listener)) {
            counters.sourceMemoryDrops++;
        } else if (tcp.sources.isExhausted(segment)) {
            counters.sourceLimitDrops++;
        } else {
            return false;
        }
        counters.listenDrops++;
        return true;
    }

    private boolean isHoarding(Segment segment, int listener) {
        return tcp.sources.isHoarding(segment, tcp.pressure.left(tcp.listeners.attachment(listener)));
    }

    /// A segment that claims to come from the very place it goes to (LAND).
    private static boolean isOwn(Segment segment) {
        return segment.sourceHigh == segment.destinationHigh && segment.sourceLow == segment.destinationLow
                && segment.sourcePort == segment.destinationPort;
    }

    /// Makes the record of a connection; whatever fails on the way, none is left that nobody knows of.
    private int open(Tcb tcb, Segment segment, Verdict verdict, long now, boolean follower) {
        if (tcp.slab.allocate(tcb) < 0) {
            counters.listenDrops++;
            return NONE;
        }
        boolean stays = false;
        try {
            begin(tcb, segment, now);
            if (follower) {
                begin(tcb, successor == 0 ? 1 : successor);
            }
            synReceived(tcb, segment, verdict, now);
            stays = true;
        } finally {
            if (!stays) {
                tcp.release(tcb);
            }
        }
        return tcb.number();
    }

    /// 3.10.7.2, third: "RCV.NXT is set to SEG.SEQ+1, IRS is set to SEG.SEQ"; text on it comes again.
    private void synReceived(Tcb tcb, Segment segment, Verdict verdict, long now) {
        tcp.handshake.synReceived(tcb, segment, now);
        Transitions.apply(tcb, Event.SYN);
        tcb.set(Tcb.PASSIVE | Tcb.SYN_WANTED);
        verdict.add(Verdict.SEND);
        if (!fastOpen.accepts(tcb, segment, verdict, now)) {
            tcp.synQueue.add(tcb);
        }
    }

    private void begin(Tcb tcb, Segment segment, long now) {
        int listener = tcp.listeners.find(segment);
        tcb.endpoints(endpoints.ofReceived(segment));
        tcp.table.insert(tcb);
        tcp.listeners.options(listener).applyTo(tcb);
        tcp.begin(tcb, now);
        tcb.listener(listener);
        tcb.receiveCapacity(tcp.listeners.receiveCapacity(listener));
    }

    /// Sets an initial sequence number that is not the generator's.
    static void begin(Tcb tcb, int iss) {
        tcb.iss(iss);
        tcb.sndUna(iss);
        tcb.sndNxt(iss + 1);
        tcb.smallSentEnd(iss);
    }

    /// 3.10.7.2, second: "Any acknowledgment is bad if it arrives on a connection still in the LISTEN state", unless it
    /// brings back a SYN cookie.
    private int acknowledgment(Tcb tcb, Segment segment, int listener, Verdict verdict, long now) {
        boolean mayBeCookie = !segment.has(TcpHeader.SYN) && settings.synCookies > 0
                && tcp.listeners.mayHaveSentCookie(listener, now);
        int mss = mayBeCookie ? tcp.synCookies.check(segment, now) : 0;
        if (mss == 0) {
            counters.syncookiesFailed += mayBeCookie ? 1 : 0;
            verdict.add(Verdict.RESET);
            return NONE;
        }
        counters.syncookiesRecv++;
        if (tcp.listeners.isAcceptQueueFull(listener)) {
            counters.listenOverflows++;
            counters.listenDrops++;
            return NONE;
        }
        if (isRefused(segment, listener)) {
            return NONE;
        }
        return restore(tcb, segment, mss, verdict, now);
    }

    /// Makes the record as if the SYN had just come, then lets it have the acknowledgment. If that was none after all,
    /// say a reset's, or if anything fails, nothing is left of it.
    private int restore(Tcb tcb, Segment segment, int mss, Verdict verdict, long now) {
        if (tcp.slab.allocate(tcb) < 0) {
            counters.listenDrops++;
            return NONE;
        }
        boolean stays = false;
        try {
            begin(tcb, segment, now);
            begin(tcb, segment.acknowledgment - 1);
            acknowledged(tcb, segment, mss, verdict, now);
            stays = verdict.has(Verdict.ACCEPTED);
        } finally {
            if (!stays) {
                tcp.release(tcb);
            }
        }
        return stays ? tcb.number() : NONE;
    }

    private void acknowledged(Tcb tcb, Segment segment, int mss, Verdict verdict, long now) {
        int flags = segment.flags;
        int ecn = segment.ecn;
        if (!tcp.synCookies.restore(segment, mss, tcb.tsOffset())) {
            return;
        }
        segment.sequence--;
        // with which bits the SYN came nobody remembers
        segment.ecn = EcnBits.NOT_ECT;
        tcp.handshake.synReceived(tcb, segment, now);
        segment.sequence++;
        segment.flags = flags;
        segment.ecn = ecn;
        Transitions.apply(tcb, Event.SYN);
        tcb.set(Tcb.PASSIVE);
        ReceiveWindow.toldInSyn(tcb);
        tcp.input.judge(tcb, segment, verdict, now);
    }
}
