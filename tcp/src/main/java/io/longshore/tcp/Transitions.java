package io.longshore.tcp;

import static io.longshore.tcp.State.*;

/// The one table of transitions (RFC 9293, 3.3.2, figure 5) and the one method that writes the state.
final class Transitions {

    /// A row for each state, a column for each event. An event that cannot happen in a state, or means nothing to it,
    /// leaves it as it is. A CLOSE in SYN-RECEIVED is queued until ESTABLISHED (RFC 9293 3.10.4 allows it).
    private static final State[][] TABLE = {
        //                OPEN          SYN           SYN_ACKED     CLOSE         FIN          FIN_ACKED   END
        /* CLOSED       */ {SYN_SENT,     SYN_RECEIVED, CLOSED,       CLOSED,       CLOSED,      CLOSED,     CLOSED},
        /* SYN_SENT     */ {SYN_SENT,     SYN_RECEIVED, ESTABLISHED,  CLOSED,       SYN_SENT,    SYN_SENT,   CLOSED},
        /* SYN_RECEIVED */ {SYN_RECEIVED, SYN_RECEIVED, ESTABLISHED,  SYN_RECEIVED, CLOSE_WAIT,  SYN_RECEIVED, CLOSED},
        /* ESTABLISHED  */ {ESTABLISHED,  ESTABLISHED,  ESTABLISHED,  FIN_WAIT_1,   CLOSE_WAIT,  ESTABLISHED, CLOSED},
        /* FIN_WAIT_1   */ {FIN_WAIT_1,   FIN_WAIT_1,   FIN_WAIT_1,   FIN_WAIT_1,   CLOSING,     FIN_WAIT_2, CLOSED},
        /* FIN_WAIT_2   */ {FIN_WAIT_2,   FIN_WAIT_2,   FIN_WAIT_2,   FIN_WAIT_2,   TIME_WAIT,   FIN_WAIT_2, CLOSED},
        /* CLOSE_WAIT   */ {CLOSE_WAIT,   CLOSE_WAIT,   CLOSE_WAIT,   LAST_ACK,     CLOSE_WAIT,  CLOSE_WAIT, CLOSED},
        /* CLOSING      */ {CLOSING,      CLOSING,      CLOSING,      CLOSING,      CLOSING,     TIME_WAIT,  CLOSED},
        /* LAST_ACK     */ {LAST_ACK,     LAST_ACK,     LAST_ACK,     LAST_ACK,     LAST_ACK,    CLOSED,     CLOSED},
        /* TIME_WAIT    */ {TIME_WAIT,    TIME_WAIT,    TIME_WAIT,    TIME_WAIT,    TIME_WAIT,   TIME_WAIT,  CLOSED},
    };

    private Transitions() {
    }

    static State next(State state, Event event) {
        return TABLE[state.ordinal()][event.ordinal()];
    }

    /// Moves a connection; the only writer of its state. Returns the new one.
    static State apply(Tcb tcb, Event event) {
        State state = next(tcb.state(), event);
        tcb.state(state);
        return state;
    }
}
