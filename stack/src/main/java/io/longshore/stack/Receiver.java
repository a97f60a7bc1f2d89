package io.longshore.stack;

import io.longshore.ip.IcmpError;
import io.longshore.ip.Network;
import io.longshore.ip.Packet;
import io.longshore.tcp.IcmpQuote;
import io.longshore.tcp.PathMtu;
import io.longshore.tcp.Segment;
import io.longshore.tcp.Tcb;
import io.longshore.tcp.Verdict;
import io.longshore.wire.Checksum;
import io.longshore.wire.Frame;
import io.longshore.wire.FrameBatch;

/// A received frame's way: the network layer judges it, the table finds its connection, TCP decides, the ring takes the
/// text. Each room returns what it found, and this walks on.
final class Receiver {

    private final Shard shard;
    private final Network network;
    private final FrameBatch out;
    private final Consequences consequences;
    private final TextPlacer placer;
    private final Sender sender;
    private final Segment segment = new Segment();
    private final Verdict verdict = new Verdict();
    private final IcmpQuote quote = new IcmpQuote();
    private final PromptAck promptly = new PromptAck();
    private final Tcb tcb = new Tcb();
    private boolean hasTcb;

    Receiver(Shard shard, Network network, FrameBatch out, Consequences consequences, Sender sender) {
        this.shard = shard;
        this.network = network;
        this.out = out;
        this.consequences = consequences;
        this.sender = sender;
        placer = new TextPlacer(shard);
    }

    void receive(Frame frame, long now) {
        hasTcb = false;
        switch (network.receive(frame, out, now)) {
            case SEGMENT -> segment(network.packet(), now);
            case ICMP_ERROR -> icmpError(network.icmpError(), now);
            case NOTHING -> { }
        }
    }

    /// The connection that the last frame was about, −1 if it was about none.
    int culprit() {
        return hasTcb ? tcb.number() : -1;
    }

    /// A packet that is known to be good, from our own host to itself.
    void receiveOwn(Packet packet, long now) {
        hasTcb = false;
        segment(packet, now);
    }

    private void segment(Packet packet, long now) {
        segment.source(packet.sourceHigh, packet.sourceLow);
        segment.destination(packet.destinationHigh, packet.destinationLow);
        segment.ecn = packet.ecn();
        segment.segmentSize = packet.segmentSize;
        if (!isRight(packet) || !segment.parse(packet.memory, packet.transportAt, packet.transportLength)) {
            shard.counters.segmentsMalformed++;
            return;
        }
        hasTcb = shard.tcp.find(tcb, segment) >= 0;
        if (hasTcb) {
            look();
            int sndUna = tcb.sndUna();
            shard.tcp.input.segment(tcb, segment, verdict, now);
            if (tcb.sndUna() != sndUna) {
                // what we sent arrived: the neighbour on the way is there (RFC 4861 7.3.1)
                network.confirm(packet.sourceHigh, packet.sourceLow, now);
            }
            if (verdict.has(Verdict.REOPEN)) {
                consequences.part(tcb);
                sender.release(tcb);
                hasTcb = false;
            }
        }
        if (!hasTcb) {
            passive(now);
        }
        if (hasTcb) {
            take(packet, now);
        }
        if (verdict.has(Verdict.RESET | Verdict.COOKIE)) {
            sender.answer(segment, verdict, now);
        }
    }

    /// Text is judged by what the application has read until now.
    private void look() {
        ServerAttachment attachment = segment.textLength > 0 ? shard.attachmentOf(tcb) : null;
        if (attachment != null && !attachment.isCutOff() && tcb.state().isSynchronised()) {
            TextPlacer.look(shard, attachment, tcb);
        }
    }

    private boolean isRight(Packet packet) {
        return packet.checksumVouched || Checksum.isRight(packet.pseudoHeader(), packet.memory, packet.transportAt,
                packet.transportLength);
    }

    private void passive(long now) {
        int number = shard.tcp.passive.segment(tcb, segment, verdict, now);
        hasTcb = number >= 0;
        if (hasTcb) {
            shard.connections.begin(number, Shard.NEW_RING);
            shard.waits.begin(number);
        }
    }

    private void take(Packet packet, long now) {
        if (verdict.has(Verdict.ACCEPTED | Verdict.ESTABLISHED)) {
            PathMtu.lower(tcb, network.pathMtu(tcb.remoteHigh(), tcb.remoteLow(), now), now);
        }
        consequences.open(tcb, verdict, now);
        if (verdict.has(Verdict.TEXT)) {
            placer.place(tcb, verdict, packet.memory, packet.transportAt);
        }
        consequences.apply(tcb, verdict);
        if (promptly.isDue(tcb)) {
            sender.send(tcb.number(), now);
        }
    }

    /// Somebody reports that a segment of ours did not arrive. TCP judges whether it was in flight (RFC 5927).
    private void icmpError(IcmpError error, long now) {
        segment.source(error.destinationHigh, error.destinationLow);
        segment.destination(error.sourceHigh, error.sourceLow);
        segment.sourcePort = error.destinationPort;
        segment.destinationPort = error.sourcePort;
        hasTcb = shard.tcp.find(tcb, segment) >= 0;
        if (hasTcb) {
            quote.errno = error.errno();
            quote.mtu = error.mtu;
            quote.sequence = error.sequence;
            shard.tcp.icmpErrors.unreachable(tcb, quote, verdict, now);
            if (quote.isBelieved) {
                network.lowerPathMtu(tcb.remoteHigh(), tcb.remoteLow(), error.mtu, now);
            }
            consequences.apply(tcb, verdict);
        }
    }
}
