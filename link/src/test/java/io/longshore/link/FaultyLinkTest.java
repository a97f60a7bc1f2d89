package io.longshore.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.agent.VirtualClock;
import io.longshore.wire.Ethernet;
import io.longshore.wire.Frame;
import io.longshore.wire.FrameBatch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FaultyLinkTest {

    private static final long SEED = 7;
    private static final int MANY = 10_000;
    private static final long MILLISECOND = 1_000_000;

    private final VirtualClock clock = new VirtualClock(-100);
    private final MemoryCable cable = new MemoryCable(1_500, 0, 64);
    private final FrameBatch out = FrameSample.batch(64);
    private final FrameBatch in = FrameSample.batch(16);
    private int broken;

    private FaultyLink faulty(Faults faults) {
        return new FaultyLink(cable.right(), faults, clock, SEED);
    }

    private void send(int number) {
        FrameSample.segment(out, number, 100);
        cable.left().transmit(out);
    }

    /// The numbers of what arrives now, in order.
    private List<Integer> receive(FaultyLink link) {
        List<Integer> numbers = new ArrayList<>();
        in.clear();
        while (link.receive(in) > 0) {
            for (int i = 0; i < in.size(); i++) {
                numbers.add(FrameSample.number(in.get(i)));
                broken += FrameSample.isRight(in.get(i)) ? 0 : 1;
            }
            in.clear();
        }
        return numbers;
    }

    /// Sends many frames at once in small groups and receives each group.
    private List<Integer> receiveMany(FaultyLink link) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            send(i);
            numbers.addAll(receive(link));
        }
        return numbers;
    }

    private static void assertNear(double chance, long count, String what) {
        boolean near = Math.abs(count - chance * MANY) < MANY / 50.0;
        assertTrue(near, what + " " + count + " of " + MANY + ", seed " + SEED);
    }

    @Test
    void aPerfectWireChangesNothing() {
        FaultyLink link = faulty(Faults.none());
        List<Integer> numbers = receiveMany(link);
        for (int i = 0; i < MANY; i++) {
            assertEquals(i, numbers.get(i));
        }
        assertEquals(0, broken + link.lost() + link.duplicated() + link.corrupted());
    }

    @Test
    void framesAreLost() {
        FaultyLink link = faulty(Faults.none().loss(0.3));
        int arrived = receiveMany(link).size();
        assertNear(0.3, link.lost(), "lost");
        assertEquals(MANY - arrived, link.lost());
    }

    @Test
    void framesArriveTwice() {
        FaultyLink link = faulty(Faults.none().duplication(0.2));
        List<Integer> numbers = receiveMany(link);
        assertNear(0.2, link.duplicated(), "duplicated");
        assertEquals(MANY + link.duplicated(), numbers.size());
        assertEquals(MANY, new TreeSet<>(numbers).size());
    }

    @Test
    void everyBrokenFrameIsFoundOutByItsChecksums() {
        FaultyLink link = faulty(Faults.none().corruption(0.1));
        assertEquals(MANY, receiveMany(link).size());
        assertNear(0.1, link.corrupted(), "corrupted");
        assertEquals(link.corrupted(), broken, "seed " + SEED);
    }

    @Test
    void aCopyOfABrokenFrameIsWhole() {
        FaultyLink link = faulty(Faults.none().corruption(1).duplication(1));
        assertEquals(2 * MANY, receiveMany(link).size());
        assertEquals(MANY, broken);
    }

    @Test
    void arpIsNotBroken() {
        FaultyLink link = faulty(Faults.none().corruption(1));
        Frame arp = FrameSample.segment(out, 1, 0);
        Ethernet.write(arp.memory, arp.start, 1, 2, Ethernet.TYPE_ARP);
        cable.left().transmit(out);
        receive(link);
        assertEquals(0, link.corrupted());
    }

    @Test
    void aFrameArrivesAfterItsDelayAndNotBefore() {
        FaultyLink link = faulty(Faults.none().delay(10 * MILLISECOND, 0));
        assertEquals(Long.MAX_VALUE, link.nextArrival());
        send(1);
        assertEquals(List.of(), receive(link));
        assertEquals(clock.nanoTime() + 10 * MILLISECOND, link.nextArrival());
        clock.advance(10 * MILLISECOND - 1);
        assertEquals(List.of(), receive(link));
        clock.advance(1);
        assertEquals(List.of(1), receive(link));
        assertEquals(Long.MAX_VALUE, link.nextArrival());
    }

    @Test
    void jitterIsAddedToTheDelay() {
        FaultyLink link = faulty(Faults.none().delay(MILLISECOND, MILLISECOND));
        TreeSet<Long> arrivals = new TreeSet<>();
        for (int i = 0; i < 200; i++) {
            send(i);
            receive(link);
            arrivals.add(link.nextArrival() - clock.nanoTime());
            clock.advance(2 * MILLISECOND);
            assertEquals(List.of(i), receive(link));
        }
        assertTrue(arrivals.size() > 150 && arrivals.first() >= MILLISECOND && arrivals.last() <= 2 * MILLISECOND);
    }

    @Test
    void aFrameThatIsHeldBackIsOvertaken() {
        FaultyLink link = faulty(Faults.none().reordering(0.2, MILLISECOND));
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            send(i);
            numbers.addAll(receive(link));
            clock.advance(MILLISECOND / 10);
        }
        clock.advance(MILLISECOND);
        numbers.addAll(receive(link));
        List<Integer> sorted = new ArrayList<>(numbers);
        Collections.sort(sorted);
        assertNotEquals(sorted, numbers);
        assertEquals(MANY, new TreeSet<>(numbers).size());
        assertEquals(MANY, numbers.size());
    }

    @Test
    void theRateSpacesFramesOut() {
        FaultyLink link = faulty(Faults.none().rate(1_000_000));
        send(1);
        send(2);
        receive(link);
        // 154 bytes at 1 Mbit/s are 1.232 ms.
        clock.advance(1_231_999);
        assertEquals(List.of(), receive(link));
        clock.advance(1);
        assertEquals(List.of(1), receive(link));
        clock.advance(1_232_000);
        assertEquals(List.of(2), receive(link));
    }

    @Test
    void whatFindsTheQueueFullIsLost() {
        FaultyLink link = faulty(Faults.none().delay(MILLISECOND, 0).queue(3));
        for (int i = 0; i < 5; i++) {
            send(i);
        }
        receive(link);
        clock.advance(MILLISECOND);
        assertEquals(List.of(0, 1, 2), receive(link));
        assertEquals(2, link.lost());
    }

    @Test
    void theSameSeedGivesTheSameFaults() {
        Faults faults = Faults.none().loss(0.1).duplication(0.1).reordering(0.1, 1_000).delay(500, 500);
        assertEquals(trial(faults, 1), trial(faults, 1));
        assertNotEquals(trial(faults, 1), trial(faults, 2));
    }

    private static List<Integer> trial(Faults faults, long seed) {
        FaultyLinkTest test = new FaultyLinkTest();
        FaultyLink link = new FaultyLink(test.cable.right(), faults, test.clock, seed);
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            test.send(i);
            numbers.addAll(test.receive(link));
            test.clock.advance(300);
        }
        return numbers;
    }

    @Test
    void theOrderInTheQueueIsThatOfTheArrivalTimes() {
        FaultyLink link = faulty(Faults.none().delay(0, 1_000_000).queue(64));
        for (int round = 0; round < 200; round++) {
            for (int i = 0; i < 60; i++) {
                send(i);
            }
            int arrived = receive(link).size();
            while (link.nextArrival() != Long.MAX_VALUE) {
                assertTrue(link.nextArrival() > clock.nanoTime(), "round " + round + ", seed " + SEED);
                clock.advanceTo(link.nextArrival());
                arrived += receive(link).size();
            }
            assertEquals(60, arrived);
        }
    }

    @Test
    void whatIsSentPassesUntouched() {
        FaultyLink link = faulty(Faults.none().loss(1));
        FrameSample.segment(out, 9, 10);
        link.transmit(out);
        assertEquals(1, cable.left().receive(in));
        assertEquals(9, FrameSample.number(in.get(0)));
    }

    @Test
    void aLinkThatVouchesForChecksumsIsNotCorrupted() {
        MemoryLink vouching = new MemoryCable(1_500, LinkCapabilities.CHECKSUM, 1).right();
        assertThrows(IllegalArgumentException.class,
                () -> new FaultyLink(vouching, Faults.none().corruption(0.1), clock, SEED));
        assertFalse(new FaultyLink(vouching, Faults.none().loss(0.1), clock, SEED).receive(in) > 0);
    }

    @Test
    void aChanceIsBetweenNoneAndCertainty() {
        assertThrows(IllegalArgumentException.class, () -> Faults.none().loss(1.01));
        assertThrows(IllegalArgumentException.class, () -> Faults.none().loss(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> Faults.none().delay(-1, 0));
    }

    @Test
    void whereAnUnfinishedChecksumBeginsIsStillKnownBehindTheWire() {
        FaultyLink link = new FaultyLink(new Unfinished(), Faults.none().delay(MILLISECOND, 0), clock, SEED);
        in.clear();
        assertEquals(0, link.receive(in));
        clock.advance(MILLISECOND);
        in.clear();
        assertEquals(1, link.receive(in));
        assertEquals(Frame.CHECKSUM_OFFLOADED, in.get(0).flags);
        assertEquals(Unfinished.TRANSPORT_AT, in.get(0).transportAt);
    }

    /// One frame whose transport checksum is left to whoever sends it on, as a TAP delivers it.
    private static final class Unfinished implements Link {

        static final int TRANSPORT_AT = 34;
        private boolean delivered;

        @Override
        public LinkCapabilities capabilities() {
            return new LinkCapabilities(1_500, 2, LinkCapabilities.CHECKSUM, 1_500);
        }

        @Override
        public int receive(FrameBatch batch) {
            if (!delivered) {
                FrameSample.segment(batch, 1, 100);
                batch.get(0).flags = Frame.CHECKSUM_OFFLOADED;
                batch.get(0).transportAt = TRANSPORT_AT;
                delivered = true;
            }
            return batch.size();
        }

        @Override
        public void transmit(FrameBatch batch) {
            batch.clear();
        }

        @Override
        public int descriptor() {
            return -1;
        }

        @Override
        public long dropped() {
            return 0;
        }

        @Override
        public void close() {
        }
    }
}
