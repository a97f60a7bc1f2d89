package io.longshore.testing.fuzz;

import static io.longshore.testing.fuzz.WireFuzz.check;

import io.longshore.ip.Interface;
import io.longshore.link.Link;
import io.longshore.link.LinkCapabilities;
import io.longshore.wire.Arp;
import io.longshore.wire.Ethernet;
import io.longshore.wire.Frame;
import io.longshore.wire.FrameBatch;
import io.longshore.wire.Ipv4;
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
    private static final long TCP = Ethernet.HEADER + Ipv4.HEADER;

    final Interface ours = new Interface(FuzzFrames.OUR_MAC, MTU, FuzzFrames.GATEWAY, new Prefix(FuzzFrames.OURS, 24));
    final List<FuzzFlow> flows = new ArrayList<>();
    /// The last segment sent.
    byte[] lastSegment = {};
    long sent;

    private final FuzzSegments segments;
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
            SentFrames.check(bytes, ours);
            sent++;
            look(bytes);
        }
        batch.clear();
    }

    private void look(byte[] bytes) {
        MemorySegment frame = MemorySegment.ofArray(bytes);
        if (Ethernet.type(frame, 0) == Ethernet.TYPE_ARP) {
            int target = Arp.targetAddress(frame, Ethernet.HEADER);
            if (Arp.operation(frame, Ethernet.HEADER) == Arp.REQUEST && !ours.owns(target)) {
                arrive(FuzzFrames.arpReply(target));
            }
        } else if (Ipv4.protocol(frame, Ethernet.HEADER) == Ipv4.PROTOCOL_TCP) {
            check(SentFrames.hasRightChecksum(frame), "a wrong TCP checksum");
            lastSegment = bytes;
            remember(frame);
        }
    }

    private void remember(MemorySegment frame) {
        int header = TcpHeader.headerLength(frame, TCP);
        check(options.parse(frame, TCP + TcpHeader.HEADER, header - TcpHeader.HEADER), "malformed options");
        if (options.hasTimestamps()) {
            segments.sent(options.tsval());
        }
        if ((TcpHeader.flags(frame, TCP) & TcpHeader.RST) != 0) {
            return;
        }
        FuzzFlow flow = flow(frame);
        flow.sent(frame, TCP, options);
    }

    private FuzzFlow flow(MemorySegment frame) {
        for (FuzzFlow flow : flows) {
            if (flow.localPort == TcpHeader.sourcePort(frame, TCP)
                && flow.remotePort == TcpHeader.destinationPort(frame, TCP)
                && flow.remoteAddress == Ipv4.destination(frame, Ethernet.HEADER)) {
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
