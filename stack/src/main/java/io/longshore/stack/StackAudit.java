package io.longshore.stack;

import io.longshore.channel.SlotLayout;
import io.longshore.tcp.Endpoints;
import io.longshore.tcp.Tcb;
import io.longshore.tcp.TcbInvariants;
import io.longshore.tcp.TcpInvariants;

/// What holds of a whole shard between two turns, and what is left in the end. The simulation looks after each turn; no
/// product code calls this.
public final class StackAudit {

    private final Shard shard;
    private final Tcb tcb = new Tcb();
    private final Endpoints endpoints = new Endpoints();
    private final TcpInvariants counts;

    private StackAudit(StackAgent agent) {
        shard = agent.shard();
        counts = new TcpInvariants(shard.tcp);
    }

    /// An auditor of one shard.
    public static StackAudit of(StackAgent agent) {
        return new StackAudit(agent);
    }

    /// What is wrong with the shard, in words; null if nothing is. Only where no connection is still to be sent for.
    public String violation() {
        if (shard.ready.size() > 0) {
            return null;
        }
        int live = 0;
        for (int n = shard.tcp.slab.next(0); n >= 0; n = shard.tcp.slab.next(n + 1)) {
            shard.tcp.slab.at(tcb, n);
            live++;
            String violation = violation(n);
            if (violation != null) {
                return "connection " + n + " in " + tcb.state() + ": " + violation;
            }
        }
        if (live != shard.tcp.slab.size() || live != shard.tcp.table.size()) {
            return live + " records live, " + shard.tcp.slab.size() + " counted, " + shard.tcp.table.size()
                    + " in the table";
        }
        String violation = counts.violation();
        violation = violation == null ? pages() : violation;
        return violation == null ? owners() : violation;
    }

    /// Memory for text is what the connections have of it.
    private String pages() {
        long pages = 0;
        for (int n = shard.tcp.slab.next(0); n >= 0; n = shard.tcp.slab.next(n + 1)) {
            pages += shard.connections.pages[n];
        }
        long ofAttachments = 0;
        for (int attachment = 0; attachment < shard.attachments.length; attachment++) {
            ofAttachments += shard.tcp.pressure.pages(attachment);
        }
        boolean right = pages == shard.tcp.pressure.pages() && pages == ofAttachments;
        return right ? null : ofAttachments + " pages of attachments and " + shard.tcp.pressure.pages()
                + " pages are counted, but the connections have " + pages;
    }

    private String violation(int number) {
        if (shard.tcp.table.find(endpoints.of(tcb)) != number) {
            return "the table does not find it";
        }
        if (tcb.deadline() != Tcb.NEVER && shard.timers.deadline(number) > tcb.deadline()) {
            return "its timer is lost";
        }
        if (tcb.slot() >= 0 && shard.attachments[tcb.attachment()].owner[tcb.slot()] != number) {
            return "its slot is another's";
        }
        return TcbInvariants.violation(tcb);
    }

    /// One owner for each slot, and the slot for its owner.
    private String owners() {
        for (ServerAttachment attachment : shard.attachments) {
            String violation = attachment == null ? null : owners(attachment);
            if (violation != null) {
                return violation;
            }
        }
        return null;
    }

    private String owners(ServerAttachment attachment) {
        for (int slot = 0; slot < attachment.layout().slots(); slot++) {
            String violation = owner(attachment, slot);
            if (violation != null) {
                return "slot " + slot + ": " + violation;
            }
        }
        return null;
    }

    private String owner(ServerAttachment attachment, int slot) {
        int owner = attachment.owner[slot];
        int state = attachment.state[slot];
        boolean connected = state == SlotLayout.STATE_CONNECTING || state == SlotLayout.STATE_ESTABLISHED;
        if (!connected) {
            return null;
        }
        if (!shard.tcp.slab.isLive(owner)) {
            return "its connection " + owner + " is dead";
        }
        shard.tcp.slab.at(tcb, owner);
        return tcb.slot() == slot && tcb.attachment() == attachment.number() ? null : "its connection has another slot";
    }

    /// The initial sequence number of the first connection there is.
    public int firstInitialSequence() {
        return shard.tcp.slab.at(tcb, shard.tcp.slab.next(0)).iss();
    }

    /// What is still held, in words; null if it is nothing.
    public String remains() {
        if (shard.tcp.slab.size() > 0) {
            shard.tcp.slab.at(tcb, shard.tcp.slab.next(0));
            return shard.tcp.slab.size() + " connections, one in " + tcb.state();
        }
        if (shard.timers.size() > 0 || shard.tcp.table.size() > 0 || shard.ports.size() > 0) {
            return shard.timers.size() + " timers, " + shard.tcp.table.size() + " entries in the table, "
                    + shard.ports.size() + " bound ports";
        }
        for (ServerAttachment attachment : shard.attachments) {
            if (attachment != null && attachment.inUse() > 0) {
                return attachment.inUse() + " slots in use";
            }
        }
        return violation();
    }
}
