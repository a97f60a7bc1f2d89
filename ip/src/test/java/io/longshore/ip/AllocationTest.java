package io.longshore.ip;

import io.longshore.testing.allocation.AllocationGate;
import io.longshore.wire.Frame;
import io.longshore.wire.Ipv4;
import io.longshore.wire.Ipv6;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/// Nothing on a packet's way allocates, of either family.
class AllocationTest {

    private final NetworkFixture net4 = new NetworkFixture().knowingPeer();
    private final Ipv6Fixture net = new Ipv6Fixture().settled().knowingPeer();

    private void none(String what, IntConsumer step) throws ReflectiveOperationException {
        AllocationGate.assertNone(what, step);
    }

    private IntConsumer receiving(CraftedIpv6 packet) {
        Frame frame = net.incoming();
        packet.write(frame);
        return i -> {
            net.now += 1000;
            net.network.receive(frame, net.out, net.now);
            net.network.turn(net.out, net.now);
            net.out.clear();
        };
    }

    @Test
    void segmentsIn() throws ReflectiveOperationException {
        none("an IPv6 segment", receiving(new CraftedIpv6()));
        Frame frame = net4.incoming();
        new CraftedPacket().write(frame);
        none("an IPv4 segment", i -> net4.network.receive(frame, net4.out, net4.now));
    }

    @Test
    void segmentsOut() throws ReflectiveOperationException {
        PacketFields to4 = NetworkFixture.to(NetworkFixture.PEER);
        PacketFields to6 = Ipv6Fixture.to(Ipv6Fixture.PEER);
        none("a segment sent", i -> {
            net.now += 1000;
            send(net.network, to6, net.out.add());
            send(net4.network, to4, net.out.add());
            net.network.confirm(Ipv6Fixture.PEER.high(), Ipv6Fixture.PEER.low(), net.now);
            net.out.clear();
        });
    }

    private void send(Network network, PacketFields fields, Frame frame) {
        frame.length = fields.transportAt() + 20;
        network.send(frame, fields, net.now);
    }

    @Test
    void fragmentsAndExtensionHeaders() throws ReflectiveOperationException {
        CraftedIpv6 packet = new CraftedIpv6();
        packet.extension = Ipv6.FRAGMENT;
        packet.extensions = Ipv6Fixture.bytes("0600 0041 00000007");
        packet.payload = new byte[64];
        none("a fragment", receiving(packet));
        packet.extension = Ipv6.HOP_BY_HOP;
        packet.extensions = Ipv6Fixture.bytes("3c00 0502 0000 0100 0600 1e04 01020304");
        none("extension headers", receiving(packet));
    }

    @Test
    void messagesAndErrors() throws ReflectiveOperationException {
        CraftedIpv6 packet = new CraftedIpv6();
        packet.protocol = Ipv6.ICMPV6;
        packet.checksumAt = 2;
        packet.payload = Ipv6Fixture.bytes("8000 0000 1234 0001 a0a1a2a3a4");
        none("an echo request", receiving(packet));
        packet.hopLimit = 255;
        packet.payload = Ipv6Fixture.bytes("8700 0000 00000000" + Ipv6Fixture.digits(Ipv6Fixture.OURS)
            + "0101 020000000002");
        none("a solicitation", receiving(packet));
        packet.protocol = Ipv4.PROTOCOL_UDP;
        packet.payload = Ipv6Fixture.bytes("13880007 000c0000 01020304");
        packet.checksumAt = 6;
        none("a UDP datagram", receiving(packet));
    }
}
