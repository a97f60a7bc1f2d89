package io.longshore.tcp;

import io.longshore.wire.TcpHeader;

/// What RFC 9293 3.10.7 and RFC 5961 say about one segment in one state, written down once more and literally, with
/// numbers as longs that do not wrap. Where the product does otherwise on purpose, as Linux does, a line says D1 to D5;
/// docs/decisions/0021 says why.
final class SegmentModel {

    enum Reply { NONE, ACK, RESET, SYN_ACK }

    /// Where a connection stands; relative to its own initial numbers, so that nothing wraps.
    record Standing(State state, boolean passive, boolean listening, long rcvNxt, long rcvWnd, long sndUna, long sndNxt,
            long maxSndWnd, long acked, boolean finSent) {
    }

    final Standing at;
    State state;
    Reply reply = Reply.NONE;
    long sndUna;
    long rcvNxt;
    private final long seq;
    private final long ack;
    private final int flags;
    private final int text;

    SegmentModel(Standing at, long seq, long ack, int flags, int text) {
        this.at = at;
        this.seq = seq;
        this.ack = ack;
        this.flags = flags;
        this.text = text;
        state = at.state;
        sndUna = at.sndUna;
        rcvNxt = at.rcvNxt;
    }

    private boolean has(int flag) {
        return (flags & flag) != 0;
    }

    private long length() {
        return text + (has(TcpHeader.SYN) ? 1 : 0) + (has(TcpHeader.FIN) ? 1 : 0);
    }

    SegmentModel judge() {
        if (at.state == State.CLOSED) {
            nobody();
        } else if (at.state == State.SYN_SENT) {
            synSent();
        } else if (at.state == State.SYN_RECEIVED && at.passive) {
            synReceivedFromListen();
        } else if (at.state == State.TIME_WAIT) {
            timeWait();
        } else {
            others();
        }
        return this;
    }

    /// 3.10.7.1 and 3.10.7.2.
    private void nobody() {
        if (has(TcpHeader.RST)) {
            return;
        }
        if (!at.listening || has(TcpHeader.ACK)) {
            reply = Reply.RESET;
        } else if (has(TcpHeader.SYN) && !has(TcpHeader.FIN)) {
            // D1: SYN with FIN is dropped
            reply = Reply.SYN_ACK;
            state = State.SYN_RECEIVED;
        }
    }

    /// 3.10.7.3.
    private void synSent() {
        boolean acceptable = has(TcpHeader.ACK) && ack > at.sndUna && ack <= at.sndNxt;
        if (has(TcpHeader.ACK) && !acceptable) {
            reply = has(TcpHeader.RST) ? Reply.NONE : Reply.RESET;
            return;
        }
        if (has(TcpHeader.RST)) {
            state = acceptable ? State.CLOSED : state;
            return;
        }
        if (!has(TcpHeader.SYN)) {
            return;
        }
        rcvNxt = seq + 1;
        if (!has(TcpHeader.ACK)) {
            state = State.SYN_RECEIVED;
            reply = Reply.SYN_ACK;
            return;
        }
        sndUna = ack;
        state = State.ESTABLISHED;
        reply = Reply.ACK;
        text(seq + 1, rcvNxt + at.rcvWnd);
    }

    /// 3.10.7.4, with Linux's order in SYN-RECEIVED.
    private void synReceivedFromListen() {
        if ((flags & (TcpHeader.SYN | TcpHeader.RST | TcpHeader.ACK)) == TcpHeader.SYN && seq == at.rcvNxt - 1) {
            reply = Reply.SYN_ACK;
        } else if (has(TcpHeader.ACK) && !has(TcpHeader.RST) && ack != at.sndNxt) {
            // 3.5.2, group 2, before the sequence number is looked at: D2
            reply = Reply.RESET;
        } else if (!isAcceptable()) {
            reply = has(TcpHeader.RST) ? Reply.NONE : Reply.ACK;
        } else if (has(TcpHeader.RST)) {
            state = seq == at.rcvNxt ? State.CLOSED : state;
            reply = seq == at.rcvNxt ? Reply.NONE : Reply.ACK;
        } else if (has(TcpHeader.SYN)) {
            // "return this connection to the LISTEN state"; the reset is RFC 793's and Linux's: D3
            state = State.CLOSED;
            reply = Reply.RESET;
        } else if (has(TcpHeader.ACK)) {
            state = State.ESTABLISHED;
            sndUna = ack;
            behindAcknowledgment();
        }
    }

    /// 3.10.7.4, in TIME-WAIT: a reset at RCV.NXT ends it; all else is answered but bare acknowledgments at RCV.NXT.
    private void timeWait() {
        state = has(TcpHeader.RST) && first == at.expected ? State.CLOSED : state;
        if (!has(TcpHeader.RST) && !(seq == at.rcvNxt && length() == 0)) {
            reply = Reply.ACK;
        }
    }

