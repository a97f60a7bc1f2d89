package io.longshore.ip;

import io.longshore.wire.Checksum;
import io.longshore.wire.Ethernet;
import io.longshore.wire.Frame;
import io.longshore.wire.FrameBatch;
import io.longshore.wire.IpAddress;
import io.longshore.wire.Ipv4;
import io.longshore.wire.Ipv6;
import io.longshore.wire.NetworkOrder;
import io.longshore.wire.Prefix;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import java.util.function.Consumer;

/// A network layer at 2001:db8::1/64, MTU 1500, with a router at fe80::fe; and a peer at 2001:db8::2.
final class Ipv6Fixture {

    static final IpAddress OURS = IpAddress.parse("2001:db8::1");
    static final IpAddress PEER = IpAddress.parse("2001:db8::2");
    static final IpAddress PEER_LOCAL = IpAddress.parse("fe80::2");
    static final IpAddress ROUTER = IpAddress.parse("fe80::fe");
    static final IpAddress FAR = IpAddress.parse("2001:db8:ffff::7");
    static final IpAddress ALL_NODES = IpAddress.parse("ff02::1");
    static final IpAddress OUR_GROUP = IpAddress.parse("ff02::1:ff00:1");
    static final IpAddress NOBODY = new IpAddress(0, 0);
    static final long ROUTER_MAC = 0x0200_0000_00FEL;
    static final long SECOND = NetworkFixture.SECOND;

    final Arena arena = Arena.ofAuto();
    final Interface ours;
    final Network network;
    final FrameBatch in = new FrameBatch(arena, 1, 70_000);
    final FrameBatch out = new FrameBatch(arena, 64, 256);
    /// Anywhere, so that no test depends on time beginning at 0.
    long now = -5 * SECOND;

    Ipv6Fixture() {
        this(i -> { });
    }

    Ipv6Fixture(Consumer<Interface> changes) {
        ours = new Interface(NetworkFixture.OUR_MAC, 1500, 0, Prefix.parse(OURS + "/64"))
            .gateway(ROUTER.high(), ROUTER.low());
        ours.settings().dadTransmits = 0;
        changes.accept(ours);
        network = new Network(ours, arena, NetworkFixture.SECRET);
    }

    /// Everything at the start is over: addresses asked for, groups reported.
    Ipv6Fixture settled() {
        pass(3);
        out.clear();
        return this;
    }

    long count(IpCounter counter) {
        return network.counters().get(counter);
    }

    Frame incoming() {
        in.clear();
        return in.add();
    }

    Arrival receive(Consumer<CraftedIpv6> changes) {
        CraftedIpv6 packet = new CraftedIpv6();
        changes.accept(packet);
        Frame frame = incoming();
        packet.write(frame);
        return network.receive(frame, out, now);
    }

    /// Receives an ICMPv6 message in digits, its checksum put right.
    Arrival icmp(String digits, Consumer<CraftedIpv6> changes) {
        return receive(p -> {
            p.protocol = Ipv6.ICMPV6;
            p.payload = bytes(digits);
            p.checksumAt = 2;
            changes.accept(p);
        });
    }

    Arrival icmp(String digits) {
        return icmp(digits, p -> { });
    }

    /// The same as neighbour discovery has it: not forwarded.
    Arrival ndp(String digits, Consumer<CraftedIpv6> changes) {
        return icmp(digits, p -> {
            p.hopLimit = 255;
            changes.accept(p);
        });
    }

    /// The peer asks for us, and is known thereby.
    Ipv6Fixture knowingPeer() {
        ndp("8700 0000 00000000" + digits(OURS) + "0101 020000000002", p -> {
            p.destination = OUR_GROUP;
            p.toMac = Ethernet.multicast(OUR_GROUP.low());
        });
        out.clear();
        return this;
    }

    NextHop send(IpAddress destination) {
        return send(destination, 0);
    }

    /// @param marker bytes of the packet, to know it by
    NextHop send(IpAddress destination, int marker) {
        Frame frame = out.add();
        PacketFields fields = to(destination);
        NetworkOrder.put32(frame.memory, frame.start + PacketFields.TRANSPORT6, marker);
        frame.length = PacketFields.TRANSPORT6 + 4;
        NextHop hop = network.send(frame, fields, now);
        out.removeLast();
        return hop;
    }

    /// Where a packet to this destination goes: an Ethernet address in digits, or why it does not.
    String macOf(IpAddress destination) {
        Frame frame = out.add();
        frame.length = PacketFields.TRANSPORT6 + 4;
        NextHop hop = network.send(frame, to(destination), now);
        out.removeLast();
        return hop == NextHop.RESOLVED
            ? HexFormat.of().toHexDigits(Ethernet.destination(frame.memory, frame.start), 12)
            : hop.toString();
    }

    static PacketFields to(IpAddress destination) {
        PacketFields fields = new PacketFields();
        fields.tcp(0);
        fields.source(OURS.high(), OURS.low());
        fields.destination(destination.high(), destination.low());
        return fields;
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
        String digits = sent(0);
        out.clear();
        return digits;
    }

    /// A frame sent, in digits, once its ICMPv6 checksum, if it has one, is found right.
    String sent(int index) {
        byte[] bytes = NetworkFixture.bytes(out.get(index));
        MemorySegment frame = MemorySegment.ofArray(bytes);
        long at = Ethernet.HEADER;
        if (Ipv6.nextHeader(frame, at) == Ipv6.ICMPV6) {
            int length = Ipv6.payloadLength(frame, at);
            int pseudo = Checksum.address(Ipv6.sourceHigh(frame, at), Ipv6.sourceLow(frame, at))
                + Checksum.address(Ipv6.destinationHigh(frame, at), Ipv6.destinationLow(frame, at))
                + Ipv6.ICMPV6 + length;
            if (!Checksum.isRight(pseudo, frame, at + Ipv6.HEADER, length)) {
                throw new AssertionError("a wrong checksum");
            }
        }
        return HexFormat.of().formatHex(bytes);
    }

    /// The ICMPv6 type, code and what is behind the checksum, of a frame in digits.
    static String message(String frame) {
        return frame.substring(108, 112) + frame.substring(116);
    }

    static String digits(IpAddress address) {
        return HexFormat.of().toHexDigits(address.high()) + HexFormat.of().toHexDigits(address.low());
    }

    static byte[] bytes(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    /// The payload that the last packet received brought.
    byte[] received() {
        Packet packet = network.packet();
        return packet.memory.asSlice(packet.transportAt, packet.transportLength).toArray(ValueLayout.JAVA_BYTE);
    }

    /// A packet of a protocol that nobody speaks.
    static void unknown(CraftedIpv6 packet) {
        packet.protocol = 99;
        packet.payload = new byte[Ipv4.HEADER];
    }
}
