package io.longshore.ip;

import io.longshore.wire.Ethernet;
import io.longshore.wire.Frame;
import io.longshore.wire.FrameBatch;
import io.longshore.wire.IpAddress;
import io.longshore.wire.Ipv4Address;
import io.longshore.wire.MacAddress;
import io.longshore.wire.Prefix;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import java.util.function.Consumer;

/// A network layer at 10.0.0.1/24, MTU 1500, with a gateway at 10.0.0.254, that has announced itself; and a peer.
final class NetworkFixture {

    static final int OURS = Ipv4Address.parse("10.0.0.1");
    static final int PEER = Ipv4Address.parse("10.0.0.2");
    static final int GATEWAY = Ipv4Address.parse("10.0.0.254");
    static final int FAR = Ipv4Address.parse("192.0.2.7");
    static final long OUR_MAC = MacAddress.parse("02:00:00:00:00:01");
    static final long PEER_MAC = MacAddress.parse("02:00:00:00:00:02");
    static final long SECOND = 1_000_000_000L;
    static final long SECRET = 0x1234_5678_9ABC_DEF0L;

    final Arena arena = Arena.ofAuto();
    final Interface ours = new Interface(OUR_MAC, 1500, GATEWAY, new Prefix(OURS, 24));
    final Network network = new Network(ours, arena, SECRET);
    final FrameBatch in = new FrameBatch(arena, 1, 70_000);
    final FrameBatch out = new FrameBatch(arena, 64, 256);
    /// Anywhere, so that no test depends on time beginning at 0.
    long now = -5 * SECOND;

    NetworkFixture() {
        network.turn(out, now);
        out.clear();
    }

    long count(IpCounter counter) {
        return network.counters().get(counter);
    }

    /// A TCP segment of ours for this destination.
    static PacketFields to(int destination) {
        PacketFields fields = new PacketFields();
        fields.tcp(0);
        fields.source(0, IpAddress.mapped(OURS));
        fields.destination(0, IpAddress.mapped(destination));
        return fields;
    }

    /// A frame for the test to fill.
    Frame incoming() {
        in.clear();
        return in.add();
    }

    Arrival receive(Consumer<CraftedPacket> changes) {
        CraftedPacket packet = new CraftedPacket();
        changes.accept(packet);
        Frame frame = incoming();
        packet.write(frame);
        return network.receive(frame, out, now);
    }

    /// Receives an Ethernet frame that holds these bytes.
    Arrival receive(int type, String digits) {
        return receive(Ethernet.BROADCAST, type, digits);
    }

    /// Receives an Ethernet frame to this station or group that holds these bytes.
    Arrival receive(long toMac, int type, String digits) {
        Frame frame = incoming();
        byte[] bytes = HexFormat.of().parseHex(digits.replace(" ", ""));
        Ethernet.write(frame.memory, frame.start, toMac, PEER_MAC, type);
        MemorySegment.copy(bytes, 0, frame.memory, ValueLayout.JAVA_BYTE, frame.start + Ethernet.HEADER, bytes.length);
        frame.length = Ethernet.HEADER + bytes.length;
        return network.receive(frame, out, now);
    }

    /// Makes the peer known, as it would be after its first words.
    NetworkFixture knowingPeer() {
        return knowing("020000000002", "0a000002");
    }

    /// Makes a neighbour known.
    NetworkFixture knowing(String mac, String address) {
        receive(Ethernet.TYPE_ARP, "0001 0800 0604 0001" + mac + address + "000000000000 0a000001");
        out.clear();
        return this;
    }

    IcmpOutput icmpOutput() {
        return network.icmpOutput();
    }

    void turn() {
        network.turn(out, now);
    }

    /// Moves time on, second by second, with a turn each.
    void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            now += SECOND;
            turn();
        }
    }

    /// The only frame sent, in digits; the batch is empty afterwards.
    String onlySent() {
        if (out.size() != 1) {
            throw new AssertionError(out.size() + " frames sent");
        }
        String digits = digits(out.get(0));
        out.clear();
        return digits;
    }

    static String digits(Frame frame) {
        return HexFormat.of().formatHex(bytes(frame));
    }

    /// A frame to send as it would leave, its payload gathered.
    static byte[] bytes(Frame frame) {
        byte[] bytes = new byte[frame.totalLength()];
        MemorySegment.copy(frame.memory, ValueLayout.JAVA_BYTE, frame.start, bytes, 0, frame.length);
        if (frame.payload != null) {
            MemorySegment.copy(frame.payload, ValueLayout.JAVA_BYTE, frame.firstAt, bytes, frame.length,
                frame.firstLength);
        }
        return bytes;
    }

    /// The payload that the last packet received brought.
    byte[] received() {
        Packet packet = network.packet();
        return packet.memory.asSlice(packet.transportAt, packet.transportLength).toArray(ValueLayout.JAVA_BYTE);
    }
}
