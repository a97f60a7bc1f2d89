package io.longshore.tcp;

import static io.longshore.tcp.TestSegment.seg;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/// A defect on the way to a new connection leaves no record behind that nobody knows of: else who can bring it about
/// takes them all, one SYN each. The defect is a size of 12 bytes that stands where none below 88 may.
class OpeningFaultTest extends ListenFixture {

    private static final TestSegment SYN = seg().seq(-1).syn().mss(MSS).ts(1_000, 0);

    @Override
    boolean wantsTimestamps() {
        return true;
    }

    private void nothingLeft() {
        assertEquals(0, tcp.slab.size());
        assertEquals(0, tcp.table.size());
        assertEquals(0, tcp.synQueue.size());
        assertEquals(0, tcp.listeners.halfOpen(listener));
        verdict.clear();
    }

    @Test
    void ofASynNothingIsLeft() {
        tcp.listeners.options(listener).maxSegment = 12;
        for (int i = 0; i < 100; i++) {
            assertThrows(ArithmeticException.class, () -> send(SYN));
            nothingLeft();
        }
        tcp.listeners.options(listener).maxSegment = 0;
        send(SYN);
        assertEquals(1, tcp.slab.size(), "and all is as before");
        sent.clear();
    }

    @Test
    void ofACookieThatComesBackNothingIsLeft() {
        settings.synCookies = 2;
        send(SYN);
        TestSegment answer = sent.removeFirst();
        TestSegment acknowledgment = seg().seq(0).ack(answer.seq + 1).ts(2_000, answer.tsval);
        tcp.listeners.options(listener).maxSegment = 12;
        for (int i = 0; i < 100; i++) {
            assertThrows(ArithmeticException.class, () -> send(acknowledgment));
            nothingLeft();
        }
        tcp.listeners.options(listener).maxSegment = 0;
        send(acknowledgment);
        expectState(State.ESTABLISHED);
    }

    @Test
    void cookiesGoOnAfterOneFailed() {
        settings.synCookies = 2;
        tcp.listeners.options(listener).maxSegment = 12;
        for (int i = 0; i < 100; i++) {
            assertThrows(ArithmeticException.class, () -> send(SYN));
        }
        tcp.listeners.options(listener).maxSegment = 0;
        verdict.clear();
        send(SYN);
        assertEquals(1, sent.size());
        assertEquals(0, tcp.slab.size());
        sent.clear();
    }
}
