package io.longshore.stack;

import io.longshore.channel.RegionLayout;
import io.longshore.channel.SlotLayout;
import io.longshore.memory.RingGeometry;
import io.longshore.tcp.Tcb;

/// Takes over what the host says in its line of a connected slot, each register once, checked after copying.
final class HostPositions {

    /// Linux's limits for TCP_KEEPIDLE, TCP_KEEPINTVL and TCP_KEEPCNT.
    private static final int MOST_SECONDS = 32_767;
    private static final int MOST_PROBES = 127;

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
        }
        TextPlacer.look(attachment, tcb);
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

    void takeOptions(ServerAttachment attachment, int slot, Tcb tcb, long now) {
        int options = attachment.get(slot, SlotLayout.OPTIONS);
        // The two lowest bits are ECN's (RFC 3168), not the application's.
        shard.connections.trafficClass[tcb.number()] = (byte) (attachment.get(slot, SlotLayout.TRAFFIC_CLASS) & 0xFC);
        flag(tcb, Tcb.NO_DELAY, (options & SlotLayout.OPTION_NO_DELAY) != 0);
        takeKeepAlive(attachment, slot, tcb, now);
    }

    private void takeKeepAlive(ServerAttachment attachment, int slot, Tcb tcb, long now) {
        boolean wanted = (attachment.get(slot, SlotLayout.OPTIONS) & SlotLayout.OPTION_KEEP_ALIVE) != 0;
        int idle = clamp(attachment.get(slot, SlotLayout.KEEP_IDLE), MOST_SECONDS);
        boolean changed = wanted != tcb.has(Tcb.KEEP_ALIVE) || wanted && idle != tcb.keepIdle();
        if (wanted) {
            tcb.keepIdle(idle);
            tcb.keepInterval(clamp(attachment.get(slot, SlotLayout.KEEP_INTERVAL), MOST_SECONDS));
            tcb.keepCount(clamp(attachment.get(slot, SlotLayout.KEEP_COUNT), MOST_PROBES));
        }
        flag(tcb, Tcb.KEEP_ALIVE, wanted);
        if (changed) {
            shard.tcp.timers.keepAliveChanged(tcb, now);
        }
    }

    private static void flag(Tcb tcb, int flag, boolean on) {
        if (on) {
            tcb.set(flag);
        } else {
            tcb.clear(flag);
        }
    }

    private static int clamp(int value, int most) {
        return Math.max(0, Math.min(value, most));
    }
}
