package io.longshore.ip;

import io.longshore.wire.Frame;
import io.longshore.wire.FrameBatch;
import io.longshore.wire.Icmp;
import java.lang.foreign.Arena;

/// The network layer of one shard: ARP, IPv4 and ICMP put together, so that above it only TCP is seen. Sans-I/O: what
/// it has to send goes into a batch.
public final class Network {

    private final Interface ours;
    private final IpCounters counters = new IpCounters();
    private final ArpCache arp;
    private final ArpInput arpInput;
    private final Reassembly reassembly;
    private final Ipv4Input input;
    private final Ipv4Output output;
    private final IcmpOutput icmpOutput;
    private final IcmpInput icmpInput;
    private final Packet packet = new Packet();
    private final IcmpError icmpError = new IcmpError();
    /// Addresses of ours not yet announced.
    private int unannounced;

    /// @param arena  for the memory of reassembly and of held frames
    /// @param secret unpredictable; from it come hash keys, identifiers and jitter
    public Network(Interface ours, Arena arena, long secret) {
        this.ours = ours;
        arp = new ArpCache(ours, counters, arena, secret);
        arpInput = new ArpInput(ours, arp, counters);
        reassembly = new Reassembly(counters, arena);
        input = new Ipv4Input(ours, reassembly, counters);
        output = new Ipv4Output(ours, arp, counters);
        icmpOutput = new IcmpOutput(ours, output, counters, ~secret);
        icmpInput = new IcmpInput(ours, icmpOutput, counters);
        unannounced = ours.addresses();
    }

    public Interface ours() {
        return ours;
    }

    public IpCounters counters() {
        return counters;
    }

    /// Takes a received frame, whole. Answers that the network layer owes (ARP, echo replies, errors) go into `out`
    /// and may refer to the frame: `out` is sent before the frame's memory is used again.
    public Arrival receive(Frame frame, FrameBatch out, long now) {
        return switch (input.frame(frame, packet, now)) {
            case TCP -> Arrival.SEGMENT;
            case ICMP -> icmpInput.packet(packet, icmpError, out, now) ? Arrival.ICMP_ERROR : Arrival.NOTHING;
            case ARP -> {
                arpInput.frame(frame, out, now);
                yield Arrival.NOTHING;
            }
            case UNKNOWN_PROTOCOL -> {
                icmpOutput.unreachable(packet, Icmp.PROTOCOL_UNREACHABLE, out, now);
                yield Arrival.NOTHING;
            }
            case HELD, DROPPED -> Arrival.NOTHING;
        };
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
        return fields.isIpv4() ? output.send(frame, fields, now) : NextHop.UNREACHABLE;
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
        return ours.mtu();
    }

    /// Says that the peer has heard from us just now (RFC 4861 7.3.1): TCP has seen a new acknowledgment. So its
    /// neighbour, the peer itself or the router towards it, need not be probed.
    public void confirm(long high, long low, long now) {
    }

    /// Bytes of the largest packet that gets through to a destination as far as is known; at most the link's MTU.
    public int pathMtu(long high, long low, long now) {
        return ours.mtu();
    }

    /// A router reported that larger packets do not get through, and TCP has found that the report quotes what was in
    /// flight (RFC 5927 section 4.1). Forgotten after ten minutes (RFC 1191 6.3).
    public void lowerPathMtu(long high, long low, int mtu, long now) {
    }

    /// Sends what is due and forgets what has timed out. Once a turn, last, before `out` is sent.
    public void turn(FrameBatch out, long now) {
        while (unannounced > 0 && !out.isFull()) {
            unannounced--;
            ArpOutput.announce(out.add(), ours, ours.prefix(unannounced).address());
        }
        while (reassembly.turn(packet, now)) {
            icmpOutput.reassemblyTimedOut(packet, out, now);
        }
        arp.turn(out, now);
    }

    /// When [#turn(FrameBatch, long)] is due even if nothing happens, nanoseconds; `Long.MAX_VALUE` for never.
    public long deadline() {
        return unannounced > 0 ? Long.MIN_VALUE : Math.min(reassembly.deadline(), arp.deadline());
    }
}
