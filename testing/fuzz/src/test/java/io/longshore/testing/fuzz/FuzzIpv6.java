package io.longshore.testing.fuzz;

import io.longshore.wire.Checksum;
import io.longshore.wire.Ethernet;
import io.longshore.wire.Icmpv6;
import io.longshore.wire.IpAddress;
import io.longshore.wire.Ipv4;
import io.longshore.wire.Ipv6;
import io.longshore.wire.NetworkOrder;
import io.longshore.wire.Prefix;
import io.longshore.wire.TcpHeader;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// IPv6 frames that get past the first checks, with fields near the borders.
final class FuzzIpv6 {

    static final IpAddress OURS = IpAddress.parse("2001:db8::1");
    static final IpAddress PEER = IpAddress.parse("2001:db8::2");
    static final IpAddress ROUTER = IpAddress.parse("fe80::fe");

    static final Prefix PREFIX = new Prefix(OURS.high(), OURS.low(), 64);

    private static final long LINK_LOCAL = 0xFE80_0000_0000_0000L;
    private static final long LINK_GROUP = 0xFF02_0000_0000_0000L;
    private static final int IP = Ethernet.HEADER;
    private static final int[] NDP = {Icmpv6.ROUTER_SOLICITATION, Icmpv6.ROUTER_ADVERTISEMENT,
        Icmpv6.NEIGHBOUR_SOLICITATION, Icmpv6.NEIGHBOUR_ADVERTISEMENT, Icmpv6.REDIRECT};

    private final FuzzInput input;
    private int id;

    FuzzIpv6(FuzzInput input) {
        this.input = input;
    }

    /// Who is our neighbour with the last byte of an IPv4 address.
    static IpAddress neighbour(int ipv4) {
        return new IpAddress(OURS.high(), ipv4 & 0xFF);
    }

    /// The other way about.
    static int ipv4(long low) {
        return FuzzFrames.OURS & ~0xFF | (int) low & 0xFF;
    }

    /// A TCP segment from somebody, now and then behind extension headers, its checksum right but for now and then.
    byte[] tcp(int source, byte[] segment) {
        IpAddress from = neighbour(source);
        MemorySegment memory = MemorySegment.ofArray(segment);
        if (segment.length >= TcpHeader.HEADER && input.choice(32) != 0) {
            TcpHeader.writeChecksum(memory, 0, 0);
            int pseudo = Checksum.address(from.high(), from.low()) + Checksum.address(OURS.high(), OURS.low())
                + Ipv4.PROTOCOL_TCP + segment.length;
            TcpHeader.writeChecksum(memory, 0, Checksum.finish(pseudo + Checksum.sum(memory, 0, segment.length)));
        }
        return packet(from, OURS, Ipv4.PROTOCOL_TCP, segment, input.choice(8) == 1 ? input.choice(9) : 0);
    }

    /// The answer to a neighbour solicitation of ours (RFC 4861, 4.4).
    static byte[] advertisement(IpAddress target) {
        byte[] message = new byte[Icmpv6.HEADER + 16 + 8];
        MemorySegment memory = MemorySegment.ofArray(message);
        Icmpv6.write(memory, 0, Icmpv6.NEIGHBOUR_ADVERTISEMENT, 0, Icmpv6.SOLICITED | Icmpv6.OVERRIDE);
        NetworkOrder.put64(memory, Icmpv6.HEADER, target.high());
        NetworkOrder.put64(memory, Icmpv6.HEADER + 8, target.low());
        message[24] = Icmpv6.TARGET_LINK_ADDRESS;
        message[25] = 1;
        message[26] = 2;
        message[31] = (byte) target.low();
        seal(target, OURS, message);
        return new FuzzIpv6(new FuzzInput(new byte[] {1, 1, 1, 1, 1, 1})).frame(target, OURS, Ipv6.ICMPV6, message);
    }

