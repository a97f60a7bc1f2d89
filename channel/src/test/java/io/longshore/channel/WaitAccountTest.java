package io.longshore.channel;

import static io.longshore.channel.SlotLayout.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.memory.Memory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WaitAccountTest {

    private SlotFixture fixture;
    private HostSlot slot;
    private WaitAccount account;
    private int at;

    @BeforeEach
    void open() throws Exception {
        fixture = new SlotFixture();
        slot = fixture.attachment.open(0);
        account = fixture.attachment.account(slot);
        at = fixture.layout.slot(slot.number());
    }

    private Memory memory() {
        return fixture.memory;
    }

    @Test
    void aNewSlotWaitsForNothing() {
        assertTrue(account.look());
        assertEquals(WAITS_NOT, account.waitsFor());
        assertEquals(0, account.keptByWindow(1_000) + account.keptByNetwork(1_000) + account.late());
    }

    @Test
    void theWaitThatLastsCountsUpToNow() {
        memory().putInt(at + WAITS_FOR, WAITS_FOR_WINDOW);
        memory().putLong(at + WAITS_SINCE, 700);
        memory().putLong(at + KEPT_BY_WINDOW, 40);
        memory().putLong(at + KEPT_BY_NETWORK, 5);
        assertTrue(account.look());
        assertEquals(340, account.keptByWindow(1_000));
        assertEquals(5, account.keptByNetwork(1_000));
        assertEquals(40, account.keptByWindow(600), "a clock that reads less than the server's counts nothing");
    }

    @Test
    void aGapAndAFlightThatIsLostAreTheNetworks() {
        memory().putInt(at + WAITS_FOR, WAITS_FOR_NETWORK);
        memory().putLong(at + WAITS_SINCE, 700);
        memory().putLong(at + GAP_SINCE, 900);
        assertTrue(account.look());
        assertEquals(400, account.keptByNetwork(1_000));
    }

    @Test
    void aLineThatIsBeingWrittenIsNotBelieved() {
        memory().putLong(at + LATE, 1);
        assertTrue(account.look());
        memory().putInt(at + ACCOUNT_VERSION, 3);
        memory().putLong(at + LATE, 2);
        assertFalse(account.look());
        assertEquals(1, account.late(), "it says what it said before");
        memory().putInt(at + ACCOUNT_VERSION, 4);
        assertTrue(account.look());
        assertEquals(2, account.late());
    }

    @Test
    void aSlotThatIsFreedForgets() {
        memory().putInt(at + WAITS_FOR, WAITS_FOR_NETWORK);
        memory().putLong(at + GAP_SINCE, 900);
        fixture.server.at(slot.number()).free();
        assertTrue(account.look());
        assertEquals(WAITS_NOT, account.waitsFor());
        assertEquals(0, account.gapSince());
    }

    @Test
    void aSlotIsRungUntilTheServerTakesThat() {
        assertFalse(fixture.attachment.isRung(slot));
        fixture.attachment.ring(slot);
        assertTrue(fixture.attachment.isRung(slot));
        assertEquals(slot.number(), fixture.requests(0).next());
        assertFalse(fixture.attachment.isRung(slot));
    }

    @Test
    void theTurnIsTheShardsThatServesTheSlot() {
        fixture.server.at(slot.number()).shard(1);
        memory().setLongRelease(fixture.layout.shardTurn(1), 77);
        assertEquals(77, fixture.attachment.turnOf(slot));
    }
}
