package io.longshore.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SlotPoolTest {

    private SlotFixture fixture;

    @BeforeEach
    void layOut() throws IOException {
        fixture = new SlotFixture();
    }

    @Test
    void theHostsHalfAndNoMoreIsTaken() {
        SlotPool pool = new SlotPool(fixture.memory, fixture.layout);
        Set<Integer> taken = new HashSet<>();
        for (int slot = pool.take(); slot != SlotPool.NONE; slot = pool.take()) {
            assertTrue(slot >= 0 && slot < fixture.layout.firstServerSlot());
            assertTrue(taken.add(slot), "no slot is taken twice");
        }
        assertEquals(fixture.layout.firstServerSlot(), taken.size());
        assertEquals(taken.size(), pool.used());
    }

    @Test
    void aSlotTheServerWasNeverToldOfIsFreeAtOnce() {
        HostSlot slot = fixture.attachment.open(0);
        fixture.attachment.close(slot, 0);
        assertEquals(-1, fixture.requests(0).next(), "and nobody is rung");
        assertEquals(slot.number(), fixture.attachment.open(0).number());
        assertEquals(1, fixture.attachment.openSlots());
    }

    @Test
    void aSlotLiesWithTheServerUntilItStepsTheGenerationAndFreesIt() {
        HostSlot slot = fixture.attachment.open(0);
        slot.request(SlotLayout.REQUEST_BIND);
        fixture.attachment.close(slot, 0);
        assertEquals(slot.number(), fixture.requests(0).next());
        assertEquals(SlotLayout.INTENT_CLOSE, fixture.server.at(slot.number()).intent());
        HostSlot other = fixture.attachment.open(0);
        assertNotEquals(slot.number(), other.number(), "its state was free all along, its generation was not stepped");
        assertEquals(2, fixture.attachment.openSlots());
        fixture.server.at(slot.number()).free();
        assertEquals(1, fixture.attachment.openSlots());
        assertEquals(slot.number(), fixture.attachment.open(0).number());
    }

    @Test
    void whenAllAreInUseThereIsNoneUntilTheServerReturnsOne() {
        HostSlot[] all = new HostSlot[fixture.layout.firstServerSlot()];
        for (int i = 0; i < all.length; i++) {
            all[i] = fixture.attachment.open(0);
            all[i].request(SlotLayout.REQUEST_BIND);
        }
        assertNull(fixture.attachment.open(0));
        for (HostSlot slot : all) {
            fixture.attachment.close(slot, 0);
        }
        assertNull(fixture.attachment.open(0));
        fixture.server.at(all[50].number()).free();
        assertEquals(all[50].number(), fixture.attachment.open(0).number(), "wherever it stands in the row");
        assertNull(fixture.attachment.open(0));
    }

    @Test
    void anAcceptedSlotIsTheServersToGiveAgain() {
        int number = fixture.layout.firstServerSlot();
        HostSlot slot = fixture.attachment.accept(AcceptEntry.of(number, 0), 0);
        fixture.attachment.close(slot, 0);
        assertEquals(0, fixture.attachment.openSlots());
        assertEquals(SlotLayout.INTENT_CLOSE, fixture.server.at(number).intent());
    }
}
