package io.longshore.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import org.junit.jupiter.api.Test;

class TransitionsTest {

    @Test
    void everyEventMeansSomethingInEveryState() {
        for (State state : State.values()) {
            for (Event event : Event.values()) {
                assertNotNull(Transitions.next(state, event), state + " " + event);
            }
        }
    }

    @Test
    void theEndIsClosedFromEverywhere() {
        for (State state : State.values()) {
            assertEquals(State.CLOSED, Transitions.next(state, Event.END));
        }
    }

    @Test
    void nothingLeavesTimeWaitButTheEnd() {
        for (Event event : Event.values()) {
            State next = Transitions.next(State.TIME_WAIT, event);
            assertEquals(event == Event.END ? State.CLOSED : State.TIME_WAIT, next);
        }
    }
}
