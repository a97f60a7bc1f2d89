package io.longshore.testing.simulation;

import io.longshore.agent.VirtualClock;
import io.longshore.link.Link;
import io.longshore.link.LinkCapabilities;
import io.longshore.link.MemoryLink;
import io.longshore.wire.Ethernet;
import io.longshore.wire.Frame;
import io.longshore.wire.FrameBatch;
import io.longshore.wire.Ipv4;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/// The receiving end of a path with one queue that all flows share.
final class BottleneckLink implements Link {

    private static final double SECOND = 1e9;
    private static final int ARRIVALS = 64;
    private static final int ECN = 3;

    private record Flight(long due, long order, byte[] bytes, int flags) implements Comparable<Flight> {

        @Override
        public int compareTo(Flight other) {
            return due != other.due ? Long.compare(due, other.due) : Long.compare(order, other.order);
        }
    }

    private final MemoryLink link;
    private final PathSpec spec;
    private final VirtualClock clock;
    private final SplittableRandom random;
    private final FrameBatch arrivals;
    private final PriorityQueue<Flight> underWay = new PriorityQueue<>();
    private final long begin;
    private long wireFree;
    private double level;
    private long levelAt;
    private long order;
    long carried;
    long dropped;
    long marked;
    /// Frames that were too long for the path.
    long tooLong;
    /// The longest packet that passed.
    int longest;
    /// Time that frames have waited in the queue, in all.
    double waited;
    long frames;

    BottleneckLink(MemoryLink link, PathSpec spec, VirtualClock clock, long seed) {
        this.link = link;
        this.spec = spec;
        this.clock = clock;
        begin = clock.nanoTime();
        wireFree = begin;
        level = spec.bucket;
        levelAt = begin;
        random = new SplittableRandom(seed);
        arrivals = new FrameBatch(Arena.ofAuto(), ARRIVALS, link.capabilities().frameRoom());
    }

    @Override
    public int receive(FrameBatch batch) {
        admitAll();
        long now = clock.nanoTime();
        while (!batch.isFull() && !underWay.isEmpty() && underWay.peek().due <= now) {
            Flight flight = underWay.poll();
            Frame frame = batch.add();
            MemorySegment.copy(flight.bytes, 0, frame.memory, ValueLayout.JAVA_BYTE, frame.start, flight.bytes.length);
            frame.length = flight.bytes.length;
            frame.flags = flight.flags;
        }
        return batch.size();
    }

    private void admitAll() {
        int received;
        do {
            arrivals.clear();
            received = link.receive(arrivals);
            for (int i = 0; i < received; i++) {
                admit(arrivals.get(i), clock.nanoTime());
            }
        } while (received == ARRIVALS);
    }

    private void admit(Frame frame, long now) {
        int packet = frame.length - Ethernet.HEADER;
        if (packet > (now - begin >= spec.mtuChangeAt ? spec.mtuAfter : spec.mtu)) {
            tooLong++;
            return;
        }
        longest = Math.max(longest, packet);
        long waiting = spec.rate == 0 ? 0 : (long) (Math.max(wireFree - now, 0) / SECOND * spec.rate);
        if (waiting + frame.length > spec.buffer || !isWithinProfile(frame.length, now)
                || spec.loss > 0 && random.nextDouble() < spec.loss) {
            dropped++;
            return;
        }
        if (spec.markAbove > 0 && waiting > spec.markAbove) {
            mark(frame);
        }
        waited += Math.max(wireFree - now, 0);
        frames++;
        carried += frame.length;
        wireFree = Math.max(wireFree, now) + (spec.rate == 0 ? 0 : (long) (frame.length * SECOND / spec.rate));
        long delay = now - begin >= spec.changeAt ? spec.delayAfter : spec.delay;
        if (spec.reordering > 0 && random.nextDouble() < spec.reordering) {
            delay += random.nextLong(spec.heldBack);
        }
        byte[] bytes = frame.memory.asSlice(frame.start, frame.length).toArray(ValueLayout.JAVA_BYTE);
        underWay.add(new Flight(wireFree + delay, order++, bytes, frame.flags));
    }

    private boolean isWithinProfile(int bytes, long now) {
        if (spec.bucket == 0) {
            return true;
        }
        level = Math.min(spec.bucket, level + (now - levelAt) / SECOND * spec.tokens);
        levelAt = now;
        if (level < bytes) {
            return false;
        }
        level -= bytes;
        return true;
    }

    /// Congestion experienced, where the packet can bear it.
    private void mark(Frame frame) {
        long at = frame.start + Ethernet.HEADER;
        if (Ethernet.type(frame.memory, frame.start) == Ethernet.TYPE_IPV6) {
            mark6(frame, at);
            return;
        }
        int trafficClass = frame.memory.get(ValueLayout.JAVA_BYTE, at + 1);
        if (Ethernet.type(frame.memory, frame.start) == Ethernet.TYPE_IPV4 && (trafficClass & ECN) != 0) {
            frame.memory.set(ValueLayout.JAVA_BYTE, at + 1, (byte) (trafficClass | ECN));
            Ipv4.writeChecksum(frame.memory, at, Ipv4.headerLength(frame.memory, at));
            marked++;
        }
    }

    private void mark6(Frame frame, long at) {
        int bits = frame.memory.get(ValueLayout.JAVA_BYTE, at + 1);
        if ((bits & ECN << 4) != 0) {
            frame.memory.set(ValueLayout.JAVA_BYTE, at + 1, (byte) (bits | ECN << 4));
            marked++;
        }
    }

    /// When the next frame arrives; never later than now where some have not been looked at.
    long nextArrival() {
        admitAll();
        return underWay.isEmpty() ? Long.MAX_VALUE : underWay.peek().due;
    }

    @Override
    public LinkCapabilities capabilities() {
        return link.capabilities();
    }

    @Override
    public void transmit(FrameBatch batch) {
        link.transmit(batch);
    }

    @Override
    public int descriptor() {
        return -1;
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
