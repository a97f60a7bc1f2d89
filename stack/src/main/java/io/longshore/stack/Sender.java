package io.longshore.stack;

import io.longshore.ip.Network;
import io.longshore.ip.NextHop;
import io.longshore.ip.PacketFields;
import io.longshore.link.Link;
import io.longshore.link.LinkCapabilities;
import io.longshore.memory.RingGeometry;
import io.longshore.tcp.Errno;
import io.longshore.tcp.IcmpQuote;
import io.longshore.tcp.OutgoingSegment;
import io.longshore.tcp.SocketOptions;
import io.longshore.tcp.Segment;
import io.longshore.tcp.Tcb;
import io.longshore.tcp.Verdict;
import io.longshore.wire.Checksum;
import io.longshore.wire.Frame;
import io.longshore.wire.FrameBatch;
import io.longshore.wire.Ipv4;
import io.longshore.wire.TcpHeader;

/// Asks TCP what ready connections want to send, and writes headers around the bytes in their send rings, which are
/// not copied: the link gathers them at the end of the turn, before an acknowledgment could give them back.
final class Sender {

    /// Segments of one connection before the next has its turn.
    private static final int QUANTUM = 16;

    private final Shard shard;
    private final Network network;
    private final Link link;
    private final FrameBatch out;
    private final boolean checksumOffloaded;
    private final Consequences consequences;
    private final OutgoingSegment segment = new OutgoingSegment();
    private final PacketFields fields = new PacketFields();
    private final IcmpQuote quote = new IcmpQuote();
    private final Verdict verdict = new Verdict();
    private boolean unreachable;
    private int trafficClass;
    private int hopLimit;
    private final Tcb tcb = new Tcb();

    /// @param out the batch in which all frames to send are made
    Sender(Shard shard, Network network, Link link, FrameBatch out, Consequences consequences) {
        this.shard = shard;
        this.network = network;
        this.link = link;
        this.out = out;
        this.consequences = consequences;
        checksumOffloaded = link.capabilities().offloads(LinkCapabilities.CHECKSUM);
    }

    /// Gives one connection its quantum; it stays ready if it has more.
    void send(int number, long now) {
        if (!shard.tcp.slab.isLive(number)) {
            return;
        }
        shard.tcp.slab.at(tcb, number);
        int edge = tcb.rcvAdv();
        unreachable = false;
        trafficClass = SocketOptions.trafficClass(tcb);
        hopLimit = SocketOptions.hopLimit(tcb);
        int left = QUANTUM;
        while (left > 0 && shard.tcp.output.next(tcb, segment, now)) {
            emit(shard.attachmentOf(tcb), now);
            left--;
        }
        if (unreachable) {
            tellUnreachable(now);
        }
        shard.waits.look(tcb);
        if (left == 0) {
            shard.ready.add(number);
        } else if (shard.connections.has(number, Connections.DYING)) {
            release();
            return;
        }
        if (tcb.rcvAdv() != edge) {
            // The notice in the slot depends on the window's edge.
            shard.news.add(number);
        }
        shard.arm(tcb);
    }

    /// No route, or a neighbour that does not answer, is what a router would report about the segment: who connects is
    /// told at once, who is connected goes on trying (RFC 9293 3.9.2.2).
    private void tellUnreachable(long now) {
        quote.errno = Errno.EHOSTUNREACH;
        quote.mtu = 0;
        quote.sequence = segment.sequence;
        shard.tcp.icmpErrors.unreachable(tcb, quote, verdict, now);
        consequences.apply(tcb, verdict);
    }

    private void release() {
        int number = tcb.number();
        shard.timers.cancel(number);
        shard.connections.unmark(number, Connections.DYING | Connections.LEFT);
        shard.claims.end(tcb);
        shard.tcp.release(tcb);
    }

    /// Takes a connection away at once, whatever it had to send.
    void release(Tcb dead) {
        shard.tcp.slab.at(tcb, dead.number());
        release();
    }

    /// Answers a segment that belongs to no connection, or to none that it may belong to.
    void answer(Segment received, Verdict asked, long now) {
        shard.tcp.answer(received, asked, segment, now);
        trafficClass = 0;
        hopLimit = 0;
        emit(null, now);
    }

    private void emit(ServerAttachment attachment, long now) {
        if (segment.payloadLength > 0 && (attachment == null || attachment.isCutOff())) {
            // Nothing to send it from: the peer hears no more of this connection than its reset.
            return;
        }
        makeRoom();
        Frame frame = out.add();
        boolean made = false;
        try {
            made = make(attachment, frame, now);
        } finally {
            if (!made) {
                out.removeLast();
            }
        }
    }

    /// Whether the frame is to go to the link.
    private boolean make(ServerAttachment attachment, Frame frame, long now) {
        fields.source(segment.sourceHigh, segment.sourceLow);
        fields.destination(segment.destinationHigh, segment.destinationLow);
        int length = segment.write(frame.memory, frame.start + fields.transportAt());
        frame.length = fields.transportAt() + length;
        frame.transportAt = fields.transportAt();
        frame.segmentSize = segment.segmentSize;
        if (segment.payloadLength > 0) {
            payload(attachment, frame);
        }
        checksum(frame, length);
        fields.tcp(trafficClass | segment.ecn);
        fields.hopLimit = hopLimit;
        if (network.owns(segment.destinationHigh, segment.destinationLow)) {
            shard.loopback.add(frame, fields);
            return false;
        }
        NextHop hop = network.send(frame, fields, now);
        unreachable |= hop == NextHop.UNREACHABLE;
        return hop == NextHop.RESOLVED;
    }

    /// Refers to the payload where it lies in the send ring.
    private void payload(ServerAttachment attachment, Frame frame) {
        long geometry = shard.connections.sendGeometry[tcb.number()];
        long ring = attachment.layout().sendRing(tcb.slot());
        int first = Math.min(segment.payloadLength, RingGeometry.contiguous(geometry, segment.payloadPosition));
        int offset = RingGeometry.offset(geometry, segment.payloadPosition);
        frame.payload(attachment.region(), ring + offset, first);
        if (first < segment.payloadLength) {
            frame.payloadWraps(ring, segment.payloadLength - first);
        }
        shard.counters.bytesOut += segment.payloadLength;
    }

    private void checksum(Frame frame, int headerLength) {
        int sum = Checksum.address(segment.sourceHigh, segment.sourceLow)
                + Checksum.address(segment.destinationHigh, segment.destinationLow)
                + Ipv4.PROTOCOL_TCP + headerLength + segment.payloadLength;
        long at = frame.start + frame.transportAt;
        if (checksumOffloaded) {
            frame.flags |= Frame.CHECKSUM_OFFLOADED;
            TcpHeader.writeChecksum(frame.memory, at, Checksum.fold(sum));
            return;
        }
        sum += Checksum.sum(frame.memory, at, headerLength);
        if (frame.payload != null) {
            sum += Checksum.sum(frame.payload, frame.firstAt, frame.firstLength);
            sum += Checksum.aligned(Checksum.sum(frame.payload, frame.secondAt, frame.secondLength),
                    frame.firstLength);
        }
        TcpHeader.writeChecksum(frame.memory, at, Checksum.finish(sum));
    }

    private void makeRoom() {
        if (out.isFull()) {
            transmit();
        }
    }

    /// Hands what was made to the link.
    void transmit() {
        if (out.size() > 0) {
            shard.counters.framesOut += out.size();
            link.transmit(out);
        }
    }
}
