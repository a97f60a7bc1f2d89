package io.longshore.stack;

import io.longshore.channel.SlotLayout;
import io.longshore.tcp.Tcb;
import io.longshore.tcp.UrgentText;
import io.longshore.tcp.Verdict;

/// Does what a verdict says, in the order in which it is true: accepted, established, news for the host, more to send,
/// over. Text has its own room, [TextPlacer].
final class Consequences {

    private static final int NEWS_TO_RING = Verdict.RECEIVED | Verdict.INPUT_END | Verdict.OUTPUT_END | Verdict.ERROR
            | Verdict.URGENT;

    private final Shard shard;
    private final Acceptor acceptor;
    private final Announcer announcer;

    Consequences(Shard shard, Acceptor acceptor, Announcer announcer) {
        this.shard = shard;
        this.acceptor = acceptor;
        this.announcer = announcer;
    }

    /// Gives an accepted connection its slot, before its first text is placed; without one it is reset.
    void open(Tcb tcb, Verdict verdict, long now) {
        if (verdict.has(Verdict.ACCEPTED) && !acceptor.accept(tcb)) {
            shard.tcp.closing.abort(tcb, verdict, now);
        }
        if (verdict.has(Verdict.ESTABLISHED)) {
            establish(tcb);
        }
    }

    private void establish(Tcb tcb) {
        ServerAttachment attachment = shard.attachmentOf(tcb);
        if (attachment != null && attachment.state[tcb.slot()] == SlotLayout.STATE_CONNECTING) {
            announcer.introduce(attachment, tcb);
            attachment.setState(tcb.slot(), SlotLayout.STATE_ESTABLISHED);
            shard.tell(tcb, Connections.RING);
        }
    }

    /// Everything else that a verdict says. The connection may be without a slot afterwards, and its record is
    /// released when output has nothing more for it.
    void apply(Tcb tcb, Verdict verdict) {
        if (verdict.has(NEWS_TO_RING)) {
            note(tcb, verdict);
            shard.tell(tcb, Connections.RING);
        } else if (verdict.has(Verdict.ACKED)) {
            shard.tell(tcb, Connections.ROOM);
        }
        if (verdict.has(Verdict.TIME_WAIT | Verdict.DEAD) || hasLeft(tcb)) {
            part(tcb);
        }
        if (verdict.has(Verdict.DEAD)) {
            shard.connections.mark(tcb.number(), Connections.DYING);
        }
        if (verdict.has(Verdict.SEND | Verdict.DEAD)) {
            shard.ready.add(tcb.number());
        }
        shard.arm(tcb);
    }

    private void note(Tcb tcb, Verdict verdict) {
        int bits = verdict.has(Verdict.INPUT_END) ? SlotLayout.CONDITION_INPUT_END : 0;
        bits |= verdict.has(Verdict.OUTPUT_END) ? SlotLayout.CONDITION_OUTPUT_END : 0;
        if (verdict.has(Verdict.ERROR)) {
            bits |= SlotLayout.CONDITION_ERROR;
            tcb.error(verdict.error);
        }
        if (verdict.has(Verdict.URGENT)) {
            bits |= SlotLayout.CONDITION_URGENT;
            tellUrgent(tcb);
        }
        shard.connections.conditions[tcb.number()] |= (byte) bits;
    }

    /// At once, so that a reader who finds the urgent byte knows that it is one.
    private void tellUrgent(Tcb tcb) {
        ServerAttachment attachment = shard.attachmentOf(tcb);
        if (attachment != null && !attachment.isCutOff()) {
            int slot = tcb.slot();
            int told = attachment.get(slot, SlotLayout.CONDITIONS);
            attachment.release(slot, SlotLayout.URGENT_RECEIVED, UrgentText.end(tcb));
            attachment.release(slot, SlotLayout.CONDITIONS, told | SlotLayout.CONDITION_URGENT);
        }
    }

    /// Whether the host has closed the slot and the peer has all of its bytes: the slot's rings are needed no more. The
    /// FIN needs no ring.
    private boolean hasLeft(Tcb tcb) {
        return shard.connections.has(tcb.number(), Connections.LEFT) && tcb.acknowledged() == tcb.sent();
    }

    /// Ends what slot and connection have to do with each other: the host is told, or the slot is free if it left.
    void part(Tcb tcb) {
        ServerAttachment attachment = shard.attachmentOf(tcb);
        if (attachment == null) {
            return;
        }
        int slot = tcb.slot();
        shard.idle.parted(attachment, tcb);
        if (shard.connections.has(tcb.number(), Connections.LEFT) || attachment.isCutOff()) {
            free(attachment, slot);
        } else {
            announcer.announce(attachment, tcb);
            attachment.owner[slot] = ServerAttachment.NONE;
            attachment.setState(slot, SlotLayout.STATE_CLOSED);
            Announcer.ring(attachment, slot);
        }
        tcb.slot(-1);
        shard.memory.parted(tcb);
    }

    /// Frees a slot that no connection needs, and the port that it had bound.
    void free(ServerAttachment attachment, int slot) {
        if (attachment.binding[slot] != Ports.NONE) {
            shard.ports.release(attachment.binding[slot]);
            attachment.binding[slot] = Ports.NONE;
        }
        attachment.free(slot);
    }
}
