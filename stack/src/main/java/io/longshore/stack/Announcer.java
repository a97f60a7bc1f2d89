package io.longshore.stack;

import io.longshore.channel.SlotLayout;
import io.longshore.tcp.Tcb;
import java.lang.invoke.VarHandle;

/// Writes the registers of connections that have news, once per slot and turn, and rings their contexts.
final class Announcer {

    private static final int NANOS_PER_MICRO = 1000;

    private final Shard shard;
    private final Tcb tcb = new Tcb();

    Announcer(Shard shard) {
        this.shard = shard;
    }

    /// The connection whose slot has news; it stays in the queue if there is none.
    void announce(int number) {
        if (!shard.tcp.slab.isLive(number)) {
            return;
        }
        shard.tcp.slab.at(tcb, number);
        ServerAttachment attachment = shard.attachmentOf(tcb);
        if (attachment != null && !attachment.isCutOff()) {
            announce(attachment, tcb);
        }
    }

    /// Releases the positions, then fences, then looks at what the host may have written meanwhile: its context, its
    /// notice, its read position. The host stores, fences and looks in the opposite order.
    void announce(ServerAttachment attachment, Tcb tcb) {
        int slot = tcb.slot();
        int number = tcb.number();
        Connections connections = shard.connections;
        boolean ring = connections.has(number, Connections.RING);
        connections.unmark(number, Connections.RING | Connections.ROOM);
        shard.memory.count(tcb);
        shard.waits.announce(attachment, tcb);
        writeSendLimit(attachment, tcb);
        long notice = readNotice(tcb);
        attachment.release(slot, SlotLayout.READ_NOTICE, notice);
        attachment.release(slot, SlotLayout.RECEIVED, tcb.received());
        attachment.release(slot, SlotLayout.ACKNOWLEDGED, tcb.acknowledged());
        attachment.put(slot, SlotLayout.ERROR, tcb.error());
        attachment.release(slot, SlotLayout.CONDITIONS, connections.conditions[number]);
        VarHandle.fullFence();
        if (!attachment.hostIsPresent(slot)) {
            return;
        }
        if (ring || tcb.acknowledged() >= attachment.acquire(slot, SlotLayout.ACKNOWLEDGED_NOTICE)) {
            attachment.bells().ring(slot);
        }
        if (attachment.acquire(slot, SlotLayout.READ) >= notice) {
            TextPlacer.look(shard, attachment, tcb);
            shard.ready.add(number);
        }
    }

    /// The read position worth a doorbell: at which an acknowledgment is due, or the window would be worth an update
    /// (RFC 9293 3.8.6.2.2).
    private long readNotice(Tcb tcb) {
        if (shard.connections.has(tcb.number(), Connections.LEFT)
                || (shard.connections.conditions[tcb.number()] & SlotLayout.CONDITION_INPUT_END) != 0) {
            return SlotLayout.NEVER;
        }
        return shard.tcp.reading.notice(tcb);
    }

    /// How much the host may have unacknowledged.
    private void writeSendLimit(ServerAttachment attachment, Tcb tcb) {
        int before = shard.connections.sendLimit[tcb.number()];
        int limit = Math.min(shard.tcp.sendBuffer.limit(tcb, before), 1 << attachment.layout().log2Ring());
        if (limit != before) {
            shard.connections.sendLimit[tcb.number()] = limit;
            attachment.put(tcb.slot(), SlotLayout.SEND_LIMIT, limit);
        }
    }

    /// Fills the address line and begins the server line of a connection's slot.
    void introduce(ServerAttachment attachment, Tcb tcb) {
        int slot = tcb.slot();
        writeAddresses(attachment, slot, tcb);
        attachment.put(slot, SlotLayout.MSS, tcb.sndMss());
        attachment.put(slot, SlotLayout.SRTT, (int) (tcb.srtt() / NANOS_PER_MICRO));
        attachment.put(slot, SlotLayout.CWND, tcb.cwnd());
        attachment.put(slot, SlotLayout.SHARD, shard.number);
        attachment.putLong(slot, SlotLayout.RECEIVE_GEOMETRY, shard.connections.receiveGeometry[tcb.number()]);
        writeSendLimit(attachment, tcb);
    }

    private static void writeAddresses(ServerAttachment attachment, int slot, Tcb tcb) {
        SlotAddresses.write(attachment, slot, SlotLayout.LOCAL, tcb.localHigh(), tcb.localLow());
        SlotAddresses.write(attachment, slot, SlotLayout.REMOTE, tcb.remoteHigh(), tcb.remoteLow());
        attachment.put(slot, SlotLayout.LOCAL_PORT, tcb.localPort());
        attachment.put(slot, SlotLayout.REMOTE_PORT, tcb.remotePort());
    }

    /// Rings for a slot whose registers were written directly.
    static void ring(ServerAttachment attachment, int slot) {
        VarHandle.fullFence();
        if (attachment.hostIsPresent(slot)) {
            attachment.bells().ring(slot);
        }
    }

}
