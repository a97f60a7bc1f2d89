package io.longshore.testing.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.longshore.ip.Arrival;
import io.longshore.ip.Interface;
import io.longshore.ip.Network;
import io.longshore.wire.Ethernet;
import io.longshore.wire.Frame;
import io.longshore.wire.FrameBatch;
import io.longshore.wire.Ipv4;
import io.longshore.wire.Ipv6;
import io.longshore.wire.Prefix;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// Datagrams cut, shuffled and interleaved come together as they were; fragments that contradict each other do not.
class ReassemblyPropertyTest {

    /// Bytes in which a TCP header has room.
    private static final int FIRST = 24;

    private record Piece(int id, int from, int to, byte[] text) {

        boolean isLast() {
            return to == text.length;
        }
    }

    private final Arena arena = Arena.ofAuto();
    private final FrameBatch in = new FrameBatch(arena, 1, 2000);
    private final FrameBatch out = new FrameBatch(arena, 64, 128);

    private static Network network(Arena arena) {
        return new Network(new Interface(FuzzFrames.OUR_MAC, 1500, 0, new Prefix(FuzzFrames.OURS, 24),
            new Prefix(FuzzIpv6.OURS.high(), FuzzIpv6.OURS.low(), 64)).pointToPoint(FuzzFrames.PEER_MAC), arena, 1);
    }

    private Arrival receive(Network network, Piece piece, boolean six) {
        return six ? receive6(network, piece) : receive4(network, piece);
    }

    private Arrival receive6(Network network, Piece piece) {
        in.clear();
        Frame frame = in.add();
        long at = frame.start + Ethernet.HEADER;
        int length = piece.to - piece.from;
        Ethernet.write(frame.memory, frame.start, FuzzFrames.OUR_MAC, FuzzFrames.PEER_MAC, Ethernet.TYPE_IPV6);
        Ipv6.writeFlow(frame.memory, at, 0, 0);
        Ipv6.writePayload(frame.memory, at, Ipv6.FRAGMENT_HEADER + length, Ipv6.FRAGMENT, 64);
        Ipv6.writeSource(frame.memory, at, FuzzIpv6.PEER.high(), FuzzIpv6.PEER.low());
        Ipv6.writeDestination(frame.memory, at, FuzzIpv6.OURS.high(), FuzzIpv6.OURS.low());
        int more = piece.isLast() ? 0 : 1;
        Ipv6.writeFragment(frame.memory, at + Ipv6.HEADER, Ipv4.PROTOCOL_TCP, piece.from | more, piece.id);
        long body = at + Ipv6.HEADER + Ipv6.FRAGMENT_HEADER;
        MemorySegment.copy(piece.text, piece.from, frame.memory, ValueLayout.JAVA_BYTE, body, length);
        frame.length = (int) (body - frame.start) + length;
        return network.receive(frame, out, 0);
    }

    private Arrival receive4(Network network, Piece piece) {
        in.clear();
        Frame frame = in.add();
        long at = frame.start + Ethernet.HEADER;
        int length = piece.to - piece.from;
        Ethernet.write(frame.memory, frame.start, FuzzFrames.OUR_MAC, FuzzFrames.PEER_MAC, Ethernet.TYPE_IPV4);
        Ipv4.writeLength(frame.memory, at, 0, Ipv4.HEADER + length);
        int more = piece.isLast() ? 0 : Ipv4.MORE_FRAGMENTS;
        Ipv4.writeFragment(frame.memory, at, piece.id, more, piece.from);
        Ipv4.writeProtocol(frame.memory, at, 64, Ipv4.PROTOCOL_TCP);
        Ipv4.writeAddresses(frame.memory, at, FuzzFrames.PEER, FuzzFrames.OURS);
        Ipv4.writeChecksum(frame.memory, at, Ipv4.HEADER);
        MemorySegment.copy(piece.text, piece.from, frame.memory, ValueLayout.JAVA_BYTE, at + Ipv4.HEADER, length);
        frame.length = Ethernet.HEADER + Ipv4.HEADER + length;
        return network.receive(frame, out, 0);
    }

