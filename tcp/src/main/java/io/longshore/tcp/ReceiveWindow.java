package io.longshore.tcp;

import io.longshore.wire.Sequence;

/// The window we offer (RFC 9293 3.8.6.2.2): its right edge never goes back, and moves in steps worth sending.
final class ReceiveWindow {

    private ReceiveWindow() {
    }

    /// What the peer may still send: from rcvNxt to the right edge advertised.
    static int current(Tcb tcb) {
        return Math.max(0, Sequence.distance(tcb.rcvNxt(), tcb.rcvAdv()));
    }

    /// The window field of a segment to send, and the right edge it promises. MUST-14 and RFC 7323 2.2: scaled.
    static int advertise(Tcb tcb) {
        int field = Math.min(select(tcb) >> tcb.rcvScale(), Handshake.WINDOW_FIELD);
        promise(tcb, field << tcb.rcvScale());
        return field;
    }

    /// The window field of a SYN or SYN-ACK: "MUST NOT be scaled" (RFC 7323 2.2).
    static int advertiseInSyn(Tcb tcb) {
        int field = (int) Math.min(room(tcb), Handshake.WINDOW_FIELD);
        if (tcb.state() != State.SYN_SENT) {
            promise(tcb, field);
        }
        return field;
    }

    /// What our SYN promised, once it is known where the peer's numbers begin.
    static void toldInSyn(Tcb tcb) {
        promise(tcb, (int) Math.min(room(tcb), Handshake.WINDOW_FIELD));
    }

    /// Whether the application has read so much that the peer should hear of it: the window at least doubles.
    static boolean isUpdateDue(Tcb tcb) {
        if (tcb.has(Tcb.FIN_RECEIVED)) {
            return false;
        }
        int current = current(tcb);
        long room = room(tcb);
        return room - current >= step(tcb) && room >= 2L * current;
    }

    private static void promise(Tcb tcb, int window) {
        tcb.rcvAdv(Sequence.max(tcb.rcvAdv(), tcb.rcvNxt() + window));
    }

    /// "keep RCV.NXT + RCV.WND fixed until RCV.BUFF − RCV.USER − RCV.WND >= min(Fr · RCV.BUFF, Eff.snd.MSS)", Fr = 1/2
    private static int select(Tcb tcb) {
        int current = current(tcb);
        long room = room(tcb);
        if (room - current < step(tcb)) {
            return current;
        }
        return Math.max(current, (int) (room >> tcb.rcvScale() << tcb.rcvScale()));
    }

    private static long step(Tcb tcb) {
        return Math.max(1, Math.min(tcb.receiveCapacity() / 2, tcb.rcvMss()));
    }

    private static long room(Tcb tcb) {
        long unread = tcb.has(Tcb.INPUT_SHUT) ? 0 : tcb.received() - tcb.read();
        long most = (long) Handshake.WINDOW_FIELD << tcb.rcvScale();
        return Math.clamp(tcb.receiveCapacity() - unread, 0, most);
    }
}