    private void others() {
        if (at.state == State.SYN_RECEIVED && has(TcpHeader.SYN) && !has(TcpHeader.RST) && seq == at.rcvNxt - 1) {
            simultaneous();
            return;
        }
        if (!isAcceptable()) {
            // "unless the RST bit is set"; a SYN is challenged wherever it stands (RFC 5961 4.2)
            reply = has(TcpHeader.RST) ? Reply.NONE : Reply.ACK;
            return;
        }
        if (has(TcpHeader.RST)) {
            // RFC 5961 3.2
            state = seq == at.rcvNxt ? State.CLOSED : state;
            reply = seq == at.rcvNxt ? Reply.NONE : Reply.ACK;
            return;
        }
        if (has(TcpHeader.SYN)) {
            reply = Reply.ACK;
            return;
        }
        if (has(TcpHeader.ACK)) {
            acknowledgment();
        }
    }

    /// The other half of a simultaneous open (figure 7): SYN or SYN-ACK once more.
    private void simultaneous() {
        if (!has(TcpHeader.ACK) || ack != at.sndNxt) {
            reply = Reply.SYN_ACK;
            return;
        }
        state = State.ESTABLISHED;
        sndUna = ack;
        if (text > 0 || has(TcpHeader.FIN)) {
            text(seq + 1, at.rcvNxt + at.rcvWnd);
        } else {
            reply = Reply.NONE;
        }
    }

    /// Fifth: RFC 9293 and RFC 5961 5.2.
    private void acknowledgment() {
        if (at.state == State.SYN_RECEIVED) {
            if (ack != at.sndNxt) {
                reply = Reply.RESET;
                return;
            }
            state = State.ESTABLISHED;
            sndUna = ack;
            behindAcknowledgment();
            return;
        }
        long oldest = at.sndUna - Math.min(at.maxSndWnd, at.acked);
        if (ack < oldest || ack > at.sndNxt) {
            reply = Reply.ACK;
            return;
        }
        sndUna = Math.max(at.sndUna, ack);
        if (at.finSent && sndUna == at.sndNxt && at.sndUna != at.sndNxt) {
            state = switch (at.state) {
                case FIN_WAIT_1 -> State.FIN_WAIT_2;
                case CLOSING -> State.TIME_WAIT;
                case LAST_ACK -> State.CLOSED;
                case CLOSED, SYN_SENT, SYN_RECEIVED, ESTABLISHED, FIN_WAIT_2, CLOSE_WAIT, TIME_WAIT -> at.state;
            };
        }
        if (state != State.CLOSED) {
            behindAcknowledgment();
        }
    }

    private void behindAcknowledgment() {
        if (length() > 0 && seq + length() <= at.rcvNxt) {
            // D4: what ends at RCV.NXT is let in for its ACK; the answer is the one it gets anyway
            reply = Reply.ACK;
            return;
        }
        text(seq, at.rcvNxt + at.rcvWnd);
    }

    /// The four cases of 3.4.
    private boolean isAcceptable() {
        long edge = at.rcvNxt + at.rcvWnd;
        boolean starts = seq >= at.rcvNxt && seq < edge;
        if (has(TcpHeader.RST | TcpHeader.SYN)) {
            return starts;
        }
        if (length() == 0) {
            // D5: an acknowledgment at the right edge comes from who has filled the window
            return starts || seq == edge;
        }
        long last = seq + length() - 1;
        boolean ends = last >= at.rcvNxt && last < edge;
        return starts || ends || seq < at.rcvNxt && last >= edge || seq + length() == at.rcvNxt;
    }

    /// Seventh and eighth: text in order is taken, else kept; a FIN behind it counts once it is reached.
    private void text(long start, long edge) {
        boolean takes = state == State.ESTABLISHED || state == State.FIN_WAIT_1 || state == State.FIN_WAIT_2;
        if (!takes) {
            return;
        }
        long end = Math.min(start + text, edge);
        if (text > 0 || has(TcpHeader.FIN)) {
            reply = Reply.ACK;
        }
        if (text > 0 && start <= rcvNxt && end > rcvNxt) {
            rcvNxt = end;
        }
        if (has(TcpHeader.FIN) && start + text == rcvNxt) {
            rcvNxt++;
            state = switch (state) {
                case ESTABLISHED -> State.CLOSE_WAIT;
                case FIN_WAIT_1 -> State.CLOSING;
                case FIN_WAIT_2 -> State.TIME_WAIT;
                case CLOSED, SYN_SENT, SYN_RECEIVED, CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT -> state;
            };
        }
    }
}