    /// An error about what was sent on a connection, nearly right.
    byte[] icmpAbout(FuzzFlow flow, FuzzFrames frames) {
        byte[] message = new byte[Icmpv6.HEADER + Ipv6.HEADER + 8];
        MemorySegment memory = MemorySegment.ofArray(message);
        int type = input.flag() ? Icmpv6.PACKET_TOO_BIG : 1 + input.choice(5);
        Icmpv6.write(memory, 0, type, input.choice(6), input.number16() % 1600);
        int quote = Icmpv6.HEADER;
        IpAddress peer = neighbour(flow.remoteAddress);
        Ipv6.writeFlow(memory, quote, 0, 0);
        Ipv6.writePayload(memory, quote, 1400, Ipv4.PROTOCOL_TCP, 64);
        Ipv6.writeSource(memory, quote, OURS.high(), OURS.low());
        Ipv6.writeDestination(memory, quote, peer.high(), peer.low());
        frames.quote(memory, quote + Ipv6.HEADER, flow);
        return icmpv6(input.choice(4) == 0 ? ROUTER : peer, OURS, message);
    }

    IpAddress address() {
        return switch (input.choice(10)) {
            case 0, 1, 2 -> PEER;
            case 3 -> ROUTER;
            case 4 -> OURS;
            case 5 -> new IpAddress(0x2001_0DB8_FFFF_0000L, input.octet());
            case 6 -> new IpAddress(OURS.high(), input.octet());
            case 7 -> new IpAddress(LINK_LOCAL, input.octet());
            case 8 -> new IpAddress(0, input.flag() ? input.choice(3) : IpAddress.mapped(input.number32()));
            default -> new IpAddress(LINK_GROUP, input.flag() ? 1 : 0x1_FF00_0000L | input.choice(3));
        };
    }

    private IpAddress peer() {
        return input.choice(8) == 0 ? address() : new IpAddress(PEER.high(), PEER.low() + input.choice(3));
    }

    private IpAddress us() {
        return input.choice(16) == 0 ? address() : OURS;
    }

    /// Any payload behind any extension headers.
    byte[] ipv6() {
        int protocol = switch (input.choice(4)) {
            case 0 -> Ipv4.PROTOCOL_TCP;
            case 1 -> Ipv4.PROTOCOL_UDP;
            case 2 -> Ipv6.NO_NEXT_HEADER;
            default -> input.octet();
        };
        byte[] payload = input.bytes(100);
        if (protocol == Ipv4.PROTOCOL_UDP && payload.length >= 8 && input.flag()) {
            payload[4] = 0;
            payload[5] = (byte) payload.length;
        }
        return packet(peer(), us(), protocol, payload, input.choice(3) == 0 ? input.choice(11) : 0);
    }

    /// A packet for us, right but for its extension headers.
    ///
    /// @param protocol what they end in
    byte[] chained(int protocol) {
        ByteArrayOutputStream chain = new ByteArrayOutputStream();
        int first = chain(chain, input.choice(11), protocol);
        chain.writeBytes(new byte[input.choice(40)]);
        return whole(PEER, OURS, first, chain.toByteArray());
    }

    /// @param headers how many extension headers
    private byte[] packet(IpAddress source, IpAddress destination, int protocol, byte[] payload, int headers) {
        ByteArrayOutputStream chain = new ByteArrayOutputStream();
        int first = chain(chain, headers, protocol);
        chain.writeBytes(payload);
        return frame(source, destination, first, chain.toByteArray());
    }

    private byte[] frame(IpAddress source, IpAddress destination, int next, byte[] body) {
        byte[] bytes = whole(source, destination, next, body);
        if (input.choice(16) == 0) {
            bytes[IP + input.choice(Ipv6.HEADER)] = (byte) input.octet();
        }
        return bytes;
    }

    private byte[] whole(IpAddress source, IpAddress destination, int next, byte[] body) {
        byte[] bytes = new byte[IP + Ipv6.HEADER + body.length];
        MemorySegment memory = MemorySegment.ofArray(bytes);
        Ethernet.write(memory, 0, FuzzFrames.OUR_MAC, FuzzFrames.PEER_MAC, Ethernet.TYPE_IPV6);
        Ipv6.writeFlow(memory, IP, input.octet(), 0);
        Ipv6.writePayload(memory, IP, body.length, next, input.choice(3) == 0 ? input.octet() : 255);
        Ipv6.writeSource(memory, IP, source.high(), source.low());
        Ipv6.writeDestination(memory, IP, destination.high(), destination.low());
        System.arraycopy(body, 0, bytes, IP + Ipv6.HEADER, body.length);
        return bytes;
    }

