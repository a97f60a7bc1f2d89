package io.longshore.ip;

import io.longshore.wire.Frame;
import io.longshore.wire.FrameBatch;
import io.longshore.wire.IpAddress;
import java.lang.foreign.Arena;

/// The network layer of one shard: both families, ARP, neighbour discovery, ICMP and reassembly put together, so that
/// above it only TCP is seen. Sans-I/O: what it has to send goes into a batch.
public final class Network {

    private static final int RECENT = 64;
    private static final long RECENTLY = 500_000_000L;

    private final Interface ours;
    private final IpCounters counters = new IpCounters();
    private final Neighbours neighbours;
    private final ArpInput arpInput;
    private final Reassembly reassembly;
    private final FrameInput input;
    private final IpOutput output;
    private final IcmpOutput icmpOutput;
    private final IcmpInput icmpInput;
    private final Icmpv6Input icmpv6Input;
    private final UdpInput udpInput;
    private final Discovery discovery;
    private final PathMtuCache pathMtus;
    private final Packet packet = new Packet();
    private final IcmpError icmpError = new IcmpError();
    private final PacketFields confirmed = new PacketFields();
    /// Peers that were confirmed a moment ago, so that not each acknowledgment looks for its neighbour.
    private final long[] recentHighs = new long[RECENT];
    private final long[] recentLows = new long[RECENT];
    private final long[] recentTimes = new long[RECENT];
    /// IPv4 addresses of ours not yet announced.
    private int unannounced;
    private boolean begun;

    /// @param arena  for the memory of reassembly and of held frames
    /// @param secret unpredictable; from it come hash keys, identifiers and jitter
    public Network(Interface ours, Arena arena, long secret) {
        this.ours = ours;
        Randomness keys = new Randomness(secret);
        NdpOutput ndp = new NdpOutput(ours, counters);
        neighbours = new Neighbours(ours, ndp, counters, arena, keys.nextLong());
        arpInput = new ArpInput(ours, neighbours, counters);
        reassembly = new Reassembly(ours.settings(), counters, arena);
        input = new FrameInput(ours, reassembly, counters);
        output = new IpOutput(new Ipv4Output(ours, neighbours, counters),
            new Ipv6Output(ours, neighbours, counters, keys.nextLong()));
        EchoOutput echo = new EchoOutput(ours, output, new FragmentIdGenerator(keys.nextLong()), counters);
        icmpOutput = new IcmpOutput(ours, output, counters, keys.nextLong());
        icmpInput = new IcmpInput(ours, echo, counters);
        discovery = new Discovery(ours, neighbours, ndp, counters, keys.nextLong());
        NdpInput ndpInput = new NdpInput(ours, neighbours, ndp, discovery, counters);
        icmpv6Input = new Icmpv6Input(ours, echo, ndpInput, discovery.mld, counters);
        udpInput = new UdpInput(icmpOutput, counters);
        pathMtus = new PathMtuCache(ours, keys.nextLong());
        unannounced = ours.isPointToPoint() ? 0 : ours.addresses();
        begun = ours.isPointToPoint() || !ours.speaksIpv6();
        if (!begun) {
            // until the first turn says whether to ask for them
            ours.table().doubt();
        }
    }

    public Interface ours() {
        return ours;
    }

    public IpCounters counters() {
        return counters;
    }

    /// Takes a received frame, whole. Answers that the network layer owes (ARP, neighbour discovery, echo replies,
    /// errors) go into `out` and may refer to the frame: `out` is sent before the frame's memory is used again.
    public Arrival receive(Frame frame, FrameBatch out, long now) {
        return switch (input.frame(frame, packet, now)) {
            case TCP -> Arrival.SEGMENT;
            case ICMP -> icmp(out, now) ? Arrival.ICMP_ERROR : Arrival.NOTHING;
            case UDP -> {
                udpInput.packet(packet, out, now);
                yield Arrival.NOTHING;
            }
            case ARP -> {
                arpInput.frame(frame, out, now);
                yield Arrival.NOTHING;
            }
            case UNKNOWN_PROTOCOL -> {
                icmpOutput.protocolUnreachable(packet, out, now);
                yield Arrival.NOTHING;
            }
            case PROBLEM -> {
                icmpOutput.problem(packet, out, now);
                yield Arrival.NOTHING;
            }
            case HELD, DROPPED -> Arrival.NOTHING;
        };
    }

