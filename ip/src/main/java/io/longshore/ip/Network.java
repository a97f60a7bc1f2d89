package io.longshore.ip;

import io.longshore.wire.Frame;
import io.longshore.wire.FrameBatch;
import io.longshore.wire.Icmp;
import io.longshore.wire.Ipv4;
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
    private final PacketFields segmentFields = new PacketFields();
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

    /// Completes a frame with a TCP segment to send: its TCP header stands at [Ipv4Output#TRANSPORT], `length` and
    /// payload are set. Unless the answer is [NextHop#RESOLVED], the caller takes the frame out of its batch.
    public NextHop send(Frame frame, int source, int destination, int tos, long now) {
        segmentFields.whole(Ipv4.PROTOCOL_TCP, tos);
        segmentFields.addresses(source, destination);
        return output.send(frame, segmentFields, now);
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
