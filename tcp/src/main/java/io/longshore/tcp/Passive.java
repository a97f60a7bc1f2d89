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
        if (tcp.pressure.isFull()) {
            counters.memoryDrops++;
            counters.listenDrops++;
            return false;
        }
        boolean wantsCookie = false;
        if (!follower && (settings.synCookies == ALWAYS || tcp.synQueue.isFull(listener))) {
            if (settings.synCookies == 0) {
                counters.tcpReqQFullDrop++;
                counters.listenDrops++;
                return false;
            }
            counters.tcpReqQFullDoCookies++;
            wantsCookie = true;
        }
        if (tcp.listeners.isAcceptQueueFull(listener)) {
            counters.listenOverflows++;
            counters.listenDrops++;
            return false;
        }
        if (wantsCookie) {
            SynCookies.reduce(segment);
            tcp.listeners.cookieSent(listener, now);
            verdict.add(Verdict.COOKIE);
            return false;
        }
        return hasRoomForSource(segment, listener, follower);
    }

    private boolean hasRoomForSource(Segment segment, int listener, boolean follower) {
        if (tcp.sources.isExhausted(segment)) {
            counters.sourceLimitDrops++;
            counters.listenDrops++;
            return false;
        }
        if (!follower && settings.synCookies == 0 && tcp.synQueue.isNearlyFull(listener)) {
            counters.listenDrops++;
            return false;
        }
        return true;
    }

    /// A segment that claims to come from the very place it goes to (LAND).
    private static boolean isOwn(Segment segment) {
        return segment.sourceHigh == segment.destinationHigh && segment.sourceLow == segment.destinationLow
                && segment.sourcePort == segment.destinationPort;
    }

    /// 3.10.7.2, third: "RCV.NXT is set to SEG.SEQ+1, IRS is set to SEG.SEQ"; text on it comes again.
    private int open(Tcb tcb, Segment segment, Verdict verdict, long now, boolean follower) {
        if (!allocate(tcb, segment, now)) {
            return NONE;
        }
        if (follower) {
            begin(tcb, successor == 0 ? 1 : successor);
        }
        tcp.handshake.synReceived(tcb, segment, now);
        Transitions.apply(tcb, Event.SYN);
        tcb.set(Tcb.PASSIVE | Tcb.SYN_WANTED);
        verdict.add(Verdict.SEND);
        if (!fastOpen.accepts(tcb, segment, verdict, now)) {
            tcp.synQueue.add(tcb);
        }
        return tcb.number();
    }

    private boolean allocate(Tcb tcb, Segment segment, long now) {
        int listener = tcp.listeners.find(segment);
        if (tcp.slab.allocate(tcb) < 0) {
            counters.listenDrops++;
            return false;
        }
        tcb.endpoints(endpoints.ofReceived(segment));
        tcp.table.insert(tcb);
        tcp.listeners.options(listener).applyTo(tcb);
        tcp.begin(tcb, now);
        tcb.listener(listener);
        tcb.receiveCapacity(tcp.listeners.receiveCapacity(listener));
        return true;
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
        if (tcp.sources.isExhausted(segment)) {
            counters.sourceLimitDrops++;
            return NONE;
        }
        return restore(tcb, segment, mss, verdict, now);
    }

    /// Makes the record as if the SYN had just come, then lets it have the acknowledgment.
    private int restore(Tcb tcb, Segment segment, int mss, Verdict verdict, long now) {
        if (!allocate(tcb, segment, now)) {
            return NONE;
        }
        begin(tcb, segment.acknowledgment - 1);
        int flags = segment.flags;
        int ecn = segment.ecn;
        if (!tcp.synCookies.restore(segment, mss, tcb.tsOffset())) {
            tcp.release(tcb);
            return NONE;
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
        if (!verdict.has(Verdict.ACCEPTED)) {
            // It was no acknowledgment after all, say a reset's: what is left of it goes.
            tcp.release(tcb);
            return NONE;
        }
        return tcb.number();
    }
}