    private boolean icmp(FrameBatch out, long now) {
        return packet.version == 4
            ? icmpInput.packet(packet, icmpError, out, now)
            : icmpv6Input.packet(packet, icmpError, out, now);
    }

    /// For what else is reported about a packet received.
    IcmpOutput icmpOutput() {
        return icmpOutput;
    }

    /// What the last frame received brought, after [Arrival#SEGMENT].
    public Packet packet() {
        return packet;
    }

    /// What the last frame received reported, after [Arrival#ICMP_ERROR].
    public IcmpError icmpError() {
        return icmpError;
    }

    /// Completes a frame with a packet to send: its transport header stands at [PacketFields#transportAt], `length` and
    /// payload are set. Unless the answer is [NextHop#RESOLVED], the caller takes the frame out of its batch.
    ///
    /// @param fields addresses, protocol and what else the IP header says
    public NextHop send(Frame frame, PacketFields fields, long now) {
        return output.send(frame, fields, now);
    }

    /// Whether the address is ours to speak from and to be spoken to.
    public boolean owns(long high, long low) {
        return ours.owns(high, low);
    }

    /// Fills in the address of ours to speak from to the fields' destination.
    ///
    /// @return false if we have none of its family
    public boolean choosesSource(PacketFields fields) {
        return ours.choosesSource(fields);
    }

    /// Most bytes of a packet of this IP version on the link.
    public int mtu(int version) {
        return version == 4 ? ours.mtu() : ours.mtu6();
    }

    /// Says that the peer has heard from us just now (RFC 4861 7.3.1): TCP has seen a new acknowledgment. So its
    /// neighbour, the peer itself or the router towards it, need not be probed.
    public void confirm(long high, long low, long now) {
        int place = (int) (low ^ low >>> 32) & RECENT - 1;
        if (recentLows[place] == low && recentHighs[place] == high && now - recentTimes[place] < RECENTLY) {
            return;
        }
        recentHighs[place] = high;
        recentLows[place] = low;
        recentTimes[place] = now;
        if (IpAddress.isIpv4(high, low)) {
            neighbours.confirm(0, IpAddress.mapped(ours.nextHop((int) low)), now);
            return;
        }
        confirmed.destination(high, low);
        if (ours.nextHop(confirmed)) {
            neighbours.confirm(confirmed.hopHigh, confirmed.hopLow, now);
        }
    }

    /// Bytes of the largest packet that gets through to a destination as far as is known; at most the link's MTU.
    public int pathMtu(long high, long low, long now) {
        return pathMtus.get(high, low, now);
    }

    /// A router reported that larger packets do not get through, and TCP has found that the report quotes what was in
    /// flight (RFC 5927 section 4.1). Forgotten after ten minutes (RFC 1191 6.3).
    public void lowerPathMtu(long high, long low, int mtu, long now) {
        pathMtus.lower(high, low, mtu, now);
    }

    /// Sends what is due and forgets what has timed out. Once a turn, last, before `out` is sent.
    public void turn(FrameBatch out, long now) {
        if (!begun) {
            begun = true;
            discovery.begin(now);
        }
        while (unannounced > 0 && !out.isFull()) {
            unannounced--;
            ArpOutput.announce(out.add(), ours, ours.prefix(unannounced).address());
        }
        while (reassembly.turn(packet, now)) {
            icmpOutput.reassemblyTimedOut(packet, out, now);
        }
        discovery.turn(out, now);
        neighbours.turn(out, now);
    }

    /// When [#turn(FrameBatch, long)] is due even if nothing happens, nanoseconds; `Long.MAX_VALUE` for never.
    public long deadline() {
        if (unannounced > 0 || !begun) {
            return Long.MIN_VALUE;
        }
        return Math.min(discovery.deadline(), Math.min(reassembly.deadline(), neighbours.deadline()));
    }
}
