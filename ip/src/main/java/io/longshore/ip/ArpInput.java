package io.longshore.ip;

import io.longshore.wire.Arp;
import io.longshore.wire.Ethernet;
import io.longshore.wire.Frame;
import io.longshore.wire.FrameBatch;
import io.longshore.wire.IpAddress;
import io.longshore.wire.Ipv4Address;

/// Takes ARP packets (RFC 826 "Packet Reception", RFC 5227): answers questions about our addresses, and believes about
/// neighbours only what was asked for or concerns who is known or spoke to us.
public final class ArpInput {

    private final Interface ours;
    private final Neighbours neighbours;
    private final IpCounters counters;

    public ArpInput(Interface ours, Neighbours neighbours, IpCounters counters) {
        this.ours = ours;
        this.neighbours = neighbours;
        this.counters = counters;
    }

    /// @param frame an Ethernet frame of type ARP
    public void frame(Frame frame, FrameBatch out, long now) {
        long at = frame.start + Ethernet.HEADER;
        if (ours.isPointToPoint()) {
            return;
        }
        if (!isSound(frame, at)) {
            counters.count(IpCounter.ARP_IN_ERRORS);
            return;
        }
        int target = Arp.targetAddress(frame.memory, at);
        boolean request = Arp.operation(frame.memory, at) == Arp.REQUEST;
        counters.count(request ? IpCounter.ARP_IN_REQUESTS : IpCounter.ARP_IN_REPLIES);
        if (isConflict(frame, at)) {
            counters.count(IpCounter.ADDRESS_CONFLICTS);
            return;
        }
        boolean asked = ours.owns(target);
        int sender = Arp.senderAddress(frame.memory, at);
        // RFC 826's merge: who is known is updated; who wants to talk to us will be talked to.
        if (sender != Ipv4Address.ANY) {
            learn(frame, sender, asked && request, now);
        }
        if (asked && request) {
            reply(frame, out, target);
        }
    }

    /// A reply to us alone may answer a question of ours; anything else is news that nobody asked for.
    private void learn(Frame frame, int sender, boolean wanted, long now) {
        long at = frame.start + Ethernet.HEADER;
        long mac = Arp.senderMac(frame.memory, at);
        boolean toUs = Ethernet.destination(frame.memory, frame.start) == ours.mac();
        if (toUs && Arp.operation(frame.memory, at) == Arp.REPLY) {
            neighbours.answered(0, IpAddress.mapped(sender), mac, now);
        } else {
            neighbours.heard(0, IpAddress.mapped(sender), mac, wanted, now);
        }
    }

    private boolean isSound(Frame frame, long at) {
        if (frame.length < Ethernet.HEADER + Arp.LENGTH || !Arp.isEthernetIpv4(frame.memory, at)) {
            return false;
        }
        int operation = Arp.operation(frame.memory, at);
        long mac = Arp.senderMac(frame.memory, at);
        int sender = Arp.senderAddress(frame.memory, at);
        return (operation == Arp.REQUEST || operation == Arp.REPLY)
            && mac != 0 && !Ethernet.isGroup(mac) && mac != ours.mac()
            && (sender == Ipv4Address.ANY || mayBeNeighbour(sender));
    }

    private boolean mayBeNeighbour(int address) {
        return ours.isOnLink(address) && !ours.isBroadcast(address) && !Ipv4Address.isMulticast(address);
    }

    /// Another host says it has an address of ours, or is about to take one (RFC 5227 2.4). We go on: an address that
    /// connections depend on is not given up.
    private boolean isConflict(Frame frame, long at) {
        return ours.owns(Arp.senderAddress(frame.memory, at));
    }

    private void reply(Frame asked, FrameBatch out, int own) {
        if (out.isFull()) {
            counters.count(IpCounter.OUT_DISCARDS);
            return;
        }
        ArpOutput.reply(out.add(), ours, own, asked);
        counters.count(IpCounter.ARP_OUT_REPLIES);
    }
}
