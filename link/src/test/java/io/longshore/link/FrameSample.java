package io.longshore.link;

import io.longshore.wire.Checksum;
import io.longshore.wire.Ethernet;
import io.longshore.wire.Frame;
import io.longshore.wire.FrameBatch;
import io.longshore.wire.Ipv4;
import io.longshore.wire.NetworkOrder;
import io.longshore.wire.TcpHeader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Builds frames as a stack does.
final class FrameSample {

    static final int NETWORK = Ethernet.HEADER;
    static final int TRANSPORT = NETWORK + Ipv4.HEADER;
    static final int PAYLOAD = TRANSPORT + TcpHeader.HEADER;

    private FrameSample() {
    }

    static FrameBatch batch(int frames) {
        return new FrameBatch(Arena.ofAuto(), frames, 65_553);
    }

    /// A TCP segment with a complete checksum and a payload that begins with `number`, in one piece.
    static Frame segment(FrameBatch batch, int number, int payload) {
        Frame frame = headers(batch, number, payload);
        MemorySegment memory = frame.memory;
        fill(memory, frame.start + PAYLOAD, number, payload);
        frame.length = PAYLOAD + payload;
        int length = TcpHeader.HEADER + payload;
        int sum = Checksum.pseudoHeader(0x0A00_0001, 0x0A00_0002, Ipv4.PROTOCOL_TCP, length)
                + Checksum.sum(memory, frame.start + TRANSPORT, length);
        NetworkOrder.put16(memory, frame.start + TRANSPORT + TcpHeader.CHECKSUM, Checksum.finish(sum));
        return frame;
    }

    /// A TCP segment whose checksum is left to the link and whose payload lies elsewhere in two pieces; cut into
    /// segments of `segmentSize` where that is not 0.
    static Frame offloaded(FrameBatch batch, int number, int payload, int segmentSize) {
        Frame frame = headers(batch, number, payload);
        frame.length = PAYLOAD;
        frame.flags = Frame.CHECKSUM_OFFLOADED;
        frame.segmentSize = segmentSize;
        MemorySegment ring = Arena.ofAuto().allocate(payload + 1);
        fill(ring, 0, number, payload);
        int first = payload / 3;
        // The second piece lies before the first, as where a ring wraps.
        MemorySegment turned = Arena.ofAuto().allocate(payload + 1);
        MemorySegment.copy(ring, 0, turned, payload - first, first);
        MemorySegment.copy(ring, first, turned, 0, payload - first);
        frame.payload(turned, payload - first, first);
        frame.payloadWraps(0, payload - first);
        int pseudo = Checksum.pseudoHeader(0x0A00_0001, 0x0A00_0002, Ipv4.PROTOCOL_TCP, TcpHeader.HEADER + payload);
        NetworkOrder.put16(frame.memory, frame.start + TRANSPORT + TcpHeader.CHECKSUM, pseudo);
        return frame;
    }

    private static Frame headers(FrameBatch batch, int number, int payload) {
        Frame frame = batch.add();
        MemorySegment memory = frame.memory;
        memory.asSlice(frame.start, PAYLOAD).fill((byte) 0);
        long at = frame.start;
        Ethernet.write(memory, at, 0x0200_0000_0002L, 0x0200_0000_0001L, Ethernet.TYPE_IPV4);
        Ipv4.writeLength(memory, at + NETWORK, 0, Ipv4.HEADER + TcpHeader.HEADER + payload);
        Ipv4.writeFragment(memory, at + NETWORK, number, Ipv4.DONT_FRAGMENT, 0);
        Ipv4.writeProtocol(memory, at + NETWORK, 64, Ipv4.PROTOCOL_TCP);
        Ipv4.writeAddresses(memory, at + NETWORK, 0x0A00_0001, 0x0A00_0002);
        Ipv4.writeChecksum(memory, at + NETWORK, Ipv4.HEADER);
        NetworkOrder.put16(memory, at + TRANSPORT, 49_152);
        NetworkOrder.put16(memory, at + TRANSPORT + 2, 80);
        NetworkOrder.put32(memory, at + TRANSPORT + 4, number);
        TcpHeader.writeControl(memory, at + TRANSPORT, TcpHeader.HEADER, TcpHeader.ACK, 1_000);
        frame.networkAt = NETWORK;
        frame.transportAt = TRANSPORT;
        return frame;
    }

    private static void fill(MemorySegment memory, long at, int number, int length) {
        for (int i = 0; i < length; i++) {
            memory.set(ValueLayout.JAVA_BYTE, at + i, (byte) (number * 31 + i * 7));
        }
    }

    /// The number that the frame was built with.
    static int number(Frame frame) {
        return NetworkOrder.get32(frame.memory, frame.start + TRANSPORT + 4);
    }

    /// Whether IP header and TCP checksum of a received frame add up.
    static boolean isRight(Frame frame) {
        long ip = frame.start + NETWORK;
        int length = frame.length - TRANSPORT;
        int pseudo = Checksum.pseudoHeader(Ipv4.source(frame.memory, ip), Ipv4.destination(frame.memory, ip),
                Ipv4.protocol(frame.memory, ip), length);
        return Checksum.isRight(0, frame.memory, ip, Ipv4.HEADER)
                && Checksum.isRight(pseudo, frame.memory, frame.start + TRANSPORT, length);
    }

    /// The frame's bytes.
    static byte[] bytes(Frame frame) {
        return frame.memory.asSlice(frame.start, frame.length).toArray(ValueLayout.JAVA_BYTE);
    }
}
