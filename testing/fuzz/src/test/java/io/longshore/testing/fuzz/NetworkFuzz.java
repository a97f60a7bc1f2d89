package io.longshore.testing.fuzz;

import static io.longshore.testing.fuzz.WireFuzz.check;

import io.longshore.ip.Arrival;
import io.longshore.ip.Interface;
import io.longshore.ip.IpCounter;
import io.longshore.ip.IpCounters;
import io.longshore.ip.Network;
import io.longshore.ip.NextHop;
import io.longshore.ip.Packet;
import io.longshore.ip.PacketFields;
import io.longshore.wire.Ethernet;
import io.longshore.wire.Frame;
import io.longshore.wire.FrameBatch;
import io.longshore.wire.IpAddress;
import io.longshore.wire.Prefix;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Any frames, at any times, into the network layer of one shard: ARP, IPv4, reassembly and ICMP together.
final class NetworkFuzz {

    private static final int MTU = 1500;
    private static final byte GUARD = (byte) 0xA5;

    private final FuzzInput input;
    private final Arena arena;
    private final Interface ours;
    private final Network network;
    private final FrameBatch out;
    private final FuzzFrames frames;
    private final FuzzIpv6 frames6;
    private final PacketFields fields = new PacketFields();
    private long now;

    private NetworkFuzz(byte[] data, Arena arena) {
        input = new FuzzInput(data);
        this.arena = arena;
        ours = new Interface(FuzzFrames.OUR_MAC, MTU, FuzzFrames.GATEWAY, new Prefix(FuzzFrames.OURS, 24),
            new Prefix(FuzzIpv6.OURS.high(), FuzzIpv6.OURS.low(), 64));
        if (input.flag()) {
            ours.autoconfigured(11);
        } else {
            ours.gateway(FuzzIpv6.ROUTER.high(), FuzzIpv6.ROUTER.low());
        }
        ours.settings().dadTransmits = input.choice(8) == 0 ? 2 : 0;
        network = new Network(ours, arena, 7);
        out = new FrameBatch(arena, 48, 128);
        frames = new FuzzFrames(input);
        frames6 = new FuzzIpv6(input);
    }

    /// @param totals what this input made happen is added here
    static void run(byte[] data, IpCounters totals) {
        try (Arena arena = Arena.ofConfined()) {
            NetworkFuzz fuzz = new NetworkFuzz(data, arena);
            for (int steps = 0; fuzz.input.hasMore() && steps < 2000; steps++) {
                fuzz.step();
            }
            for (IpCounter counter : IpCounter.values()) {
                totals.count(counter, fuzz.network.counters().get(counter));
            }
        }
    }

    private void step() {
        switch (input.choice(16)) {
            case 0 -> receive(input.bytes(200));
            case 1, 2 -> receive(frames.ipv4());
            case 3 -> receive(frames.arp());
            case 4 -> receive(frames.icmp());
            case 5 -> receive(frames.fragment());
            case 6 -> send();
            case 7 -> frames.ping().forEach(this::receive);
            case 8, 9 -> receive(frames6.ipv6());
            case 10, 11 -> receive(frames6.ndp());
            case 12 -> receive(frames6.icmp());
            case 13 -> receive(frames6.fragment());
            case 14 -> frames6.ping().forEach(this::receive);
            default -> pass();
        }
        SentFrames.check(out, ours);
        out.clear();
    }

    private void receive(byte[] bytes) {
        // A frame with room for its own bytes only: reading beyond them throws.
        FrameBatch in = new FrameBatch(arena, 1, bytes.length);
        Frame frame = in.add();
        frame.memory.asSlice(0, frame.start).fill(GUARD);
        MemorySegment.copy(bytes, 0, frame.memory, ValueLayout.JAVA_BYTE, frame.start, bytes.length);
        frame.length = bytes.length;
        frame.flags = input.choice(2);
        frame.segmentSize = input.choice(4) * 100;
        Arrival arrival = network.receive(frame, out, now);
        if (arrival == Arrival.SEGMENT) {
            isSound(network.packet());
        }
        if (arrival == Arrival.ICMP_ERROR) {
            int mtu = network.icmpError().mtu;
            int least = network.icmpError().version == 4 ? 552 : 1280;
            check(mtu == 0 || mtu >= least && mtu < MTU, "path MTU " + mtu);
            network.lowerPathMtu(network.icmpError().destinationHigh, network.icmpError().destinationLow, mtu, now);
            check(ours.owns(network.icmpError().sourceHigh, network.icmpError().sourceLow),
                "an error about nobody's segment");
        }
        check(MemorySegment.ofArray(bytes).mismatch(frame.memory.asSlice(frame.start, bytes.length)) < 0,
            "the received frame was changed");
        for (int i = 0; i < frame.start; i++) {
            check(frame.memory.get(ValueLayout.JAVA_BYTE, i) == GUARD, "written before the frame");
        }
    }

    private void isSound(Packet packet) {
        check(packet.transportLength >= 0 && packet.transportAt + packet.transportLength <= packet.memory.byteSize()
            && packet.transportAt == packet.networkAt + packet.headerLength, "a packet beyond its memory");
        check(ours.owns(packet.destinationHigh, packet.destinationLow),
            "a packet for " + IpAddress.text(packet.destinationHigh, packet.destinationLow));
        boolean broadcast = packet.version == 4 && ours.isBroadcast(IpAddress.ipv4(packet.sourceLow));
        check(!ours.owns(packet.sourceHigh, packet.sourceLow) && !broadcast
            && !IpAddress.isAny(packet.sourceHigh, packet.sourceLow)
            && IpAddress.isIpv4(packet.sourceHigh, packet.sourceLow) == (packet.version == 4),
            "a packet from " + IpAddress.text(packet.sourceHigh, packet.sourceLow));
    }

    private void send() {
        Frame frame = out.add();
        fields.tcp(input.octet());
        IpAddress destination = input.flag() ? frames6.address() : IpAddress.of(frames.address());
        fields.destination(destination.high(), destination.low());
        if (!network.choosesSource(fields)) {
            out.removeLast();
            return;
        }
        network.confirm(destination.high(), destination.low(), now);
        frame.length = fields.transportAt() + input.choice(60);
        byte[] payload = new byte[input.number16() % 2000];
        frame.payload(MemorySegment.ofArray(payload), 0, payload.length);
        if (frame.totalLength() > MTU + Ethernet.HEADER) {
            frame.payload = null;
            frame.firstLength = 0;
        }
        if (network.send(frame, fields, now) != NextHop.RESOLVED) {
            out.removeLast();
        }
    }

    private void pass() {
        now += input.choice(16) == 0 ? input.octet() * 1_000_000_000L : input.octet() * 1_000_000L;
        network.turn(out, now);
        SentFrames.check(out, ours);
        out.clear();
        if (out.capacity() > 0 && network.deadline() <= now) {
            network.turn(out, now);
        }
        check(network.deadline() > now || out.isFull() || network.deadline() == Long.MIN_VALUE,
            "due at " + network.deadline() + ", now " + now);
        check(network.counters().get(IpCounter.IN6_RECEIVES) >= network.counters().get(IpCounter.IN6_DELIVERS)
            && network.counters().get(IpCounter.IN_RECEIVES) >= network.counters().get(IpCounter.IN_DELIVERS),
            "more delivered than received");
    }
}
