package io.longshore.stack;

import io.longshore.channel.SlotLayout;
import io.longshore.memory.RingGeometry;
import io.longshore.tcp.Tcb;

/// Gives the memory of rings back that nobody uses: both rings of freed slots, and the receive rings of connections
/// that have been idle for a while and whose application has read all. (A send ring in use is the host's to write at
/// any time; only the host could empty it.) In bounded steps, once a second, so that a slot in constant use keeps its
/// pages.
final class IdleMemory {

    private static final long INTERVAL = 1_000_000_000L;
    private static final long IDLE = 5 * INTERVAL;
    /// System calls of one turn, about 5 µs each.
    private static final int MOST_DISCARDS = 32;
    /// Connections looked at in one turn.
    private static final int MOST_LOOKS = 1024;
    private static final int NONE = -1;

    private final Shard shard;
    /// Connections whose receive rings hold pages.
    private final NumberQueue touched;
    private final Tcb tcb = new Tcb();
    private long next;
    private int culprit = NONE;
    private boolean isPending;

    IdleMemory(Shard shard, int connections, long now) {
        this.shard = shard;
        touched = new NumberQueue(connections);
        next = now + INTERVAL;
    }

    /// Text was placed for a connection.
    void placed(int number) {
        touched.add(number);
    }

    /// A slot lost its connection; its rings hold pages.
    void parted(ServerAttachment attachment, Tcb gone) {
        Connections connections = shard.connections;
        int number = gone.number();
        int slot = gone.slot();
        if (connections.placedEnd[number] > 0) {
            attachment.touch(slot, 0, RingGeometry.log2Capacity(connections.receiveGeometry[number]));
        }
        if (gone.sent() > 0) {
            attachment.touch(slot, 1, RingGeometry.log2Capacity(connections.sendGeometry[number]));
        }
    }

    /// One round if it is due: freed slots first.
    void turn(long now) {
        if (now - next < 0) {
            return;
        }
        culprit = NONE;
        int left = MOST_DISCARDS;
        for (int i = 0; i < shard.attachments.length && left > 0; i++) {
            if (shard.attachments[i] != null) {
                left = discardFreed(shard.attachments[i], left);
            }
        }
        left = discardIdle(left, now);
        isPending = left == 0;
        next = now + (isPending ? INTERVAL / 100 : INTERVAL);
    }

    private int discardFreed(ServerAttachment attachment, int most) {
        int left = most;
        while (left > 0 && !attachment.isCutOff()) {
            int slot = attachment.freed().take();
            if (slot == NumberQueue.NONE) {
                break;
            }
            // One that is in use again will be freed again.
            if (attachment.state[slot] == SlotLayout.STATE_FREE) {
                left -= attachment.discardRings(slot, shard.counters);
            }
        }
        return left;
    }

    private int discardIdle(int most, long now) {
        int left = most;
        int looks = Math.min(MOST_LOOKS, touched.size());
        for (int i = 0; i < looks && left > 0; i++) {
            left -= discardIfIdle(touched.take(), now);
        }
        return left;
    }

    private int discardIfIdle(int number, long now) {
        if (!shard.tcp.slab.isLive(number)) {
            return 0;
        }
        culprit = number;
        shard.tcp.slab.at(tcb, number);
        ServerAttachment attachment = shard.attachmentOf(tcb);
        if (attachment == null || attachment.isCutOff()) {
            return 0;
        }
        if (!isIdle(attachment, now)) {
            touched.add(number);
            return 0;
        }
        discardReceived(attachment);
        return 1;
    }

    private boolean isIdle(ServerAttachment attachment, long now) {
        if (now - tcb.lastReceivedAt() < IDLE) {
            return false;
        }
        TextPlacer.look(shard, attachment, tcb);
        return tcb.read() == shard.connections.placedEnd[tcb.number()];
    }

    private void discardReceived(ServerAttachment attachment) {
        int bytes = RingGeometry.capacity(shard.connections.receiveGeometry[tcb.number()]);
        attachment.lease().discard(attachment.layout().receiveRing(tcb.slot()), bytes);
        shard.counters.ringBytesGivenBack += bytes;
    }

    /// The connection that the last round looked at last, −1 if none.
    int culprit() {
        return culprit;
    }

    /// When the next round is due; `Long.MAX_VALUE` if there is nothing to give back.
    long deadline() {
        return isPending || touched.size() > 0 || hasFreed() ? next : Long.MAX_VALUE;
    }

    private boolean hasFreed() {
        for (int i = 0; i < shard.attachments.length; i++) {
            if (shard.attachments[i] != null && shard.attachments[i].freed().size() > 0) {
                return true;
            }
        }
        return false;
    }
}
