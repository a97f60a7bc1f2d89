package io.longshore.testing.fuzz;

import static io.longshore.testing.fuzz.WireFuzz.check;

import io.longshore.ip.Interface;
import io.longshore.link.Link;
import io.longshore.link.LinkCapabilities;
import io.longshore.wire.Arp;
import io.longshore.wire.Ethernet;
import io.longshore.wire.Frame;
import io.longshore.wire.FrameBatch;
import io.longshore.wire.Icmpv6;
import io.longshore.wire.IpAddress;
import io.longshore.wire.Ipv4;
import io.longshore.wire.Ipv6;
import io.longshore.wire.NetworkOrder;
import io.longshore.wire.Prefix;
import io.longshore.wire.TcpHeader;
import io.longshore.wire.TcpOptions;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// A link at whose other end a fuzzer sits: it looks at all that is sent, answers ARP, and remembers the connections.
final class FuzzWire implements Link {

    static final int MTU = 1500;

    private static final int FLOWS = 24;

    final Interface ours = new Interface(FuzzFrames.OUR_MAC, MTU, FuzzFrames.GATEWAY, new Prefix(FuzzFrames.OURS, 24),
        FuzzIpv6.PREFIX);
    final List<FuzzFlow> flows = new ArrayList<>();
    /// The last segment sent.
    byte[] lastSegment = {};
    long sent;

    private final FuzzSegments segments;
    private long linkLocal;
    private final Deque<byte[]> incoming = new ArrayDeque<>();
    private final TcpOptions options = new TcpOptions();

    FuzzWire(FuzzSegments segments) {
        this.segments = segments;
    }

    void arrive(byte[] frame) {
        incoming.add(frame);
    }

    boolean isQuiet() {
        return incoming.isEmpty();
    }

    @Override
    public LinkCapabilities capabilities() {
        return new LinkCapabilities(MTU, FuzzFrames.OUR_MAC, 0, MTU);
    }

    @Override
    public int receive(FrameBatch batch) {
        while (!batch.isFull() && !incoming.isEmpty()) {
            byte[] bytes = incoming.remove();
            Frame frame = batch.add();
            frame.length = Math.min(bytes.length, frame.room);
            MemorySegment.copy(bytes, 0, frame.memory, ValueLayout.JAVA_BYTE, frame.start, frame.length);
        }
        return batch.size();
    }

    @Override
    public void transmit(FrameBatch batch) {
        for (int i = 0; i < batch.size(); i++) {
            byte[] bytes = SentFrames.whole(batch.get(i));
            SentFrames.check(bytes, ours, linkLocal(MemorySegment.ofArray(bytes)));
            sent++;
            look(bytes);
        }
        batch.clear();
    }

    /// Our link-local address, which nobody but the stack knows until it is first used, and which then stays the same.
    private long linkLocal(MemorySegment frame) {
        boolean ipv6 = Ethernet.type(frame, 0) == Ethernet.TYPE_IPV6;
        if (linkLocal == 0 && ipv6 && IpAddress.isLinkLocal(Ipv6.sourceHigh(frame, Ethernet.HEADER), 0)) {
            linkLocal = Ipv6.sourceLow(frame, Ethernet.HEADER);
        }
        return linkLocal;
    }

    /// Where TCP begins in a frame that we sent.
    static long tcp(MemorySegment frame) {
        return Ethernet.HEADER + (Ethernet.type(frame, 0) == Ethernet.TYPE_IPV6 ? Ipv6.HEADER : Ipv4.HEADER);
    }

    private static int protocol(MemorySegment frame) {
        return Ethernet.type(frame, 0) == Ethernet.TYPE_IPV6
            ? Ipv6.nextHeader(frame, Ethernet.HEADER) : Ipv4.protocol(frame, Ethernet.HEADER);
    }

    private void look(byte[] bytes) {
        MemorySegment frame = MemorySegment.ofArray(bytes);
        if (Ethernet.type(frame, 0) == Ethernet.TYPE_ARP) {
            int target = Arp.targetAddress(frame, Ethernet.HEADER);
            if (Arp.operation(frame, Ethernet.HEADER) == Arp.REQUEST && !ours.owns(target)) {
                arrive(FuzzFrames.arpReply(target));
            }
        } else if (protocol(frame) == Ipv6.ICMPV6) {
            solicited(frame);
        } else if (protocol(frame) == Ipv4.PROTOCOL_TCP) {
            check(SentFrames.hasRightChecksum(frame), "a wrong TCP checksum");
            lastSegment = bytes;
            remember(frame);
        }
    }

    private void solicited(MemorySegment frame) {
        long at = Ethernet.HEADER + Ipv6.HEADER;
        if (Icmpv6.type(frame, at) == Icmpv6.NEIGHBOUR_SOLICITATION) {
            IpAddress target = new IpAddress(NetworkOrder.get64(frame, at + Icmpv6.TARGET),
                NetworkOrder.get64(frame, at + Icmpv6.TARGET + 8));
            if (!ours.owns(target.high(), target.low())) {
                arrive(FuzzIpv6.advertisement(target));
            }
        }
    }

    private void remember(MemorySegment frame) {
        long tcp = tcp(frame);
        int header = TcpHeader.headerLength(frame, tcp);
        check(options.parse(frame, tcp + TcpHeader.HEADER, header - TcpHeader.HEADER), "malformed options");
        segments.sent(options.fastOpen());
        if (options.hasTimestamps()) {
            segments.sent(options.tsval());
        }
        if ((TcpHeader.flags(frame, tcp) & TcpHeader.RST) != 0) {
            return;
        }
        FuzzFlow flow = flow(frame);
        flow.sent(frame, tcp, options);
    }

    private FuzzFlow flow(MemorySegment frame) {
        long tcp = tcp(frame);
        for (FuzzFlow flow : flows) {
            if (flow.localPort == TcpHeader.sourcePort(frame, tcp)
                && flow.remotePort == TcpHeader.destinationPort(frame, tcp)
                && flow.remoteAddress == FuzzFlow.destination(frame)
                && flow.ipv6 == (Ethernet.type(frame, 0) == Ethernet.TYPE_IPV6)) {
                return flow;
            }
        }
        if (flows.size() == FLOWS) {
            flows.removeFirst();
        }
        flows.add(new FuzzFlow());
        return flows.getLast();
    }

    @Override
    public int descriptor() {
        return -1;
    }

    @Override
    public long dropped() {
        return 0;
    }

    @Override
    public void close() {
        incoming.clear();
    }
}
