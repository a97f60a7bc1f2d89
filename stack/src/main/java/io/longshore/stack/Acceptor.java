package io.longshore.stack;

import io.longshore.channel.SlotLayout;
import io.longshore.memory.RingGeometry;
import io.longshore.tcp.OpeningFields;
import io.longshore.tcp.Tcb;

/// Gives completed passive opens a slot and queues them for accept, before anyone asks (eager accept).
final class Acceptor {

    private final Shard shard;
    private final Announcer announcer;

    Acceptor(Shard shard, Announcer announcer) {
        this.shard = shard;
        this.announcer = announcer;
    }

    /// Gives a connection its slot; false if there is none, or its listener is gone: it is to be reset.
    boolean accept(Tcb tcb) {
        ListeningSlot listening = tcb.listener() < 0 ? null : shard.listening[tcb.listener()];
        if (listening == null) {
            return false;
        }
        ServerAttachment attachment = listening.attachment;
        int slot = attachment.allocate();
        if (slot == ServerAttachment.NONE) {
            shard.counters.slotsExhausted++;
            // TCP has counted it as queued, which it never will be.
            shard.tcp.listeners.queued(listening.listener, listening.queued());
            return false;
        }
        boolean told = false;
        try {
            give(listening, slot, tcb);
            told = true;
        } finally {
            if (!told) {
                // nobody would close it
                shard.connections.mark(tcb.number(), Connections.LEFT);
            }
        }
        return true;
    }

    private void give(ListeningSlot listening, int slot, Tcb tcb) {
        ServerAttachment attachment = listening.attachment;
        attachment.owner[slot] = tcb.number();
        tcb.attachment(attachment.number());
        tcb.slot(slot);
        tcb.slotGeneration(attachment.generation[slot]);
        long ring = Shard.newRing(attachment, tcb);
        tcb.receiveCapacity(RingGeometry.capacity(ring));
        shard.connections.begin(tcb.number(), ring);
        shard.waits.begin(tcb.number());
        if (OpeningFields.hadSynText(tcb)) {
            shard.connections.conditions[tcb.number()] |= SlotLayout.CONDITION_SYN_TEXT;
        }
        announcer.introduce(attachment, tcb);
        attachment.begin(slot, SlotLayout.STATE_ESTABLISHED, tcb.number());
        queue(listening, slot);
    }

    private void queue(ListeningSlot listening, int slot) {
        ServerAttachment attachment = listening.attachment;
        attachment.queuedFor[slot] = listening.listener;
        attachment.queuedAt[slot] = listening.append(slot, attachment.generation[slot]);
        Announcer.ring(attachment, listening.slot);
    }

    /// The host has adopted a slot out of a queue: there may be room for more.
    void adopted(ServerAttachment attachment, int slot) {
        attachment.queuedAt[slot] = ServerAttachment.NOT_QUEUED;
        ListeningSlot listening = shard.listening[attachment.queuedFor[slot]];
        if (listening != null && listening.attachment == attachment) {
            listening.look();
            shard.tcp.listeners.queued(listening.listener, listening.queued());
        }
    }
}
