package io.longshore.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.memory.SleepEpoch;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HostContextTest {

    private SlotFixture fixture;
    private HostContext context;

    @BeforeEach
    void openAContext() throws IOException {
        fixture = new SlotFixture();
        context = fixture.attachment.openContext();
    }

    @Test
    void theFirstContextIsTheDefaultOneAndNumbersAreUsedAgain() throws IOException {
        assertEquals(0, context.number());
        HostContext second = fixture.attachment.openContext();
        assertEquals(1, second.number());
        fixture.attachment.openContext();
        fixture.attachment.openContext();
        assertEquals("all 4 contexts of the attachment are in use",
                assertThrows(IOException.class, fixture.attachment::openContext).getMessage());
        second.close();
        assertEquals(1, fixture.attachment.openContext().number());
        assertNull(second.bell(), "in one process there is no socket");
    }

    @Test
    void eventsAreDrainedAndSleepIsSeen() {
        SleepEpoch server = fixture.contextSleep(0);
        fixture.events(0).ring(17);
        context.fallAsleep();
        assertFalse(context.isQuiet());
        assertTrue(server.needsBell());
        context.awake();
        assertEquals(17, context.next());
        assertEquals(-1, context.next());
        context.fallAsleep();
        assertTrue(context.isQuiet());
        assertTrue(server.needsBell());
    }

    @Test
    void whoeverTakesOverAContextThatFellAsleepIsWoken() throws IOException {
        SleepEpoch server = fixture.contextSleep(0);
        context.fallAsleep();
        assertTrue(server.needsBell());
        context.close();
        HostContext heir = fixture.attachment.openContext();
        assertEquals(0, heir.number());
        assertFalse(server.needsBell(), "it begins awake");
        heir.fallAsleep();
        assertTrue(server.needsBell());
    }

    @Test
    void anAttachmentEndsWhenItIsCutOff() {
        assertTrue(fixture.attachment.tend(1_234));
        assertEquals(1_234, fixture.attachment.header().hostHeartbeat());
        fixture.attachment.header().cutOff(CutOff.SENT_BEYOND_RING);
        assertFalse(fixture.attachment.tend(1_235));
        assertTrue(fixture.attachment.isClosed());
        assertEquals("the TCP Server cut this application off: a slot's sent position lies beyond its ring",
                fixture.attachment.closedBecause());
    }

    @Test
    void theWrongNumberOfBellsIsRefused() {
        assertThrows(IllegalArgumentException.class,
                () -> HostAttachment.over(fixture.region, fixture.layout, Bell.SILENT));
    }
}
