package io.longshore.stack;

import io.longshore.channel.RegionLayout;
import io.longshore.channel.SlotLayout;
import io.longshore.memory.RingGeometry;
import io.longshore.tcp.RecordEnds;
import io.longshore.tcp.SocketOptions;
import io.longshore.tcp.Tcb;

/// Takes over what the host says in its line of a connected slot, each register once, checked after copying.
final class HostPositions {

    private final Shard shard;

    HostPositions(Shard shard) {
        this.shard = shard;
    }

    /// Positions and send geometry. Pairs with the host's releases: the bytes before `sent` and their geometry are
    /// seen, the bytes before `read` are no longer looked at.
    void take(ServerAttachment attachment, int slot, Tcb tcb) {
        long sent = attachment.acquire(slot, SlotLayout.SENT);
        if (sent != tcb.sent()) {
            long geometry = attachment.acquire(slot, SlotLayout.SEND_GEOMETRY);
            check(attachment, tcb, sent, geometry);
            shard.connections.sendGeometry[tcb.number()] = geometry;
            tcb.sent(sent);
            if (SocketOptions.has(tcb, SocketOptions.RECORDS)) {
                RecordEnds.add(tcb, attachment.acquire(slot, SlotLayout.RECORD_END));
            }
        }
        TextPlacer.look(shard, attachment, tcb);
        shard.memory.count(tcb);
        if (shard.tcp.pressure.isTight(tcb)) {
            // What may be written is less than it was: the host has to hear of it before it writes more.
            shard.news.add(tcb.number());
        }
    }

    private static void check(ServerAttachment attachment, Tcb tcb, long sent, long geometry) {
        if (!RingGeometry.isSound(geometry, RegionLayout.INITIAL_LOG2_RING, attachment.layout().log2Ring(),
                tcb.acknowledged())) {
            throw HostViolation.SEND_GEOMETRY;
        }
        if (sent < tcb.sent()) {
            throw HostViolation.SENT_BACKWARDS;
        }
        // Behind the end of output there is nothing.
        if (tcb.has(Tcb.OUTPUT_SHUT) || sent - tcb.acknowledged() > RingGeometry.capacity(geometry)) {
            throw HostViolation.SENT_BEYOND_RING;
        }
    }
}
