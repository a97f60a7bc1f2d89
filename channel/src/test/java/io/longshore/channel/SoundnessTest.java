package io.longshore.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.memory.RingGeometry;
import java.io.IOException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What the server makes of a host's registers, whatever stands in them. */
class SoundnessTest {

    private final SlotFixture fixture;
    private final ServerSlot slot;

    SoundnessTest() throws IOException {
        fixture = new SlotFixture();
        slot = fixture.server.at(5);
    }

    @Test
    void honestPositionsAreSound() {
        assertEquals(CutOff.NONE, slot.judgeSent(0, 0, 0, RingGeometry.of(0, 16)));
        assertEquals(CutOff.NONE, slot.judgeSent(70_000, 10, 4_464, RingGeometry.of(0, 16)));
        assertEquals(CutOff.NONE, slot.judgeRead(5, 5, 5));
    }

    @Test
    void lyingPositionsAreNot() {
        assertEquals(CutOff.SENT_BACKWARDS, slot.judgeSent(9, 10, 0, RingGeometry.of(0, 16)));
        assertEquals(CutOff.SENT_BEYOND_RING, slot.judgeSent(65_537, 0, 0, RingGeometry.of(0, 16)));
        assertEquals(CutOff.SENT_BEYOND_RING, slot.judgeSent(Long.MAX_VALUE, 0, 0, RingGeometry.of(0, 18)));
        assertEquals(CutOff.SEND_GEOMETRY, slot.judgeSent(10, 0, 0, RingGeometry.of(1, 16)));
        assertEquals(CutOff.SEND_GEOMETRY, slot.judgeSent(10, 0, 0, RingGeometry.of(0, 19)));
        assertEquals(CutOff.READ_BACKWARDS, slot.judgeRead(4, 5, 5));
        assertEquals(CutOff.READ_BEYOND_RECEIVED, slot.judgeRead(6, 5, 5));
        assertEquals(CutOff.READ_BACKWARDS, slot.judgeRead(Long.MIN_VALUE, 5, 5));
    }

    @Test
    void unknownNumbersAreNot() {
        assertEquals(CutOff.CONTEXT, slot.judgeContext(-1));
        assertEquals(CutOff.CONTEXT, slot.judgeContext(4));
        assertEquals(CutOff.NONE, slot.judgeContext(3));
        assertEquals(CutOff.REQUEST, slot.judgeRequest(0));
        assertEquals(CutOff.REQUEST, slot.judgeRequest(4));
        assertEquals(CutOff.NONE, slot.judgeRequest(SlotLayout.REQUEST_CONNECT));
        assertEquals(CutOff.INTENT, slot.judgeIntent(16, 0));
        assertEquals(CutOff.INTENT, slot.judgeIntent(0, SlotLayout.INTENT_CLOSE));
        assertEquals(CutOff.NONE, slot.judgeIntent(15, SlotLayout.INTENT_CLOSE));
        slot.at(fixture.layout.firstServerSlot());
        assertEquals(CutOff.REQUEST, slot.judgeRequest(SlotLayout.REQUEST_CONNECT), "a slot the server made");
    }

    @Property
    void whatIsJudgedSoundLiesInTheRing(@ForAll long sent, @ForAll long before, @ForAll long geometry) {
        long acknowledged = 1_000;
        if (slot.judgeSent(sent, Math.max(before, acknowledged), acknowledged, geometry) == CutOff.NONE) {
            assertTrue(sent >= acknowledged && sent - acknowledged <= 1 << fixture.layout.log2Ring());
            int offset = RingGeometry.offset(geometry, sent - 1);
            assertTrue(offset >= 0 && offset < 1 << fixture.layout.log2Ring());
        }
    }

    @Test
    void everyReasonHasASentenceAndANumber() {
        for (CutOff reason : CutOff.values()) {
            assertEquals(reason, CutOff.of(reason.code()));
            assertTrue(reason.sentence().length() > 10);
        }
        assertNotEquals(CutOff.NONE, CutOff.of(-1));
        assertNotEquals(CutOff.NONE, CutOff.of(1_000));
    }
}
