package io.longshore.testing.fuzz;

import io.longshore.wire.Arp;
import io.longshore.wire.Checksum;
import io.longshore.wire.Ethernet;
import io.longshore.wire.Icmp;
import io.longshore.wire.Ipv4;
import io.longshore.wire.Ipv4Address;
import io.longshore.wire.MacAddress;
import io.longshore.wire.NetworkOrder;
import io.longshore.wire.TcpHeader;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Frames that get past the first checks, with fields near the borders: what random bytes would almost never be.
final class FuzzFrames {

    static final int OURS = Ipv4Address.parse("10.0.0.1");
    static final int PEER = Ipv4Address.parse("10.0.0.2");
    static final int GATEWAY = Ipv4Address.parse("10.0.0.254");
    static final long OUR_MAC = MacAddress.parse("02:00:00:00:00:01");
    static final long PEER_MAC = MacAddress.parse("02:00:00:00:00:02");

    private static final int IP = Ethernet.HEADER;

    private final FuzzInput input;
    private int id;

    FuzzFrames(FuzzInput input) {
        this.input = input;
    }

    int address() {
        return switch (input.choice(8)) {
            case 0, 1 -> PEER;
            case 2 -> GATEWAY;
            case 3 -> OURS;
            case 4 -> Ipv4Address.parse("192.0.2.0") + input.octet();
            case 5 -> Ipv4Address.parse("10.0.0.0") + input.octet();
            case 6 -> Ipv4Address.LIMITED_BROADCAST;
            default -> input.number32();
        };
    }

    private int peer() {
        return input.choice(8) == 0 ? address() : PEER + input.choice(3);
    }

    private int us() {
        return input.choice(16) == 0 ? address() : OURS;
    }

    private long mac() {
        return switch (input.choice(24)) {
            case 0 -> Ethernet.BROADCAST;
            case 1 -> (long) input.number16() << 32 | input.number32() & 0xFFFF_FFFFL;
            case 2 -> PEER_MAC;
            default -> OUR_MAC;
        };
    }

    private MemorySegment frame(int type, int length) {
        MemorySegment memory = MemorySegment.ofArray(new byte[Ethernet.HEADER + length]);
        Ethernet.write(memory, 0, mac(), PEER_MAC, type);
        return memory;
    }

    private static byte[] bytes(MemorySegment memory) {
        return (byte[]) memory.heapBase().orElseThrow();
    }

    byte[] arp() {
        MemorySegment memory = frame(Ethernet.TYPE_ARP, Arp.LENGTH + input.choice(3) - 1);
        byte[] body = input.exactly((int) memory.byteSize() - IP);
        MemorySegment.copy(MemorySegment.ofArray(body), 0, memory, IP, body.length);
        if (body.length >= Arp.LENGTH && input.choice(8) != 0) {
            Arp.writeOperation(memory, IP, 1 + input.choice(2));
            Arp.writeSender(memory, IP, PEER_MAC + input.choice(3), peer());
            Arp.writeTarget(memory, IP, 0, us());
        }
        return bytes(memory);
    }

    byte[] ipv4() {
        int protocol = input.flag() ? Ipv4.PROTOCOL_TCP : input.octet();
        return packet(protocol, input.bytes(100), 0, input.choice(4) == 0 ? 4 * input.choice(11) : 0);
    }

    /// A TCP segment from somebody, its checksum right but for now and then.
    byte[] tcp(int source, byte[] segment) {
        MemorySegment memory = MemorySegment.ofArray(segment);
        if (segment.length >= TcpHeader.HEADER && input.choice(32) != 0) {
            TcpHeader.writeChecksum(memory, 0, 0);
            int pseudo = Checksum.pseudoHeader(source, OURS, Ipv4.PROTOCOL_TCP, segment.length);
            TcpHeader.writeChecksum(memory, 0, Checksum.finish(pseudo + Checksum.sum(memory, 0, segment.length)));
        }
        MemorySegment frame = MemorySegment.ofArray(new byte[Ethernet.HEADER + Ipv4.HEADER + segment.length]);
        Ethernet.write(frame, 0, OUR_MAC, macOf(source), Ethernet.TYPE_IPV4);
        Ipv4.writeLength(frame, IP, input.choice(4) == 0 ? input.octet() : 0, Ipv4.HEADER + segment.length);
        Ipv4.writeFragment(frame, IP, 0, Ipv4.DONT_FRAGMENT, 0);
        Ipv4.writeProtocol(frame, IP, 64, Ipv4.PROTOCOL_TCP);
        Ipv4.writeAddresses(frame, IP, source, OURS);
        Ipv4.writeChecksum(frame, IP, Ipv4.HEADER);
        MemorySegment.copy(memory, 0, frame, IP + Ipv4.HEADER, segment.length);
        return bytes(frame);
    }

    /// The answer to an ARP request of ours.
    static byte[] arpReply(int neighbour) {
        MemorySegment frame = MemorySegment.ofArray(new byte[Ethernet.HEADER + Arp.LENGTH]);
        Ethernet.write(frame, 0, OUR_MAC, macOf(neighbour), Ethernet.TYPE_ARP);
        Arp.writeOperation(frame, IP, Arp.REPLY);
        Arp.writeSender(frame, IP, macOf(neighbour), neighbour);
        Arp.writeTarget(frame, IP, OUR_MAC, OURS);
        return bytes(frame);
    }

    private static long macOf(int address) {
        return 0x0200_0000_0000L | address & 0xFF;
    }

