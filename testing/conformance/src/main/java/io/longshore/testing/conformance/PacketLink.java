package io.longshore.testing.conformance;

import io.longshore.link.Link;
import io.longshore.link.LinkCapabilities;
import io.longshore.wire.Ethernet;
import io.longshore.wire.Frame;
import io.longshore.wire.FrameBatch;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;

/// A wire that carries bare IP packets, between the stack and its only neighbour. As on a link with segmentation
/// offload the stack hands over super-segments, which are cut here. Each packet sent bears the time at which it left.
final class PacketLink implements Link {

    static final long NEIGHBOUR_MAC = 0x02_00_00_00_00_02L;

    private static final long OUR_MAC = 0x02_00_00_00_00_01L;
    /// A packet injected may be larger than the MTU: receive offload merges what arrives.
    private static final int LARGEST_PACKET = 65_535;
    private static final int TYPE_IPV6 = 0x86DD;
    private static final int TYPE_AT = 12;
    private static final int IPV6_DESTINATION = 24;

    private final int mtu;
    private final ArrayDeque<byte[]> incoming = new ArrayDeque<>();
    private final ArrayDeque<SentPacket> sent = new ArrayDeque<>();
    private long now;

    PacketLink(int mtu) {
        this.mtu = mtu;
    }

    void now(long time) {
        now = time;
    }

    /// A packet arrives.
    void inject(byte[] packet) {
        int type = packet.length > 0 && (packet[0] & 0xF0) == 0x60 ? TYPE_IPV6 : Ethernet.TYPE_IPV4;
        ByteBuffer frame = ByteBuffer.allocate(Ethernet.HEADER + packet.length);
        frame.putShort((short) (OUR_MAC >> 32)).putInt((int) OUR_MAC);
        frame.putShort((short) (NEIGHBOUR_MAC >> 32)).putInt((int) NEIGHBOUR_MAC);
        incoming.add(frame.putShort((short) type).put(packet).array());
    }

    boolean hasIncoming() {
        return !incoming.isEmpty();
    }

    /// The oldest packet sent that nobody has taken yet, or null.
    SentPacket poll() {
        return sent.poll();
    }

    boolean hasSent() {
        return !sent.isEmpty();
    }

    @Override
    public LinkCapabilities capabilities() {
        return new LinkCapabilities(mtu, OUR_MAC, LinkCapabilities.SEGMENTATION, LARGEST_PACKET);
    }

    @Override
    public int receive(FrameBatch batch) {
        while (!batch.isFull() && !incoming.isEmpty()) {
            byte[] bytes = incoming.poll();
            Frame frame = batch.add();
            MemorySegment.copy(bytes, 0, frame.memory, ValueLayout.JAVA_BYTE, frame.start, bytes.length);
            frame.length = bytes.length;
        }
        return batch.size();
    }

    @Override
    public void transmit(FrameBatch batch) {
        for (int i = 0; i < batch.size(); i++) {
            transmit(batch.get(i));
        }
        batch.clear();
    }

    private void transmit(Frame frame) {
        byte[] bytes = gather(frame);
        int type = (bytes[TYPE_AT] & 0xFF) << 8 | bytes[TYPE_AT + 1] & 0xFF;
        byte[] packet = Arrays.copyOfRange(bytes, Ethernet.HEADER, bytes.length);
        // Who listens to which group is not part of the conversation.
        boolean isTold = type == Ethernet.TYPE_IPV4 || type == TYPE_IPV6 && packet[IPV6_DESTINATION] != (byte) 0xFF;
        if (isTold && frame.segmentSize > 0) {
            SuperSegment.cut(packet, frame.segmentSize).forEach(piece -> sent.add(new SentPacket(now, piece)));
        } else if (isTold) {
            sent.add(new SentPacket(now, packet));
        }
    }

    private static byte[] gather(Frame frame) {
        byte[] bytes = new byte[frame.totalLength()];
        MemorySegment target = MemorySegment.ofArray(bytes);
        MemorySegment.copy(frame.memory, frame.start, target, 0, frame.length);
        if (frame.payload != null) {
            MemorySegment.copy(frame.payload, frame.firstAt, target, frame.length, frame.firstLength);
            MemorySegment.copy(frame.payload, frame.secondAt, target, frame.length + frame.firstLength,
                    frame.secondLength);
        }
        return bytes;
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
        sent.clear();
    }
}