    /// Writes extension headers.
    ///
    /// @return the number of the first, or the protocol if there is none
    private int chain(ByteArrayOutputStream chain, int headers, int protocol) {
        int[] kinds = new int[headers + 1];
        kinds[headers] = protocol;
        for (int i = 0; i < headers; i++) {
            kinds[i] = kind(i);
        }
        for (int i = 0; i < headers; i++) {
            header(chain, kinds[i], kinds[i + 1]);
        }
        return kinds[0];
    }

    private int kind(int place) {
        return switch (input.choice(12)) {
            case 0 -> Ipv6.HOP_BY_HOP;
            case 1 -> Ipv6.ROUTING;
            case 2 -> Ipv6.FRAGMENT;
            default -> place == 0 && input.flag() ? Ipv6.HOP_BY_HOP : Ipv6.DESTINATION_OPTIONS;
        };
    }

    private void header(ByteArrayOutputStream chain, int kind, int next) {
        int words = input.choice(24) == 0 ? input.octet() : input.choice(24) == 0 ? 30 : input.choice(2);
        byte[] header = new byte[kind == Ipv6.FRAGMENT ? Ipv6.FRAGMENT_HEADER : 8 + 8 * Math.min(words, 40)];
        header[0] = (byte) next;
        header[1] = (byte) words;
        if (kind == Ipv6.FRAGMENT) {
            header[1] = 0;
            header[7] = (byte) input.choice(3);
        } else if (kind == Ipv6.ROUTING) {
            header[3] = (byte) (input.choice(4) == 0 ? input.octet() : 0);
        } else {
            options(header);
        }
        chain.writeBytes(header);
    }

    private void options(byte[] header) {
        int at = 2;
        while (at < header.length) {
            int left = header.length - at;
            int type = switch (input.choice(8)) {
                case 0 -> 0;
                case 1 -> input.octet();
                case 2 -> 0x1E;
                default -> 1;
            };
            header[at++] = (byte) type;
            if (type != 0 && left >= 2) {
                int length = input.choice(24) == 0 ? input.octet() : Math.min(left - 2, input.choice(6));
                header[at++] = (byte) length;
                at += length;
            }
        }
    }

    /// Neighbour discovery, nearly right.
    byte[] ndp() {
        int type = NDP[input.choice(NDP.length)];
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(new byte[] {(byte) type, 0, 0, 0});
        message.writeBytes(new byte[] {(byte) (input.choice(4) << 5), 0, (byte) input.choice(2), (byte) input.octet()});
        body(message, type);
        for (int i = input.choice(4); i > 0; i--) {
            option(message);
        }
        boolean anonymous = input.choice(8) == 0;
        IpAddress source = anonymous ? new IpAddress(0, 0) : input.choice(3) == 0 ? ROUTER : peer();
        IpAddress group = new IpAddress(LINK_GROUP, 0x1_FF00_0001L);
        IpAddress destination = anonymous || input.flag() ? group : us();
        return icmpv6(source, destination, message.toByteArray());
    }

    private void body(ByteArrayOutputStream message, int type) {
        if (type == Icmpv6.ROUTER_ADVERTISEMENT) {
            message.writeBytes(new byte[8]);
        } else if (type != Icmpv6.ROUTER_SOLICITATION) {
            write(message, input.choice(3) == 0 ? address() : input.flag() ? OURS : PEER);
        }
        if (type == Icmpv6.REDIRECT) {
            write(message, input.flag() ? PEER : new IpAddress(0x2001_0DB8_FFFF_0000L, input.octet()));
        }
    }

    private static void write(ByteArrayOutputStream message, IpAddress address) {
        byte[] bytes = new byte[16];
        NetworkOrder.put64(MemorySegment.ofArray(bytes), 0, address.high());
        NetworkOrder.put64(MemorySegment.ofArray(bytes), 8, address.low());
        message.writeBytes(bytes);
    }

    private void option(ByteArrayOutputStream message) {
        int type = input.choice(16);
        int words = type == Icmpv6.PREFIX_INFORMATION ? 4 : 1;
        byte[] option = new byte[8 * words];
        byte[] content = input.exactly(option.length);
        System.arraycopy(content, 0, option, 0, option.length);
        option[0] = (byte) type;
        option[1] = (byte) (input.choice(24) == 0 ? input.choice(6) : words);
        if (type == Icmpv6.PREFIX_INFORMATION && input.flag()) {
            option[2] = 64;
            NetworkOrder.put64(MemorySegment.ofArray(option), 16, OURS.high() + (input.octet() << 4));
        }
        message.writeBytes(option);
    }

