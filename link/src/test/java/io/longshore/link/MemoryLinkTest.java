package io.longshore.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.testing.allocation.AllocationGate;
import io.longshore.wire.Frame;
import io.longshore.wire.FrameBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MemoryLinkTest {

    private static final int OFFLOADS = LinkCapabilities.CHECKSUM | LinkCapabilities.SEGMENTATION;

    private final FrameBatch out = FrameSample.batch(16);
    private final FrameBatch in = FrameSample.batch(16);

    @Test
    void whatOneEndSendsTheOtherReceivesInOrder() {
        MemoryCable cable = new MemoryCable(1_500, 0, 16);
        byte[] first = FrameSample.bytes(FrameSample.segment(out, 1, 100));
        byte[] second = FrameSample.bytes(FrameSample.segment(out, 2, 1_460));
        cable.left().transmit(out);
        assertEquals(0, out.size());
        assertEquals(2, cable.right().waiting());
        assertEquals(2, cable.right().receive(in));
        assertArrayEquals(first, FrameSample.bytes(in.get(0)));
        assertArrayEquals(second, FrameSample.bytes(in.get(1)));
        in.clear();
        assertEquals(0, cable.left().receive(in), "nothing comes back");
    }

    @Test
    void aSuperSegmentPassesUncutAndIsVouchedFor() {
        MemoryCable cable = new MemoryCable(1_500, OFFLOADS, 16);
        Frame sent = FrameSample.offloaded(out, 3, 60_000, 1_448);
        int length = sent.totalLength();
        sent.gather();
        byte[] bytes = FrameSample.bytes(sent);
        out.clear();
        FrameSample.offloaded(out, 3, 60_000, 1_448);
        cable.right().transmit(out);
        assertEquals(1, cable.left().receive(in));
        Frame frame = in.get(0);
        assertEquals(length, frame.length);
        assertEquals(1_448, frame.segmentSize);
        assertEquals(Frame.CHECKSUM_OFFLOADED, frame.flags);
        assertArrayEquals(bytes, FrameSample.bytes(frame));
    }

    @Test
    void whatFindsTheQueueFullIsDroppedAndCounted() {
        MemoryCable cable = new MemoryCable(1_500, 0, 3);
        for (int i = 0; i < 5; i++) {
            FrameSample.segment(out, i, 10);
        }
        cable.left().transmit(out);
        assertEquals(2, cable.left().dropped());
        assertEquals(3, cable.right().receive(in));
        assertEquals(0, FrameSample.number(in.get(0)));
        assertEquals(2, FrameSample.number(in.get(2)));
    }

    @Test
    void aFullBatchLeavesTheRestWaiting() {
        MemoryCable cable = new MemoryCable(1_500, 0, 16);
        for (int i = 0; i < 5; i++) {
            FrameSample.segment(out, i, 10);
        }
        cable.left().transmit(out);
        FrameBatch small = FrameSample.batch(4);
        assertEquals(4, cable.right().receive(small));
        small.clear();
        assertEquals(1, cable.right().receive(small));
        assertEquals(4, FrameSample.number(small.get(0)));
    }

    @Test
    void whatTheLinkDoesNotOffloadMustNotBeAskedOfIt() {
        MemoryCable plain = new MemoryCable(1_500, 0, 16);
        FrameSample.segment(out, 1, 1_461);
        assertThrows(IllegalStateException.class, () -> plain.left().transmit(out), "too long");
        out.clear();
        FrameSample.offloaded(out, 1, 10, 0);
        assertThrows(IllegalStateException.class, () -> plain.left().transmit(out), "an open checksum");
        out.clear();
        MemoryCable checksums = new MemoryCable(1_500, LinkCapabilities.CHECKSUM, 16);
        FrameSample.offloaded(out, 1, 1_000, 500);
        assertThrows(IllegalStateException.class, () -> checksums.left().transmit(out), "a super-segment");
        assertThrows(IllegalArgumentException.class, () -> new MemoryCable(1_500, LinkCapabilities.SEGMENTATION, 1));
    }

    @Test
    void theEndsHaveAddressesOfTheirOwnAndNoDescriptor() {
        MemoryCable cable = new MemoryCable(1_500, OFFLOADS, 1);
        assertNotEquals(cable.left().capabilities().address(), cable.right().capabilities().address());
        assertEquals(-1, cable.left().descriptor());
        assertEquals(65_535, cable.left().capabilities().maxSuperSegment());
        assertEquals(1_500, new MemoryCable(1_500, 0, 1).left().capabilities().maxSuperSegment());
    }

    @Test
    void aClosedEndSendsNothing() {
        MemoryCable cable = new MemoryCable(1_500, 0, 4);
        cable.left().close();
        FrameSample.segment(out, 1, 10);
        cable.left().transmit(out);
        assertEquals(0, cable.right().waiting());
        assertEquals(1, cable.left().dropped());
    }

    @Test
    @Timeout(60)
    void theEndsMayBelongToTwoThreads() throws InterruptedException {
        int frames = 50_000;
        MemoryCable cable = new MemoryCable(1_500, 0, 8);
        Thread sender = Thread.ofPlatform().daemon().start(() -> {
            for (int i = 0; i < frames; i++) {
                while (cable.right().waiting() == 8) {
                    Thread.yield();
                }
                FrameSample.segment(out, i, 64);
                cable.left().transmit(out);
            }
        });
        for (int received = 0; received < frames;) {
            in.clear();
            if (cable.right().receive(in) == 0) {
                Thread.yield();
            }
            for (int i = 0; i < in.size(); i++) {
                assertEquals(received++, FrameSample.number(in.get(i)));
                assertTrue(FrameSample.isRight(in.get(i)), "frame " + received);
            }
        }
        sender.join();
    }

    @Test
    void nothingIsAllocated() throws ReflectiveOperationException {
        MemoryCable cable = new MemoryCable(1_500, 0, 4);
        AllocationGate.assertNone("a cable", step -> {
            Frame frame = out.add();
            frame.length = 60;
            cable.left().transmit(out);
            in.clear();
            cable.right().receive(in);
        });
    }
}
