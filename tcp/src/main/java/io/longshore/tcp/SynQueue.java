package io.longshore.tcp;

/// The half-open connections of each listener: a list through their records, so that who closes a listener finds them
/// without looking at any others, and counts, which bound them.
///
/// Their memory is bounded thrice: a listener has at most its backlog + 1 of them, and at most tcp_max_syn_backlog; all
/// listeners together have at most a quarter of the slab. Beyond that there are SYN cookies, which need no memory.
public final class SynQueue {

    /// A part of the slab that is half-open at most.
    private static final int SHARE = 4;

    private final TcpSettings settings;
    private final TcbSlab slab;
    private final Listeners listeners;
    private final SourceLimits sources;
    private final Tcb neighbour = new Tcb();
    private int all;

    SynQueue(Tcp tcp) {
        settings = tcp.settings;
        slab = tcp.slab;
        listeners = tcp.listeners;
        sources = tcp.sources;
    }

    /// As Linux: more than the backlog.
    boolean isFull(int listener) {
        int halfOpen = listeners.halfOpen(listener);
        return halfOpen > listeners.backlog(listener) || halfOpen >= settings.maxHalfOpen
                || all >= Math.max(1, slab.capacity() / SHARE);
    }

    /// Without SYN cookies, Linux keeps the last quarter for who has proven to be alive, which we do not remember.
    boolean isNearlyFull(int listener) {
        return settings.maxHalfOpen - listeners.halfOpen(listener) < settings.maxHalfOpen >> 2;
    }

    void add(Tcb tcb) {
        int listener = tcb.listener();
        int first = listeners.firstHalfOpen(listener);
        tcb.intAt(OpeningFields.NEXT, first + 1);
        tcb.intAt(OpeningFields.PREVIOUS, 0);
        if (first >= 0) {
            slab.at(neighbour, first).intAt(OpeningFields.PREVIOUS, tcb.number() + 1);
        }
        listeners.firstHalfOpen(listener, tcb.number());
        listeners.countHalfOpen(listener, 1);
        listeners.countYoung(listener, 1);
        sources.countHalfOpen(tcb, 1);
        all++;
        tcb.set(Tcb.HALF_OPEN);
    }

    /// The handshake is complete, or over; harmless where it was none.
    void remove(Tcb tcb) {
        if (!tcb.has(Tcb.HALF_OPEN)) {
            return;
        }
        tcb.clear(Tcb.HALF_OPEN);
        int next = tcb.intAt(OpeningFields.NEXT);
        int previous = tcb.intAt(OpeningFields.PREVIOUS);
        if (previous > 0) {
            slab.at(neighbour, previous - 1).intAt(OpeningFields.NEXT, next);
        } else {
            listeners.firstHalfOpen(tcb.listener(), next - 1);
        }
        if (next > 0) {
            slab.at(neighbour, next - 1).intAt(OpeningFields.PREVIOUS, previous);
        }
        listeners.countHalfOpen(tcb.listener(), -1);
        listeners.countYoung(tcb.listener(), tcb.retries() == 0 ? -1 : 0);
        sources.countHalfOpen(tcb, -1);
        all--;
    }

    /// Its SYN-ACK was not answered in a second.
    void matured(Tcb tcb) {
        listeners.countYoung(tcb.listener(), -1);
    }

    /// How often a SYN-ACK is sent again. Where many are half-open, those that have not answered the first get less
    /// patience, as in Linux: who answers at all answers soon, and a SYN flood never does.
    int synAckRetries(int listener) {
        int retries = settings.synAckRetries;
        int length = listeners.halfOpen(listener);
        if (length << 1 <= Math.max(8, listeners.backlog(listener))) {
            return retries;
        }
        for (int young = listeners.young(listener) << 1; retries > 2 && length >= young; young <<= 1) {
            retries--;
            if (young == 0) {
                return Math.min(retries, 2);
            }
        }
        return retries;
    }

    /// A half-open connection of a listener; −1 if there is none.
    public int first(int listener) {
        return listeners.firstHalfOpen(listener);
    }

    /// Half-open connections in all.
    public int size() {
        return all;
    }
}
