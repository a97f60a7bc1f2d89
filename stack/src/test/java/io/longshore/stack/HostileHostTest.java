package io.longshore.stack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.longshore.channel.Address128;
import io.longshore.channel.CutOff;
import io.longshore.channel.HostSlot;
import io.longshore.channel.SlotLayout;
import io.longshore.memory.DoorbellBitmap;
import io.longshore.memory.Memory;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Whatever a host writes in its region, it loses at most its own attachment.
class HostileHostTest {

    private static final int ROUNDS = 300;
    private static final int LINE = 64;

    private final TestNetwork network = new TestNetwork();
    private TestHost.Application victim;
    private HostSlot listener;

    @BeforeEach
    void attachBystander() {
        victim = network.right.attach();
        listener = network.listen(TestNetwork.PORT, 16);
    }

    @AfterEach
    void end() {
        network.close();
    }

    private void ring(TestHost.Application application, int slot) {
        Memory registers = application.attachment.registers();
        new DoorbellBitmap(registers, TestHost.LAYOUT.shardBitmap(0), TestHost.LAYOUT.slots()).ring(slot);
    }

    /// A connection whose server side is the hostile application's.
    private HostSlot hostileSlot() {
        network.connect(TestNetwork.PORT);
        HostSlot slot = network.accept(listener);
        network.run(1_000_000);
        return slot;
    }

    private void expectCutOff(CutOff reason) {
        network.runUntil("cut off", () -> network.server.cutOff != CutOff.NONE);
        assertEquals(reason, network.server.cutOff);
        assertEquals(reason, network.server.host.header().cutOff());
        network.runUntil("given back", () -> network.server.ended);
        expectOthersServed();
    }

    /// The other application of the same server still opens, sends and receives.
    private void expectOthersServed() {
        HostSlot slot = victim.open();
        slot.local(Address128.ANY, 9090);
        slot.backlog(4);
        victim.request(slot, SlotLayout.REQUEST_LISTEN);
        network.runUntil("listen", slot::isAnswered);
        assertEquals(0, slot.result());
        HostSlot client = network.connect(9090);
        HostSlot[] accepted = new HostSlot[1];
        network.runUntil("accept", () -> (accepted[0] = victim.accept(slot)) != null);
        byte[] text = "untouched".getBytes(StandardCharsets.US_ASCII);
        network.client.write(client, text, 0);
        byte[] got = new byte[text.length];
        network.runUntil("arrival", () -> victim.read(accepted[0], got, 0) == text.length);
        assertArrayEquals(text, got);
        assertEquals(CutOff.NONE, victim.cutOff);
    }

    private void poke(HostSlot slot, int register, long value) {
        network.server.attachment.putLong(slot.number(), register, value);
        ring(network.server, slot.number());
    }

    @Test
    void aSentPositionBeyondTheRingCutsOff() {
        poke(hostileSlot(), SlotLayout.SENT, 1L << 40);
        expectCutOff(CutOff.SENT_BEYOND_RING);
    }

    @Test
    void aSentPositionThatGoesBackCutsOff() {
        HostSlot slot = hostileSlot();
        network.server.write(slot, new byte[100], 0);
        network.run(1_000_000);
        poke(slot, SlotLayout.SENT, 50);
        expectCutOff(CutOff.SENT_BACKWARDS);
    }

    @Test
    void aReadPositionBeyondWhatWasReceivedCutsOff() {
        poke(hostileSlot(), SlotLayout.READ, 1);
        expectCutOff(CutOff.READ_BEYOND_RECEIVED);
    }

    @Test
    void anImpossibleGeometryCutsOff() {
        HostSlot slot = hostileSlot();
        network.server.attachment.putLong(slot.number(), SlotLayout.SEND_GEOMETRY, 63);
        poke(slot, SlotLayout.SENT, 1);
        expectCutOff(CutOff.SEND_GEOMETRY);
    }

    @Test
    void aContextThatDoesNotExistCutsOff() {
        HostSlot slot = hostileSlot();
        network.server.attachment.put(slot.number(), SlotLayout.CONTEXT, 1000);
        slot.request(SlotLayout.REQUEST_BIND);
        poke(slot, SlotLayout.REQUEST_CODE + Integer.BYTES * 2, 1000);
        network.runUntil("cut off", () -> network.server.cutOff != CutOff.NONE);
        assertNotEquals(CutOff.SERVER_FAULT, network.server.cutOff);
        expectOthersServed();
    }

    @Test
    void aContextThatDoesNotExistAtTheEndOfAConnectionLeavesNothingBehind() {
        HostSlot client = network.connect(TestNetwork.PORT);
        HostSlot slot = network.accept(listener);
        network.run(1_000_000);
        network.server.write(slot, new byte[300_000], 0);
        network.run(1_000_000_000);
        network.server.attachment.put(slot.number(), SlotLayout.CONTEXT, 1000);
        network.client.host.close(client, SlotLayout.INTENT_ABORT);
        expectCutOff(CutOff.CONTEXT);
        network.run(1_000_000_000);
        assertEquals(1, network.right.stack.connections(), "the bystander's alone");
    }

    @Test
    void aRequestThatDoesNotExistCutsOff() {
        HostSlot slot = network.server.open();
        network.server.request(slot, 77);
        expectCutOff(CutOff.REQUEST);
    }

    @Test
    void anythingInTheHostsLinesCostsThatAttachmentAtMost() {
        for (int round = 0; round < ROUNDS; round++) {
            long seed = 0x10A6_5080L + round;
            try (TestNetwork fresh = new TestNetwork()) {
                scribble(fresh, new Random(seed), "seed " + seed);
            }
        }
        expectOthersServed();
    }

    /// Opens a few sockets honestly, then writes at random into the host's two lines of random slots and into the
    /// bitmaps, and turns.
    private static void scribble(TestNetwork fresh, Random random, String seed) {
        HostSlot listening = fresh.listen(TestNetwork.PORT, 16);
        HostSlot client = fresh.connect(TestNetwork.PORT);
        HostSlot accepted = fresh.accept(listening);
        fresh.client.write(client, new byte[1000], 0);
        fresh.run(1_000_000);
        int[] slots = {listening.number(), accepted.number(), random.nextInt(TestHost.LAYOUT.slots())};
        for (int i = 0; i < 40; i++) {
            scribble(fresh, random, slots[random.nextInt(slots.length)]);
            fresh.turn();
        }
        if (fresh.server.cutOff == CutOff.SERVER_FAULT) {
            fail(seed, fresh.right.stack.counters().lastFault);
        }
        assertEquals(CutOff.NONE, fresh.client.cutOff, seed);
        HostSlot again = fresh.connect(4711);
        fresh.runUntil("the stack still answers, " + seed, () -> again.state() == SlotLayout.STATE_CLOSED);
    }

    private static void scribble(TestNetwork fresh, Random random, int slot) {
        int line = random.nextBoolean() ? 0 : 2 * LINE;
        int register = line + random.nextInt(LINE / Integer.BYTES) * Integer.BYTES;
        boolean keepsGeneration = register == SlotLayout.HOST_GENERATION && random.nextInt(4) != 0;
        if (!keepsGeneration) {
            int value = random.nextBoolean() ? random.nextInt(16) : random.nextInt();
            fresh.server.attachment.put(slot, register, value);
        }
        new DoorbellBitmap(fresh.server.attachment.registers(), TestHost.LAYOUT.shardBitmap(0),
                TestHost.LAYOUT.slots()).ring(slot);
    }
}
