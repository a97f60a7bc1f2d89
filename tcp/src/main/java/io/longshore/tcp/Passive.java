package io.longshore.tcp;

import io.longshore.wire.TcpHeader;

/// Takes segments that belong to no connection: CLOSED and LISTEN (RFC 9293 3.10.7.1 and 3.10.7.2).
public final class Passive {

    private static final int NONE = -1;

    private final Tcp tcp;
    private final TcpCounters counters;
    private final Endpoints endpoints = new Endpoints();

    Passive(Tcp tcp) {
        this.tcp = tcp;
        counters = tcp.counters;
    }

    /// Judges one segment; the verdict is cleared first. A SYN for a listener makes a record in SYN-RECEIVED, over
    /// which `tcb` is then laid: its number is returned, else −1.
    public int segment(Tcb tcb, Segment segment, Verdict verdict, long now) {
        verdict.clear();
        counters.inSegs++;
        // 3.10.7.1: "An incoming segment containing a RST is discarded"; 3.10.7.2, first: "should be ignored"
        if (segment.has(TcpHeader.RST)) {
            return NONE;
        }
        int listener = tcp.listeners.find(segment.destinationHigh, segment.destinationLow,
                segment.destinationPort);
        // 3.10.7.2, second: "Any acknowledgment is bad if it arrives on a connection still in the LISTEN state"
        if (listener < 0 || segment.has(TcpHeader.ACK)) {
            verdict.add(Verdict.RESET);
            return NONE;
        }
        // 3.10.7.2, fourth: any other control or text: drop; so is a SYN that wants to end at once
        boolean isSyn = (segment.flags & (TcpHeader.SYN | TcpHeader.FIN)) == TcpHeader.SYN;
        if (!isSyn || !hasRoom(listener) || isOwn(segment)) {
            return NONE;
        }
        return open(tcb, segment, listener, verdict, now);
    }

    /// As Linux without SYN cookies: where one of the two queues is full, the newcomer has to come again.
    private boolean hasRoom(int listener) {
        if (tcp.listeners.isAcceptQueueFull(listener)) {
            counters.listenOverflows++;
            counters.listenDrops++;
            return false;
        }
        if (tcp.listeners.halfOpen(listener) >= tcp.settings.maxHalfOpen) {
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
    private int open(Tcb tcb, Segment segment, int listener, Verdict verdict, long now) {
        if (tcp.slab.allocate(tcb) < 0) {
            counters.listenDrops++;
            return NONE;
        }
        tcb.endpoints(endpoints.ofReceived(segment));
        tcp.table.insert(tcb);
        tcp.listeners.options(listener).applyTo(tcb);
        tcp.begin(tcb, now);
        tcb.listener(listener);
        tcb.receiveCapacity(tcp.listeners.receiveCapacity(listener));
        tcp.handshake.synReceived(tcb, segment, now);
        Transitions.apply(tcb, Event.SYN);
        tcb.set(Tcb.PASSIVE | Tcb.HALF_OPEN | Tcb.SYN_WANTED);
        tcp.listeners.countHalfOpen(listener, 1);
        verdict.add(Verdict.SEND);
        return tcb.number();
    }
}
