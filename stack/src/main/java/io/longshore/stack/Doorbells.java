package io.longshore.stack;

import io.longshore.channel.SlotLayout;
import io.longshore.memory.DoorbellBitmap;
import io.longshore.tcp.SocketOptions;
import io.longshore.tcp.Tcb;
import io.longshore.tcp.Verdict;

/// Answers the doorbells of an attachment: looks at each slot that was rung and does what its host's line says.
final class Doorbells {

    /// Slots of one attachment that one turn looks at; the rest stay rung.
    private static final int MOST_SLOTS = 1024;

    private final Shard shard;
    private final Consequences consequences;
    private final HostPositions positions;
    private final Acceptor acceptor;
    private final SlotEnds ends;
    private final Requests requests;
    private final OptionRegisters options;
    private final Verdict verdict = new Verdict();
    private final Tcb tcb = new Tcb();
    private int slot = ServerAttachment.NONE;

    Doorbells(Shard shard, Consequences consequences, HostPositions positions, Acceptor acceptor, SlotEnds ends) {
        this.shard = shard;
        this.consequences = consequences;
        this.positions = positions;
        this.acceptor = acceptor;
        this.ends = ends;
        this.requests = new Requests(shard);
        this.options = new OptionRegisters(shard);
    }

    /// @return slots looked at
    int drain(ServerAttachment attachment, long now) {
        DoorbellBitmap bitmap = attachment.requests();
        attachment.tellTurn(now);
        int done = 0;
        while (done < MOST_SLOTS && !attachment.isCutOff()) {
            slot = ServerAttachment.NONE;
            slot = bitmap.next();
            if (slot < 0) {
                break;
            }
            answer(attachment, slot, now);
            done++;
        }
        return done;
    }

    /// The slot that is looked at; none where the bitmap itself is at fault.
    int culprit() {
        return slot;
    }

    private void answer(ServerAttachment attachment, int slot, long now) {
        boolean ours = slot >= attachment.layout().firstServerSlot();
        // A free slot of the server's half is nobody's: what is said of it, is said by a host that lies or is late.
        if (!attachment.hostIsPresent(slot) || ours && attachment.state[slot] == SlotLayout.STATE_FREE) {
            return;
        }
        if (attachment.queuedAt[slot] != ServerAttachment.NOT_QUEUED) {
            acceptor.adopted(attachment, slot);
        }
        int request = attachment.acquireInt(slot, SlotLayout.REQUEST);
        if (request != attachment.answered[slot]) {
            requests.answer(attachment, slot, request, now);
        }
        // Intent before positions: with the intent to shut, `sent` is final.
        int intent = attachment.acquireInt(slot, SlotLayout.INTENT);
        boolean connected = attachment.state[slot] == SlotLayout.STATE_CONNECTING
                || attachment.state[slot] == SlotLayout.STATE_ESTABLISHED;
        if (connected) {
            serve(attachment, slot, intent, now);
        } else if (attachment.state[slot] == SlotLayout.STATE_LISTENING) {
            lookAtQueue(attachment, slot);
        }
        if ((intent & SlotLayout.INTENT_CLOSE) != 0 && !hasLeft(attachment, slot)) {
            ends.close(attachment, slot, connected && wantsAbort(intent), now);
        }
    }

    private void serve(ServerAttachment attachment, int slot, int intent, long now) {
        if (hasLeft(attachment, slot)) {
            return;
        }
        shard.tcp.slab.at(tcb, attachment.owner[slot]);
        tcb.set(Tcb.ADOPTED);
        positions.take(attachment, slot, tcb);
        options.take(attachment, slot, tcb, now);
        if ((intent & SlotLayout.INTENT_SHUT_INPUT) != 0) {
            tcb.set(Tcb.INPUT_SHUT);
        }
        boolean closing = (intent & SlotLayout.INTENT_CLOSE) != 0;
        if ((intent & SlotLayout.INTENT_SHUT_OUTPUT) != 0 && !closing && !tcb.has(Tcb.OUTPUT_SHUT)) {
            shard.tcp.closing.shutdown(tcb, verdict, now);
            consequences.apply(tcb, verdict);
        }
        shard.ready.add(tcb.number());
        shard.arm(tcb);
    }

    private void lookAtQueue(ServerAttachment attachment, int slot) {
        ListeningSlot listening = shard.listening[attachment.owner[slot]];
        listening.look();
        listening.takeOptions(shard.tcp.listeners);
        shard.tcp.listeners.queued(listening.listener, listening.queued());
    }

    private boolean hasLeft(ServerAttachment attachment, int slot) {
        int owner = attachment.owner[slot];
        return owner >= 0 && attachment.state[slot] != SlotLayout.STATE_LISTENING
                && shard.connections.has(owner, Connections.LEFT);
    }

    /// A linger time of 0 asks for a reset, as SO_LINGER does.
    private boolean wantsAbort(int intent) {
        return (intent & SlotLayout.INTENT_ABORT) != 0 || SocketOptions.linger(tcb) == 0;
    }
}