    /// One of four that fit together, mostly.
    byte[] fragment() {
        int which = input.choice(4);
        int length = input.choice(12) == 0 ? input.choice(40) : 16;
        int offset = input.choice(12) == 0 ? input.number16() & 0x1FFF : which * 2;
        int more = which == 3 ? 0 : Ipv4.MORE_FRAGMENTS;
        int protocol = input.choice(6) == 0 ? Ipv4.PROTOCOL_ICMP : Ipv4.PROTOCOL_TCP;
        return packet(protocol, new byte[length], more | offset, 0);
    }

    /// An echo request in fragments, in order, or with one missing.
    List<byte[]> ping() {
        byte[] message = new byte[Icmp.HEADER + input.number16() % 5000];
        MemorySegment memory = MemorySegment.ofArray(message);
        Icmp.write(memory, 0, Icmp.ECHO_REQUEST, 0, input.number32());
        Icmp.complete(memory, 0, 0);
        int missing = input.choice(10);
        List<byte[]> fragments = new ArrayList<>();
        for (int at = 0; at < message.length; at += 1480) {
            int end = Math.min(at + 1480, message.length);
            int more = end < message.length ? Ipv4.MORE_FRAGMENTS : 0;
            if (at != 1480 * missing) {
                fragments.add(packet(Ipv4.PROTOCOL_ICMP, Arrays.copyOfRange(message, at, end), more | at / 8, 0));
            }
        }
        return fragments;
    }

    byte[] icmp() {
        byte[] message = new byte[Icmp.HEADER + input.choice(80)];
        MemorySegment memory = MemorySegment.ofArray(message);
        Icmp.write(memory, 0, input.choice(14), input.choice(6), input.number32());
        byte[] quote = input.exactly(message.length - Icmp.HEADER);
        System.arraycopy(quote, 0, message, Icmp.HEADER, quote.length);
        if (quote.length >= Ipv4.HEADER && input.choice(4) != 0) {
            Ipv4.writeLength(memory, Icmp.HEADER, 0, input.number16());
            Ipv4.writeFragment(memory, Icmp.HEADER, 0, 0, 8 * (input.choice(8) / 7));
            Ipv4.writeProtocol(memory, Icmp.HEADER, 64, Ipv4.PROTOCOL_TCP);
            Ipv4.writeAddresses(memory, Icmp.HEADER, us(), peer());
            NetworkOrder.put8(memory, Icmp.HEADER, input.choice(8) == 0 ? input.octet() : 0x45);
        }
        Icmp.complete(memory, 0, Checksum.sum(memory, Icmp.HEADER, quote.length));
        return packet(Ipv4.PROTOCOL_ICMP, message, 0, 0);
    }

    /// An error about what was sent on a connection, nearly right.
    byte[] icmpAbout(FuzzFlow flow) {
        byte[] message = new byte[Icmp.HEADER + Ipv4.HEADER + 8];
        MemorySegment memory = MemorySegment.ofArray(message);
        int type = input.choice(8) == 0 ? input.choice(14) : Icmp.DESTINATION_UNREACHABLE;
        Icmp.write(memory, 0, type, input.flag() ? 4 : input.choice(16), input.number16() % 1600);
        int quote = Icmp.HEADER;
        NetworkOrder.put8(memory, quote, 0x45);
        Ipv4.writeLength(memory, quote, 0, 1400);
        Ipv4.writeProtocol(memory, quote, 64, Ipv4.PROTOCOL_TCP);
        Ipv4.writeAddresses(memory, quote, OURS, flow.remoteAddress);
        quote(memory, quote + Ipv4.HEADER, flow);
        Icmp.complete(memory, 0, Checksum.sum(memory, Icmp.HEADER, message.length - Icmp.HEADER));
        return packet(Ipv4.PROTOCOL_ICMP, message, 0, 0);
    }

    /// The eight bytes that an error quotes at least (RFC 792).
    void quote(MemorySegment memory, long at, FuzzFlow flow) {
        NetworkOrder.put16(memory, at, flow.localPort);
        NetworkOrder.put16(memory, at + 2, flow.remotePort);
        NetworkOrder.put32(memory, at + 4, input.flag() ? flow.sndUna : input.near(flow.sndNxt));
    }

    private byte[] packet(int protocol, byte[] payload, int fragment, int options) {
        int header = Ipv4.HEADER + Math.min(options, 40);
        MemorySegment memory = frame(Ethernet.TYPE_IPV4, header + payload.length + input.choice(3));
        MemorySegment.copy(MemorySegment.ofArray(input.exactly(header)), 0, memory, IP, header);
        Ipv4.writeLength(memory, IP, input.octet(), header + payload.length);
        Ipv4.writeFragment(memory, IP, id(), fragment & Ipv4.MORE_FRAGMENTS, (fragment & 0x1FFF) << 3);
        Ipv4.writeProtocol(memory, IP, 64, protocol);
        Ipv4.writeAddresses(memory, IP, fragment == 0 ? peer() : PEER, us());
        NetworkOrder.put8(memory, IP, 0x40 | header / 4);
        MemorySegment.copy(MemorySegment.ofArray(payload), 0, memory, IP + header, payload.length);
        spoil(memory);
        Ipv4.writeChecksum(memory, IP, header);
        return bytes(memory);
    }

    /// Mostly the same for a while, so that fragments meet.
    private int id() {
        id += input.choice(32) == 0 ? 1 : 0;
        return id;
    }

    /// Now and then one field of the header is wrong.
    private void spoil(MemorySegment memory) {
        if (input.choice(16) == 0) {
            NetworkOrder.put8(memory, IP + input.choice(Ipv4.HEADER), input.octet());
        }
    }
}
