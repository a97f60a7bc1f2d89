package io.longshore.testing.fuzz;

import static io.longshore.testing.fuzz.WireFuzz.check;

import io.longshore.channel.Address128;
import io.longshore.channel.CutOff;
import io.longshore.stack.OwnAddresses;
import io.longshore.stack.StackAgent;
import io.longshore.stack.StackAudit;
import io.longshore.stack.StackConfig;
import io.longshore.tcp.TcbSlab;
import io.longshore.sysctl.SettingTable;
import io.longshore.tcp.TcpSettingList;
import io.longshore.tcp.TcpSettings;
import io.longshore.wire.Ethernet;
import io.longshore.wire.IpAddress;
import io.longshore.wire.Ipv4;
import io.longshore.wire.NetworkOrder;
import io.longshore.wire.Prefix;
import io.longshore.wire.TcpHeader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Whole frames from a hostile network, and any bytes in one application's region, into a shard: no exception, the
/// audit finds nothing, and the other application goes on as if nothing were.
final class StackFuzz {

    private static final int CONNECTIONS = 48;
    private static final int HONEST_PORT = FuzzSegments.LISTENING;
    private static final int HOSTILE_PORT = 81;
    private static final int RESTLESS = 2_000;
    private static final int MOST_PATIENCE = 40;

    private final FuzzInput input;
    private final FuzzFrames frames;
    private final FuzzIpv6 frames6;
    private final FuzzSegments segments;
    private final FuzzWire wire;
    private final StackAgent stack;
    private final StackAudit audit;
    private final FuzzHost honest;
    private final FuzzHost hostile;
    private boolean hasBegun;
    private boolean isOver;
    private long now = 1;

    private StackFuzz(byte[] data, Arena arena) {
        input = new FuzzInput(data);
        frames = new FuzzFrames(input);
        segments = new FuzzSegments(input);
        wire = new FuzzWire(segments);
        frames6 = new FuzzIpv6(input);
        OwnAddresses own = new OwnAddresses(List.of(new Prefix(FuzzFrames.OURS, 24), FuzzIpv6.PREFIX),
            List.of(IpAddress.of(FuzzFrames.GATEWAY)));
        TcpSettings settings = new TcpSettings();
        FuzzSettings.draw(input, new SettingTable().with(TcpSettingList.all(), settings));
        StackConfig config = new StackConfig(0, own, 2, new StackConfig.Secret(3, 4), settings);
        stack = new StackAgent(config, wire, arena.allocate(TcbSlab.bytes(CONNECTIONS), 64), now);
        stack.tables().settings().apply("net.ipv6.conf.all.dad_transmits", "0", SettingTable.Occasion.START);
        audit = StackAudit.of(stack);
        honest = new FuzzHost(0, arena.allocate(FuzzHost.LAYOUT.bytes(), 4096));
        hostile = new FuzzHost(1, arena.allocate(FuzzHost.LAYOUT.bytes(), 4096));
        stack.attach(honest.attachment);
        stack.attach(hostile.attachment);
        honest.listen(HONEST_PORT);
        hostile.listen(HOSTILE_PORT);
        settle();
    }

    /// @param hostilities whether the second application writes what it should not
    /// @param endings     how often the second application was cut off, by reason, is counted here
    static void run(byte[] data, boolean hostilities, Map<CutOff, Integer> endings) {
        try (Arena arena = Arena.ofShared()) {
            StackFuzz fuzz = new StackFuzz(data, arena);
            for (int steps = 0; fuzz.input.hasMore() && steps < 3000; steps++) {
                fuzz.step(hostilities);
            }
            fuzz.servesAStranger();
            fuzz.leavesNothing();
            endings.merge(fuzz.hostile.cutOff, 1, Integer::sum);
            fuzz.stack.close();
        }
    }

    private void step(boolean hostilities) {
        switch (input.choice(16)) {
            case 0 -> wire.arrive(input.bytes(300));
            case 1 -> wire.arrive(frames.ipv4());
            case 2 -> wire.arrive(frames.arp());
            case 3 -> wire.arrive(frames.icmp());
            case 4 -> wire.arrive(frames.fragment());
            case 5, 6 -> stranger();
            case 7 -> connect();
            case 9 -> applicationActs();
            case 10 -> report();
            case 8 -> now += input.choice(8) == 0 ? input.octet() * 1_000_000_000L : input.octet() * 1_000_000L;
            default -> known();
        }
        hostility(hostilities && input.isHalfUsed() && input.flag());
        settle();
    }

    private void stranger() {
        byte[] segment = segments.stranger();
        if (segment.length > 3 && input.flag()) {
            NetworkOrder.put16(MemorySegment.ofArray(segment), 2, HOSTILE_PORT);
        }
        arrive(segment);
    }

    private void arrive(byte[] segment) {
        wire.arrive(segments.ipv6 ? frames6.tcp(segments.source, segment) : frames.tcp(segments.source, segment));
    }

