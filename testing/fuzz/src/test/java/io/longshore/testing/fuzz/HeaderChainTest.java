package io.longshore.testing.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.ip.Arrival;
import io.longshore.ip.Interface;
import io.longshore.ip.Network;
import io.longshore.ip.Packet;
import io.longshore.wire.Ethernet;
import io.longshore.wire.Frame;
import io.longshore.wire.FrameBatch;
import io.longshore.wire.Icmpv6;
import io.longshore.wire.Ipv6;
import io.longshore.wire.Prefix;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The network layer and a simple model make the same of any chain of extension headers.
class HeaderChainTest {

    private static final int RUNS = 20_000;
    private static final int[] PROTOCOLS = {6, 6, 6, 59, 99};

    private final Map<String, Integer> seen = new HashMap<>();

    @Test
    void anyChainOfHeadersIsReadAsTheModelReadsIt() {
        try (Arena arena = Arena.ofConfined()) {
            FrameBatch in = new FrameBatch(arena, 1, 8000);
            FrameBatch out = new FrameBatch(arena, 4, 256);
            Campaign.run(RUNS, 400, data -> agrees(data, in, out));
        }
        if (!Campaign.isReplay()) {
            for (String outcome : new String[] {"segment", "problem 0", "problem 1", "problem 2", "dropped"}) {
                assertTrue(seen.getOrDefault(outcome, 0) > 100, outcome + ": " + seen);
            }
        }
    }

    private void agrees(byte[] data, FrameBatch in, FrameBatch out) {
        FuzzInput input = new FuzzInput(data);
        byte[] bytes = new FuzzIpv6(input).chained(PROTOCOLS[input.choice(PROTOCOLS.length)]);
        String expected = HeaderChainModel.of(Arrays.copyOfRange(bytes, Ethernet.HEADER, bytes.length));
        if (!expected.equals(HeaderChainModel.NOT_JUDGED)) {
            String outcome = outcome(bytes, in, out);
            // about what may be an ICMPv6 error nothing is said
            boolean silenced = expected.startsWith("problem") && outcome.equals("dropped") && hasIcmp(bytes);
            assertEquals(silenced ? "dropped" : expected, outcome);
            seen.merge(expected.replaceAll(" at.*", ""), 1, Integer::sum);
        }
    }

    private static boolean hasIcmp(byte[] bytes) {
        for (int i = Ethernet.HEADER; i < bytes.length; i++) {
            if (bytes[i] == Ipv6.ICMPV6) {
                return true;
            }
        }
        return false;
    }

    private static String outcome(byte[] bytes, FrameBatch in, FrameBatch out) {
        try (Arena arena = Arena.ofConfined()) {
            Prefix own = new Prefix(FuzzIpv6.OURS.high(), FuzzIpv6.OURS.low(), 64);
            Network network = new Network(new Interface(FuzzFrames.OUR_MAC, 1500, 0, own)
                .pointToPoint(FuzzFrames.PEER_MAC), arena, 1);
            in.clear();
            out.clear();
            Frame frame = in.add();
            MemorySegment.copy(bytes, 0, frame.memory, ValueLayout.JAVA_BYTE, frame.start, bytes.length);
            frame.length = bytes.length;
            if (network.receive(frame, out, 0) == Arrival.SEGMENT) {
                Packet packet = network.packet();
                return "segment at " + (packet.transportAt - packet.networkAt) + ", " + packet.transportLength
                        + " bytes";
            }
            return out.size() == 0 ? "dropped" : reported(out.get(0));
        }
    }

    private static String reported(Frame frame) {
        long at = frame.start + Ethernet.HEADER + Ipv6.HEADER;
        assertEquals(Icmpv6.PARAMETER_PROBLEM, Icmpv6.type(frame.memory, at));
        return "problem " + Icmpv6.code(frame.memory, at) + " at " + Icmpv6.rest(frame.memory, at);
    }
}
