package io.longshore.testing.simulation;

import io.longshore.agent.Clock;
import io.longshore.link.Link;
import io.longshore.link.LinkCapabilities;
import io.longshore.wire.Frame;
import io.longshore.wire.FrameBatch;
import java.lang.foreign.ValueLayout;

/// Hashes all that is sent, and when: two runs that differ anywhere differ here. While the wire is cut all is lost.
final class TracingLink implements Link {

    private static final long FNV_PRIME = 0x100000001b3L;

    private final Link link;
    private final Clock clock;
    private final long cutFrom;
    private final long cutTo;
    private long hash = 0xcbf29ce484222325L;
    private long frames;

    TracingLink(Link link, Clock clock, Scenario scenario) {
        this.link = link;
        this.clock = clock;
        cutFrom = scenario.cutFrom;
        cutTo = scenario.cutTo;
    }

    @Override
    public void transmit(FrameBatch batch) {
        for (int i = 0; i < batch.size(); i++) {
            trace(batch.get(i));
        }
        long now = clock.nanoTime();
        if (now >= cutFrom && now < cutTo) {
            batch.clear();
        }
        link.transmit(batch);
    }

    private void trace(Frame frame) {
        frames++;
        mix(clock.nanoTime());
        mix(frame.totalLength());
        long at = frame.start;
        long end = at + frame.length;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            mix(frame.memory.get(ValueLayout.JAVA_LONG_UNALIGNED, at));
        }
        for (; at < end; at++) {
            mix(frame.memory.get(ValueLayout.JAVA_BYTE, at));
        }
    }

    private void mix(long value) {
        hash = (hash ^ value) * FNV_PRIME;
        hash ^= hash >>> 29;
    }

    long hash() {
        return hash;
    }

    long frames() {
        return frames;
    }

    @Override
    public LinkCapabilities capabilities() {
        return link.capabilities();
    }

    @Override
    public int receive(FrameBatch batch) {
        return link.receive(batch);
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
