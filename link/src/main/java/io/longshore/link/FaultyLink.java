package io.longshore.link;

import io.longshore.agent.Clock;
import io.longshore.wire.Ethernet;
import io.longshore.wire.Frame;
import io.longshore.wire.FrameBatch;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;

/// Makes the wire into a link a bad one: frames arrive late, twice, in another order, broken or not at all, as a seed
/// decides. What is sent through it is not touched: wrap both ends of a cable for faults both ways. The same seed,
/// clock readings and frames give the same faults.
///
/// Corruption wants a link that does not vouch for checksums, for a broken frame must be found out.
public final class FaultyLink implements Link {

    private static final int ARRIVALS = 64;
    private static final int BROKEN_BITS = 1;

    private final Link link;
    private final Faults faults;
    private final Clock clock;
    private final SplittableRandom random;
    private final FrameBatch arrivals;
    private final DelayQueue underWay;
    /// When the wire has carried all that has arrived so far.
    private long wireFree;
    private long lost;
    private long duplicated;
    private long corrupted;

    public FaultyLink(Link link, Faults faults, Clock clock, long seed) {
        LinkCapabilities capabilities = link.capabilities();
        if (faults.corruption > 0 && capabilities.offloads(LinkCapabilities.CHECKSUM)) {
            throw new IllegalArgumentException("a link that vouches for checksums cannot corrupt frames");
        }
        this.link = link;
        this.faults = faults;
        this.clock = clock;
        random = new SplittableRandom(seed);
        arrivals = new FrameBatch(Arena.ofAuto(), ARRIVALS, capabilities.frameRoom());
        underWay = new DelayQueue(faults.queueFrames, capabilities.frameRoom());
        wireFree = clock.nanoTime();
    }

    @Override
    public LinkCapabilities capabilities() {
        return link.capabilities();
    }

    @Override
    public int receive(FrameBatch batch) {
        long now = clock.nanoTime();
        admit(now);
        while (!batch.isFull() && underWay.isDue(now)) {
            underWay.poll(batch.add());
        }
        return batch.size();
    }

    /// Takes in all that has arrived at the wrapped link.
    private void admit(long now) {
        int received;
        do {
            arrivals.clear();
            received = link.receive(arrivals);
            for (int i = 0; i < received; i++) {
                admit(arrivals.get(i), now);
            }
        } while (received == ARRIVALS);
    }

    private void admit(Frame frame, long now) {
        if (happens(faults.loss)) {
            lost++;
            return;
        }
        boolean twice = happens(faults.duplication);
        if (twice) {
            duplicated++;
            delay(frame, now);
        }
        if (happens(faults.corruption) && corrupt(frame)) {
            corrupted++;
        }
        delay(frame, now);
    }

    private void delay(Frame frame, long now) {
        wireFree = Math.max(wireFree, now) + faults.serialisationNanos(frame.length);
        long due = wireFree + faults.delayNanos + upTo(faults.jitterNanos);
        if (happens(faults.reordering)) {
            due += upTo(faults.heldBackNanos);
        }
        if (!underWay.offer(frame, due)) {
            lost++;
        }
    }

    /// Turns one bit of an IP packet over; false if the frame carries none.
    private boolean corrupt(Frame frame) {
        if (frame.length <= Ethernet.HEADER || Ethernet.type(frame.memory, frame.start) == Ethernet.TYPE_ARP) {
            return false;
        }
        long at = frame.start + random.nextInt(Ethernet.HEADER, frame.length);
        int bit = BROKEN_BITS << random.nextInt(Byte.SIZE);
        frame.memory.set(ValueLayout.JAVA_BYTE, at, (byte) (frame.memory.get(ValueLayout.JAVA_BYTE, at) ^ bit));
        return true;
    }

    private boolean happens(double chance) {
        return chance > 0 && random.nextDouble() < chance;
    }

    private long upTo(long nanos) {
        return nanos == 0 ? 0 : random.nextLong(nanos + 1);
    }

    @Override
    public void transmit(FrameBatch batch) {
        link.transmit(batch);
    }

    /// When the next frame under way arrives, `Long.MAX_VALUE` if none is: for those who move a virtual clock. Frames
    /// that still wait at the wrapped link are not among them.
    public long nextArrival() {
        return underWay.earliest();
    }

    /// Frames that were lost, those that found the queue full among them.
    public long lost() {
        return lost;
    }

    public long duplicated() {
        return duplicated;
    }

    public long corrupted() {
        return corrupted;
    }

    @Override
    public int descriptor() {
        return link.descriptor();
    }

    @Override
    public long dropped() {
        return link.dropped();
    }

    @Override
    public void close() {
        link.close();
    }
}
