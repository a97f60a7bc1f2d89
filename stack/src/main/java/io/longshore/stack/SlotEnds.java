package io.longshore.stack;

import io.longshore.channel.RegionLayout;
import io.longshore.channel.SlotLayout;
import io.longshore.tcp.Tcb;
import io.longshore.tcp.Verdict;

/// What happens to a slot that its host closes, by itself or by dying, as Linux has it: unread bytes or an abort reset
/// the connection, otherwise the rest is sent and the FIN behind it.
final class SlotEnds {

    private final Shard shard;
    private final Consequences consequences;
    private final Verdict verdict = new Verdict();
    private final Tcb tcb = new Tcb();

    SlotEnds(Shard shard, Consequences consequences) {
        this.shard = shard;
        this.consequences = consequences;
    }

    /// Closes a slot in whatever state it is. Its positions have been taken over before.
    void close(ServerAttachment attachment, int slot, boolean abort, long now) {
        switch (attachment.state[slot]) {
            case SlotLayout.STATE_LISTENING -> stopListening(attachment, slot, now);
            case SlotLayout.STATE_CONNECTING, SlotLayout.STATE_ESTABLISHED ->
                    closeConnection(attachment, slot, abort, now);
            default -> consequences.free(attachment, slot);
        }
    }

    private void closeConnection(ServerAttachment attachment, int slot, boolean abort, long now) {
        shard.tcp.slab.at(tcb, attachment.owner[slot]);
        shard.connections.mark(tcb.number(), Connections.LEFT);
        if (abort) {
            shard.tcp.closing.abort(tcb, verdict, now);
        } else {
            shard.tcp.closing.close(tcb, tcb.received() > tcb.read(), verdict, now);
        }
        consequences.apply(tcb, verdict);
    }

    /// The port is free at once. Who waits for an accept that will not come is reset.
    void stopListening(ServerAttachment attachment, int slot, long now) {
        ListeningSlot listening = shard.listening[attachment.owner[slot]];
        shard.listening[listening.listener] = null;
        shard.tcp.listeners.close(listening.listener);
        dropHalfOpen(listening.listener);
        resetQueued(listening, now);
        attachment.touch(slot, 0, RegionLayout.INITIAL_LOG2_RING);
        consequences.free(attachment, slot);
    }

    /// What a step that was broken off has left behind: a connection or a port whose slot does not know of it.
    void closeStrays(ServerAttachment attachment, long now) {
        for (int listener = 0; listener < shard.listening.length; listener++) {
            if (shard.listening[listener] != null && shard.listening[listener].attachment == attachment) {
                shard.listening[listener] = null;
                shard.tcp.listeners.close(listener);
                dropHalfOpen(listener);
            }
        }
        for (int slot = 0; slot < attachment.layout().slots(); slot++) {
            closeStray(attachment, slot, now);
            if (attachment.binding[slot] != Ports.NONE) {
                consequences.free(attachment, slot);
            }
        }
    }

    /// A connection has its slot's number before the slot knows of it, and its number stands in the slot before that.
    private void closeStray(ServerAttachment attachment, int slot, long now) {
        int owner = attachment.owner[slot];
        if (!shard.tcp.slab.isLive(owner)) {
            return;
        }
        shard.tcp.slab.at(tcb, owner);
        if (tcb.slot() == slot && tcb.attachment() == attachment.number()) {
            tcb.slot(-1);
            shard.memory.parted(tcb);
            shard.tcp.closing.abort(tcb, verdict, now);
            consequences.apply(tcb, verdict);
        }
    }

    private void dropHalfOpen(int listener) {
        for (int n = shard.tcp.synQueue.first(listener); n >= 0; n = shard.tcp.synQueue.first(listener)) {
            shard.tcp.slab.at(tcb, n);
            shard.tcp.closing.drop(tcb, verdict);
            consequences.apply(tcb, verdict);
        }
    }

    private void resetQueued(ListeningSlot listening, long now) {
        ServerAttachment attachment = listening.attachment;
        listening.look();
        int slots = attachment.layout().slots();
        for (int slot = attachment.layout().firstServerSlot(); slot < slots; slot++) {
            long at = attachment.queuedAt[slot];
            if (at != ServerAttachment.NOT_QUEUED && attachment.queuedFor[slot] == listening.listener
                    && listening.isWaiting(at)) {
                close(attachment, slot, true, now);
            }
        }
    }
}
