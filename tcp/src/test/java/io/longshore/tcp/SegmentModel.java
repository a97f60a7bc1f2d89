package io.longshore.tcp;

import io.longshore.wire.TcpHeader;

/// What RFC 9293 3.10.7 and RFC 5961 say about one segment in one state, written down once more and literally, with
/// numbers as longs that do not wrap. Where the product does otherwise on purpose, as Linux does, a line says D1 to D5;
/// docs/decisions/0021 says why.
final class SegmentModel {

    enum Reply { NONE, ACK, RESET, SYN_ACK }

    /// What is out: the oldest unacknowledged number, the next, the largest window seen, and what has been
    /// acknowledged.
    record FlightModel(long oldest, long next, long widest, long taken, boolean ended) {
    }

    /// Where a connection stands; relative to its own initial numbers, so that nothing wraps. Passive: it came from a
    /// listener, or there is one.
    record Place(State state, boolean passive, long expected, long room, FlightModel flight) {
    }

    final Place at;
    State state;
    Reply reply = Reply.NONE;
    long oldest;
    long expected;
    private final long first;
    private final long told;
    private final int flags;
    private final int text;

    SegmentModel(Place at, long first, long told, int flags, int text) {
        this.at = at;
        this.first = first;
        this.told = told;
        this.flags = flags;
        this.text = text;
        state = at.state;
        oldest = at.flight.oldest;
        expected = at.expected;
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
        if (!at.passive || has(TcpHeader.ACK)) {
            reply = Reply.RESET;
        } else if (has(TcpHeader.SYN) && !has(TcpHeader.FIN)) {
            // D1: SYN with FIN is dropped
            reply = Reply.SYN_ACK;
            state = State.SYN_RECEIVED;
        }
    }

    /// 3.10.7.3.
    private void synSent() {
        boolean acceptable = has(TcpHeader.ACK) && told > at.flight.oldest && told <= at.flight.next;
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
        expected = first + 1;
        if (!has(TcpHeader.ACK)) {
            state = State.SYN_RECEIVED;
            reply = Reply.SYN_ACK;
            return;
        }
        oldest = told;
        state = State.ESTABLISHED;
        reply = Reply.ACK;
        text(first + 1, expected + at.room);
    }

    /// 3.10.7.4, with Linux's order in SYN-RECEIVED.
    private void synReceivedFromListen() {
        if ((flags & (TcpHeader.SYN | TcpHeader.RST | TcpHeader.ACK)) == TcpHeader.SYN && first == at.expected - 1) {
            reply = Reply.SYN_ACK;
        } else if (has(TcpHeader.ACK) && !has(TcpHeader.RST) && told != at.flight.next) {
            // 3.5.2, group 2, before the sequence number is looked at: D2
            reply = Reply.RESET;
        } else if (!isAcceptable() || first + length() <= at.expected && first != at.expected) {
            reply = has(TcpHeader.RST) ? Reply.NONE : Reply.ACK;
        } else if (has(TcpHeader.RST)) {
            state = first == at.expected ? State.CLOSED : state;
            reply = first == at.expected ? Reply.NONE : Reply.ACK;
        } else if (has(TcpHeader.SYN)) {
            // "return this connection to the LISTEN state"; the reset is RFC 793's and Linux's: D3
            state = State.CLOSED;
            reply = Reply.RESET;
        } else if (has(TcpHeader.ACK)) {
            state = State.ESTABLISHED;
            oldest = told;
            behindAcknowledgment();
        }
    }

    /// 3.10.7.4, in TIME-WAIT: a reset at RCV.NXT ends it; all else is answered but bare acknowledgments at RCV.NXT.
    private void timeWait() {
        state = has(TcpHeader.RST) && first == at.expected ? State.CLOSED : state;
        if (!has(TcpHeader.RST) && !(first == at.expected && length() == 0)) {
            reply = Reply.ACK;
        }
    }

    private void others() {
        if (at.state == State.SYN_RECEIVED && has(TcpHeader.SYN) && !has(TcpHeader.RST) && first == at.expected - 1) {
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
            state = first == at.expected ? State.CLOSED : state;
            reply = first == at.expected ? Reply.NONE : Reply.ACK;
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
        if (!has(TcpHeader.ACK) || told != at.flight.next) {
            // below the window, and challenged
            reply = Reply.ACK;
            return;
        }
        state = State.ESTABLISHED;
        oldest = told;
        reply = Reply.ACK;
        text(first + 1, at.expected + at.room);
    }

    /// Fifth: RFC 9293 and RFC 5961 5.2.
    private void acknowledgment() {
        if (at.state == State.SYN_RECEIVED) {
            if (told != at.flight.next) {
                reply = Reply.RESET;
                return;
            }
            state = State.ESTABLISHED;
            oldest = told;
            behindAcknowledgment();
            return;
        }
        long lowest = at.flight.oldest - Math.min(at.flight.widest, at.flight.taken);
        if (told < lowest || told > at.flight.next) {
            reply = Reply.ACK;
            return;
        }
        oldest = Math.max(at.flight.oldest, told);
        if (at.flight.ended && oldest == at.flight.next && at.flight.oldest != at.flight.next) {
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
        if (length() > 0 && first + length() <= at.expected) {
            // D4: what ends at RCV.NXT is let in for its ACK; the answer is the one it gets anyway
            reply = Reply.ACK;
            return;
        }
        text(first, at.expected + at.room);
    }

    /// The four cases of 3.4.
    private boolean isAcceptable() {
        long border = at.expected + at.room;
        boolean starts = first >= at.expected && first < border;
        if (has(TcpHeader.RST | TcpHeader.SYN)) {
            return starts;
        }
        if (length() == 0) {
            // D5: an acknowledgment at the right border comes from who has filled the window
            return starts || first == border;
        }
        long finish = first + length() - 1;
        boolean ends = finish >= at.expected && finish < border;
        return starts || ends || first < at.expected && finish >= border || first + length() == at.expected;
    }

    /// Seventh and eighth: text in order is taken, else kept; a FIN behind it counts once it is reached.
    private void text(long start, long border) {
        boolean takes = state == State.ESTABLISHED || state == State.FIN_WAIT_1 || state == State.FIN_WAIT_2;
        if (!takes) {
            return;
        }
        long behind = Math.min(start + text, border);
        if (text > 0 || has(TcpHeader.FIN)) {
            reply = Reply.ACK;
        }
        if (text > 0 && start <= expected && behind > expected) {
            expected = behind;
        }
        if (has(TcpHeader.FIN) && start + text == expected) {
            expected++;
            state = switch (state) {
                case ESTABLISHED -> State.CLOSE_WAIT;
                case FIN_WAIT_1 -> State.CLOSING;
                case FIN_WAIT_2 -> State.TIME_WAIT;
                case CLOSED, SYN_SENT, SYN_RECEIVED, CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT -> state;
            };
        }
    }
}
