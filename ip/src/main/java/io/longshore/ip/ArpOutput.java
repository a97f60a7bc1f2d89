package io.longshore.ip;

import io.longshore.wire.Arp;
import io.longshore.wire.Ethernet;
import io.longshore.wire.Frame;

/// Writes the ARP packets that we send.
final class ArpOutput {

    private static final int BODY = Ethernet.HEADER;
    /// The target's Ethernet address in a request (RFC 5227 2.1.1).
    private static final long UNKNOWN = 0;

    private ArpOutput() {
    }

    /// Asks for a neighbour's Ethernet address.
    ///
    /// @param to whom: everybody, or who had the address before (RFC 1122 2.3.2.1)
    static void request(Frame frame, Interface ours, long to, int neighbour) {
        begin(frame, ours, to, Arp.REQUEST);
        Arp.writeSender(frame.memory, frame.start + BODY, ours.mac(), ours.sourceFor(neighbour));
        Arp.writeTarget(frame.memory, frame.start + BODY, UNKNOWN, neighbour);
    }

    /// Answers a request that came in for `own`.
    static void reply(Frame frame, Interface ours, int own, Frame asked) {
        long question = asked.start + BODY;
        long mac = Arp.senderMac(asked.memory, question);
        begin(frame, ours, mac, Arp.REPLY);
        Arp.writeSender(frame.memory, frame.start + BODY, ours.mac(), own);
        Arp.writeTarget(frame.memory, frame.start + BODY, mac, Arp.senderAddress(asked.memory, question));
    }

    /// Tells everybody that `own` is here (RFC 5227 2.3).
    static void announce(Frame frame, Interface ours, int own) {
        begin(frame, ours, Ethernet.BROADCAST, Arp.REQUEST);
        Arp.writeSender(frame.memory, frame.start + BODY, ours.mac(), own);
        Arp.writeTarget(frame.memory, frame.start + BODY, UNKNOWN, own);
    }

    private static void begin(Frame frame, Interface ours, long to, int operation) {
        Ethernet.write(frame.memory, frame.start, to, ours.mac(), Ethernet.TYPE_ARP);
        Arp.writeOperation(frame.memory, frame.start + BODY, operation);
        frame.length = BODY + Arp.LENGTH;
        frame.networkAt = BODY;
    }
}