    private static byte[] received(Network network) {
        return network.packet().memory.asSlice(network.packet().transportAt, network.packet().transportLength)
            .toArray(ValueLayout.JAVA_BYTE);
    }

    private static List<Piece> pieces(int id, Random random) {
        byte[] text = new byte[48 + random.nextInt(3000)];
        random.nextBytes(text);
        List<Piece> pieces = new ArrayList<>();
        int most = Math.max(1, text.length / 8 / 20);
        for (int from = 0; from < text.length;) {
            int to = Math.min(text.length, from + 8 * (most + random.nextInt(20)));
            // the first one bears the TCP header whole
            int first = Math.min(Math.max(to, FIRST), text.length - 1 & ~7);
            pieces.add(new Piece(id, from, from == 0 ? first : to, text));
            from = pieces.getLast().to;
        }
        return pieces;
    }

    @Property(tries = 300, seed = "1")
    void datagramsComeTogetherAsTheyWere(@ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int datagrams,
            @ForAll boolean six) {
        Random random = new Random(seed);
        List<Piece> all = new ArrayList<>();
        for (int id = 0; id < datagrams; id++) {
            all.addAll(pieces(id, random));
        }
        Collections.shuffle(all, random);
        all.addAll(random.nextInt(all.size()), all.subList(0, 1));
        try (Arena own = Arena.ofConfined()) {
            Network network = network(own);
            boolean[] whole = new boolean[datagrams];
            for (Piece piece : all) {
                if (receive(network, piece, six) == Arrival.SEGMENT) {
                    assertArrayEquals(piece.text, received(network));
                    whole[piece.id] = true;
                }
            }
            for (int id = 0; id < datagrams; id++) {
                assertEquals(true, whole[id], "datagram " + id + " never came together");
            }
        }
    }

    /// Overlaps, twins, other bytes, two ends: whatever the model keeps is kept, and what it ruins never arrives.
    @Property(tries = 1000, seed = "2")
    void anyFragmentsOfOneDatagramGoTheModelsWay(@ForAll long seed, @ForAll boolean six) {
        Random random = new Random(seed);
        byte[] text = new byte[8 * (4 + random.nextInt(8)) + random.nextInt(8)];
        random.nextBytes(text);
        try (Arena own = Arena.ofConfined()) {
            Network network = network(own);
            DatagramModel model = new DatagramModel();
            for (int i = 0; i < 30; i++) {
                network.turn(out, 0);
                out.clear();
                Piece piece = anyPiece(text, random, six);
                boolean whole = model.add(piece.from, Arrays.copyOfRange(piece.text, piece.from, piece.to),
                    piece.isLast());
                assertEquals(whole, receive(network, piece, six) == Arrival.SEGMENT, "fragment " + i + ", seed "
                        + seed);
                if (whole) {
                    assertArrayEquals(model.text(), received(network));
                    model = new DatagramModel();
                }
            }
        }
    }

    private static Piece anyPiece(byte[] text, Random random, boolean six) {
        int from = random.nextInt(text.length) & ~7;
        int to = Math.min(text.length, from + 8 * (1 + random.nextInt(3)));
        if (six) {
            to = from == 0 ? Math.max(to, FIRST) : to;
        } else if (random.nextInt(40) == 0) {
            // IPv6 refuses these without a word to the others
            to = from + 1 + random.nextInt(text.length - from);
        }
        int kind = random.nextInt(40);
        // now and then a liar: other bytes, or an earlier end
        byte[] said = kind == 0 ? new byte[text.length] : kind == 1 ? Arrays.copyOf(text, to) : text;
        Piece piece = new Piece(1, from, to, said);
        // in one piece it would be no fragment
        return from == 0 && piece.isLast() ? anyPiece(Arrays.copyOf(text, text.length + 8), random, six) : piece;
    }
}