    private void connect() {
        int peer = FuzzFrames.PEER + input.choice(3);
        IpAddress neighbour = FuzzIpv6.neighbour(peer);
        honest.connect(input.flag() ? Address128.ofIpv4(peer) : new Address128(neighbour.high(), neighbour.low()),
            5000 + input.choice(3));
    }

    private void applicationActs() {
        if (input.flag()) {
            honest.setOptions(input);
        } else {
            honest.act(input);
        }
    }

    private void report() {
        if (wire.flows.isEmpty()) {
            wire.arrive(input.flag() ? frames6.ndp() : input.flag() ? frames6.icmp() : frames6.fragment());
            return;
        }
        FuzzFlow flow = wire.flows.get(input.choice(wire.flows.size()));
        wire.arrive(flow.ipv6 ? frames6.icmpAbout(flow, frames) : frames.icmpAbout(flow));
    }

    private void known() {
        if (!wire.flows.isEmpty()) {
            arrive(segments.about(wire.flows.get(input.choice(wire.flows.size()))));
        }
    }

    /// Until it begins, the hostile application is an echo server too, so that its slots are in use.
    private void hostility(boolean allowed) {
        if (!allowed) {
            return;
        }
        hasBegun = true;
        if (input.choice(16) == 0) {
            hostile.vandalise(input);
        } else {
            hostile.scribble(input);
        }
    }

    private void applications() {
        if (isOver) {
            return;
        }
        honest.echo();
        if (!hasBegun) {
            hostile.echo();
        }
    }

    /// Turns until there is nothing to do.
    private void settle() {
        applications();
        for (int i = 0; stack.turn(now) > 0 || !wire.isQuiet() || stack.deadline() <= now; i++) {
            check(i < RESTLESS, "the stack does not come to rest");
            applications();
        }
        // being cut off is one
        int excused = hostile.cutOff == CutOff.NONE || hostile.cutOff == CutOff.SERVER_FAULT ? 0 : 1;
        if (stack.counters().frameFaults > excused) {
            throw new AssertionError("the stack failed", stack.counters().lastFault);
        }
        String violation = audit.violation();
        check(violation == null, violation);
        check(honest.cutOff == CutOff.NONE && (!honest.ended || isOver),
            "the honest application was cut off: " + honest.cutOff);
    }

    /// After all that, somebody new connects to the honest application and hears its words back.
    private void servesAStranger() {
        // what is half-open or orphaned has its time to go
        for (int i = 0; i < MOST_PATIENCE; i++) {
            now += 10_000_000_000L;
            settle();
        }
        int client = FuzzFrames.GATEWAY - 1;
        say(client, 7000, 0, TcpHeader.SYN, "");
        MemorySegment answer = heard(client);
        check(TcpHeader.flags(answer, 0) == (TcpHeader.SYN | TcpHeader.ACK), "a stranger's SYN is not answered");
        int theirs = TcpHeader.sequence(answer, 0) + 1;
        say(client, 7001, theirs, TcpHeader.ACK, "");
        say(client, 7001, theirs, TcpHeader.ACK | TcpHeader.PSH, "who is there?");
        MemorySegment echo = heard(client);
        byte[] words = echo.asSlice(TcpHeader.headerLength(echo, 0)).toArray(ValueLayout.JAVA_BYTE);
        check(new String(words, StandardCharsets.US_ASCII).equals("who is there?"), "no echo");
    }

    /// Both applications are gone, and so in the end is all that was theirs; no counter has gone below zero.
    private void leavesNothing() {
        isOver = true;
        for (FuzzHost host : List.of(honest, hostile)) {
            if (!host.ended) {
                stack.bury(host.attachment, now);
            }
        }
        for (int i = 0; i < MOST_PATIENCE; i++) {
            now += 60_000_000_000L;
            settle();
        }
        String left = audit.remains();
        check(left == null, "when all was over: " + left);
        stack.tables().counters().values().forEach((name, value) -> check(value >= 0, name + " is " + value));
    }

    private void say(int client, int sequence, int acknowledgment, int flags, String text) {
        byte[] words = text.getBytes(StandardCharsets.US_ASCII);
        byte[] segment = new byte[TcpHeader.HEADER + words.length];
        System.arraycopy(words, 0, segment, TcpHeader.HEADER, words.length);
        MemorySegment memory = MemorySegment.ofArray(segment);
        TcpHeader.writePorts(memory, 0, 6000, HONEST_PORT);
        TcpHeader.writeNumbers(memory, 0, sequence, acknowledgment);
        TcpHeader.writeControl(memory, 0, TcpHeader.HEADER, flags, 60_000);
        wire.arrive(new FuzzFrames(new FuzzInput(new byte[] {1})).tcp(client, segment));
        settle();
    }

    /// The last segment sent, which is for this client.
    private MemorySegment heard(int client) {
        MemorySegment frame = MemorySegment.ofArray(wire.lastSegment);
        check(frame.byteSize() > 0 && Ethernet.type(frame, 0) == Ethernet.TYPE_IPV4
            && Ipv4.destination(frame, Ethernet.HEADER) == client, "no answer");
        return frame.asSlice(Ethernet.HEADER + Ipv4.HEADER);
    }
}
