package io.longshore.stack;

import io.longshore.channel.SlotLayout;
import io.longshore.memory.RingGeometry;
import io.longshore.tcp.ReceiveWindow;
import io.longshore.tcp.Tcb;
import io.longshore.tcp.Verdict;
import java.lang.foreign.MemorySegment;

/// Copies received text into the slot's receive ring at its stream position, in order or not, and lets the ring start
/// over or grow. The bytes become the host's when [Announcer] releases `received`.
final class TextPlacer {

    private final Shard shard;

    TextPlacer(Shard shard) {
        this.shard = shard;
    }

    /// Places what the verdict names.
    ///
    /// @param frame where the segment lies
    /// @param at    offset in `frame` of the TCP header, from which the verdict counts
    void place(Tcb tcb, Verdict verdict, MemorySegment frame, long at) {
        ServerAttachment attachment = shard.attachmentOf(tcb);
        if (attachment == null || attachment.isCutOff()) {
            return;
        }
        long position = verdict.textPosition;
        long end = position + verdict.textLength;
        long geometry = geometryFor(attachment, tcb);
        if (position < tcb.read() || end > tcb.read() + RingGeometry.capacity(geometry)) {
            throw new IllegalStateException("text outside of the receive ring");
        }
        long ring = attachment.layout().receiveRing(tcb.slot());
        int first = Math.min(verdict.textLength, RingGeometry.contiguous(geometry, position));
        long from = at + verdict.textAt;
        MemorySegment region = attachment.region();
        MemorySegment.copy(frame, from, region, ring + RingGeometry.offset(geometry, position), first);
        MemorySegment.copy(frame, from + first, region, ring, verdict.textLength - first);
        int number = tcb.number();
        shard.connections.placedEnd[number] = Math.max(shard.connections.placedEnd[number], end);
        shard.idle.placed(number);
        shard.memory.count(tcb);
        shard.counters.bytesIn += verdict.textLength;
    }

    /// Takes the host's read position over, if the host has adopted the slot. Pairs with the host's release of `read`:
    /// its copying out happens before our writing over the bytes.
    static void look(Shard shard, ServerAttachment attachment, Tcb tcb) {
        int slot = tcb.slot();
        if (!attachment.hostIsPresent(slot)) {
            return;
        }
        long read = attachment.acquire(slot, SlotLayout.READ);
        if (read < tcb.read()) {
            throw HostViolation.READ_BACKWARDS;
        }
        // The record's `received` may be ahead of what the host was told, never behind.
        if (read > tcb.received()) {
            throw HostViolation.READ_BEYOND_RECEIVED;
        }
        shard.tcp.reading.advance(tcb, read, shard.now);
    }

    /// The geometry to place text with: an empty ring starts over, one that is smaller than the window could be doubles
    /// until it is not. Neither moves a byte that was placed.
    private long geometryFor(ServerAttachment attachment, Tcb tcb) {
        int number = tcb.number();
        long geometry = shard.connections.receiveGeometry[number];
        long read = tcb.read();
        long placedEnd = shard.connections.placedEnd[number];
        long next = read == placedEnd ? RingGeometry.restart(geometry, read) : geometry;
        long wish = ReceiveWindow.wish(tcb);
        // It may have to wait until no live byte lies across the end of the ring.
        while (wish > RingGeometry.capacity(next) && RingGeometry.mayGrow(next, read, placedEnd)
                && RingGeometry.log2Capacity(next) < attachment.layout().log2Ring()) {
            next = RingGeometry.grow(next, read);
            tcb.receiveCapacity(RingGeometry.capacity(next));
        }
        if (next != geometry) {
            shard.connections.receiveGeometry[number] = next;
            // Before `received` is released, so that a reader who acquires that sees a geometry that fits.
            attachment.release(tcb.slot(), SlotLayout.RECEIVE_GEOMETRY, next);
        }
        return next;
    }
}