    /// A message with its checksum right but for now and then.
    private byte[] icmpv6(IpAddress source, IpAddress destination, byte[] message) {
        if (input.choice(32) != 0) {
            seal(source, destination, message);
        }
        return packet(source, destination, Ipv6.ICMPV6, message, input.choice(16) == 0 ? 1 : 0);
    }

    private static void seal(IpAddress source, IpAddress destination, byte[] message) {
        MemorySegment memory = MemorySegment.ofArray(message);
        Icmpv6.writeChecksum(memory, 0, 0);
        int sum = Checksum.address(source.high(), source.low())
            + Checksum.address(destination.high(), destination.low()) + Ipv6.ICMPV6 + message.length;
        Icmpv6.writeChecksum(memory, 0, Checksum.finish(sum + Checksum.sum(memory, 0, message.length)));
    }

    /// Errors, echoes, queries and what else there is.
    byte[] icmp() {
        byte[] message = new byte[Icmpv6.HEADER + input.choice(90)];
        byte[] quote = input.exactly(message.length - Icmpv6.HEADER);
        System.arraycopy(quote, 0, message, Icmpv6.HEADER, quote.length);
        MemorySegment memory = MemorySegment.ofArray(message);
        int type = input.flag() ? input.choice(6) : 127 + input.choice(7);
        Icmpv6.write(memory, 0, type, input.choice(6), input.flag() ? input.number16() % 1600 : input.number32());
        if (quote.length >= Ipv6.HEADER && input.choice(4) != 0) {
            IpAddress us = us();
            IpAddress peer = peer();
            Ipv6.writeFlow(memory, Icmpv6.HEADER, 0, 0);
            Ipv6.writePayload(memory, Icmpv6.HEADER, 1400, input.choice(4) == 0 ? kind(0) : Ipv4.PROTOCOL_TCP, 64);
            Ipv6.writeSource(memory, Icmpv6.HEADER, us.high(), us.low());
            Ipv6.writeDestination(memory, Icmpv6.HEADER, peer.high(), peer.low());
        }
        return icmpv6(input.choice(4) == 0 ? ROUTER : peer(), us(), message);
    }

    /// One of four that fit together, mostly.
    byte[] fragment() {
        int which = input.choice(4);
        int length = input.choice(12) == 0 ? input.choice(60) : 24;
        int offset = input.choice(12) == 0 ? input.number16() & 0xFFF8 : which * 24;
        int protocol = input.choice(6) == 0 ? input.choice(64) : Ipv4.PROTOCOL_TCP;
        return fragment(protocol, offset | (which == 3 ? 0 : 1), new byte[length]);
    }

    private byte[] fragment(int protocol, int offset, byte[] piece) {
        byte[] body = Arrays.copyOf(new byte[Ipv6.FRAGMENT_HEADER], Ipv6.FRAGMENT_HEADER + piece.length);
        System.arraycopy(piece, 0, body, Ipv6.FRAGMENT_HEADER, piece.length);
        id += input.choice(32) == 0 ? 1 : 0;
        Ipv6.writeFragment(MemorySegment.ofArray(body), 0, protocol, offset, id);
        return frame(PEER, OURS, Ipv6.FRAGMENT, body);
    }

    /// An echo request in fragments, in order, or with one missing.
    List<byte[]> ping() {
        byte[] message = new byte[Icmpv6.HEADER + input.number16() % 5000];
        Icmpv6.write(MemorySegment.ofArray(message), 0, Icmpv6.ECHO_REQUEST, 0, input.number32());
        seal(PEER, OURS, message);
        int missing = input.choice(10);
        List<byte[]> fragments = new ArrayList<>();
        for (int at = 0; at < message.length; at += 1448) {
            int end = Math.min(at + 1448, message.length);
            if (at != 1448 * missing) {
                int more = end < message.length ? 1 : 0;
                fragments.add(fragment(Ipv6.ICMPV6, at | more, Arrays.copyOfRange(message, at, end)));
            }
        }
        return fragments;
    }
}
