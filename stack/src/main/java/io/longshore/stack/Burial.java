package io.longshore.stack;

import io.longshore.channel.CutOff;
import io.longshore.channel.SlotLayout;
import io.longshore.tcp.Tcb;

/// Ends an attachment: because its application is gone, or because it broke the rules.
final class Burial {

    private final Shard shard;
    private final SlotEnds ends;
    private final HostPositions positions;
    private final Tcb tcb = new Tcb();

    Burial(Shard shard, SlotEnds ends, HostPositions positions) {
        this.shard = shard;
        this.ends = ends;
        this.positions = positions;
    }

    /// The application is gone: what the kernel does for a killed process, slot by slot. What is in its send rings
    /// is still sent; the region goes when the last byte is acknowledged.
    void bury(ServerAttachment attachment, long now) {
        attachment.orphan();
        // Listeners first: no connection may come into an accept queue of the dead.
        closeAll(attachment, true, now);
        closeAll(attachment, false, now);
    }

    private void closeAll(ServerAttachment attachment, boolean listeners, long now) {
        for (int slot = 0; slot < attachment.layout().slots() && !attachment.isCutOff(); slot++) {
            int state = attachment.state[slot];
            if (state != SlotLayout.STATE_FREE && state == SlotLayout.STATE_LISTENING == listeners) {
                close(attachment, slot, now);
            }
        }
    }

    private void close(ServerAttachment attachment, int slot, long now) {
        int owner = attachment.owner[slot];
        boolean connected = owner >= 0 && attachment.state[slot] != SlotLayout.STATE_LISTENING;
        if (connected && shard.connections.has(owner, Connections.LEFT)) {
            return;
        }
        boolean present = attachment.hostIsPresent(slot);
        if (connected && present) {
            positions.take(attachment, slot, shard.tcp.slab.at(tcb, owner));
        }
        // What nobody has accepted yet is reset, as when a listener is closed.
        ends.close(attachment, slot, connected && !present, now);
    }

    /// A host that breaks the rules loses all its connections at once, and its memory is not looked at again.
    void cutOff(ServerAttachment attachment, CutOff reason, long now) {
        if (attachment.isCutOff()) {
            return;
        }
        attachment.tellCutOff(reason);
        shard.counters.attachmentsCutOff++;
        for (int slot = 0; slot < attachment.layout().slots(); slot++) {
            if (attachment.state[slot] != SlotLayout.STATE_FREE) {
                ends.close(attachment, slot, true, now);
            }
        }
        ends.closeStrays(attachment, now);
        attachment.lease().cutOff(reason);
    }

    /// Whose memory failed, or whose registers lied, is cut off; what else fails on an attachment is a defect of
    /// ours, and costs that attachment only.
    void cutOff(ServerAttachment attachment, Throwable failure, long now) {
        shard.counters.fault(failure);
        CutOff reason = CutOff.SERVER_FAULT;
        if (failure instanceof HostViolation violation) {
            reason = violation.reason();
        } else if (failure instanceof InternalError) {
            reason = CutOff.MEMORY;
        }
        cutOff(attachment, reason, now);
    }

    /// Memory could not be accessed, nobody knows whose: cuts off every attachment whose file was cut short.
    ///
    /// @return whether there was one
    boolean cutOffTruncated(long now) {
        boolean found = false;
        for (int i = 0; i < shard.attachments.length; i++) {
            ServerAttachment attachment = shard.attachments[i];
            if (attachment != null && !attachment.lease().isIntact()) {
                // Where it is cut off already, the report is only late.
                cutOff(attachment, CutOff.MEMORY, now);
                found = true;
            }
        }
        return found;
    }

    /// Hands back the regions that nothing refers to any more: to be called when no frame is in the making.
    void sweep() {
        for (int i = 0; i < shard.attachments.length; i++) {
            ServerAttachment attachment = shard.attachments[i];
            boolean over = attachment != null && (attachment.isOrphaned() || attachment.isCutOff());
            if (over && attachment.inUse() == 0) {
                shard.attachments[i] = null;
                attachment.lease().ended();
            }
        }
    }
}
