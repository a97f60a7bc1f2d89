package io.longshore.stack;

import io.longshore.channel.SlotLayout;
import io.longshore.tcp.Tcb;
import io.longshore.tcp.Verdict;

/// What a failure costs, and whom. A host that breaks the rules, or whose memory is no more, loses its attachment.
/// Anything else is a defect of ours: it costs the connection on which it showed, and no other, since a peer that found
/// a way to bring it about must not be able to end the whole application. What is nobody's is dropped and counted.
final class ConnectionFaults {

    private final Shard shard;
    private final Burial burial;
    private final Consequences consequences;
    private final Sender sender;
    private final Verdict verdict = new Verdict();
    private final Tcb tcb = new Tcb();

    ConnectionFaults(Shard shard, Burial burial, Consequences consequences, Sender sender) {
        this.shard = shard;
        this.burial = burial;
        this.consequences = consequences;
        this.sender = sender;
    }

    /// A step on a connection has failed; −1 where it was on none.
    void connection(int number, Throwable failure, long now) {
        if (!shard.tcp.slab.isLive(number)) {
            shard.counters.fault(failure);
            return;
        }
        shard.tcp.slab.at(tcb, number);
        ServerAttachment attachment = shard.attachmentOf(tcb);
        if (attachment != null && isItsOwn(failure)) {
            burial.cutOff(attachment, failure, now);
            return;
        }
        shard.counters.fault(failure);
        try {
            end(attachment);
        } catch (RuntimeException | InternalError again) {
            giveUp(attachment, again, now);
        }
    }

    /// A slot's doorbell could not be answered.
    void slot(ServerAttachment attachment, int slot, Throwable failure, long now) {
        boolean connected = slot >= 0 && (attachment.state[slot] == SlotLayout.STATE_CONNECTING
                || attachment.state[slot] == SlotLayout.STATE_ESTABLISHED);
        if (connected && !isItsOwn(failure)) {
            connection(attachment.owner[slot], failure, now);
        } else {
            burial.cutOff(attachment, failure, now);
        }
    }

    private static boolean isItsOwn(Throwable failure) {
        return failure instanceof HostViolation || failure instanceof InternalError;
    }

    private void end(ServerAttachment attachment) {
        if (shard.connections.has(tcb.number(), Connections.DYING)) {
            // Not even its reset could be sent.
            sender.release(tcb);
            return;
        }
        shard.counters.connectionsAborted++;
        if (attachment != null) {
            forgetUntold(attachment);
        }
        shard.tcp.closing.fault(tcb, verdict);
        consequences.apply(tcb, verdict);
    }

    /// What came with the failure may not have been placed: the host is not told of more than it was before. The
    /// register is ours; if the host has written over it, only it is misled.
    private void forgetUntold(ServerAttachment attachment) {
        long told = attachment.isCutOff() ? tcb.read() : attachment.acquire(tcb.slot(), SlotLayout.RECEIVED);
        if (told < tcb.received()) {
            tcb.received(Math.max(told, tcb.read()));
        }
    }

    private void giveUp(ServerAttachment attachment, Throwable failure, long now) {
        if (attachment == null) {
            shard.counters.fault(failure);
        } else {
            burial.cutOff(attachment, failure, now);
        }
    }
}
