package io.longshore.ip;

import io.longshore.wire.Ipv4;
import io.longshore.wire.Ipv6;
import io.longshore.wire.NetworkOrder;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// One datagram of either family being put together; a fixed number of them are reused.
///
/// Its memory: the first fragment's headers end at [#PAYLOAD], where what was fragmented begins. With IPv6 its fragment
/// header stands last, and is taken out when the datagram is whole.
final class Datagram {

    /// What came of a fragment.
    enum Addition { KEPT, WHOLE, OVERLAPS, MALFORMED }

    static final int FRAGMENTS = 64;

    private static final int PAYLOAD = Ipv6.HEADER + ExtensionHeaders.MOST_BYTES + Ipv6.FRAGMENT_HEADER;
    private static final int UNKNOWN = -1;
    private static final long NEVER = Long.MAX_VALUE;
    private static final int NOT_ECT = 1;
    private static final int CE = 1 << 3;

    private enum State {
        FREE, COLLECTING,
        /// Fragments contradicted each other: what still comes is dropped until the timeout.
        RUINED,
        /// Whole, and looked at until the end of the turn.
        DELIVERED
    }

    private final Arena arena;
    private MemorySegment memory;
    private State state = State.FREE;
    private long sourceHigh;
    private long sourceLow;
    private long destinationHigh;
    private long destinationLow;
    private int protocol;
    private int id;
    private long timeout = NEVER;
    private long number;
    /// Bytes of the whole payload, once the last fragment has come.
    private int length;
    private int received;
    /// Of the first fragment, once it has come.
    private int headerLength;
    private int nextHeaderAt;
    /// Which of the four values of the congestion notification bits fragments bore, one bit each.
    private int ecn;
    private int trafficClass;
    private int fragments;
    private final int[] starts = new int[FRAGMENTS];
    private final int[] ends = new int[FRAGMENTS];

    Datagram(Arena arena) {
        this.arena = arena;
    }

    boolean isFree() {
        return state == State.FREE;
    }

    boolean isDelivered() {
        return state == State.DELIVERED;
    }

    boolean isFrom(Packet packet) {
        return sourceLow == packet.sourceLow && sourceHigh == packet.sourceHigh;
    }

    /// Whether a fragment belongs to this datagram: source, destination, identification (RFC 8200 4.5), with IPv4 also
    /// the protocol (RFC 791 3.2).
    boolean collects(Packet packet, Fragment fragment) {
        return id == fragment.id && isFrom(packet) && protocol == fragment.protocol
            && destinationLow == packet.destinationLow && destinationHigh == packet.destinationHigh
            && (state == State.COLLECTING || state == State.RUINED);
    }

    /// @param number of datagrams begun before, for their order
    void begin(Packet packet, Fragment fragment, long timeout, long number) {
        this.number = number;
        if (memory == null) {
            memory = arena.allocate(PAYLOAD + Ipv4.MAX_PACKET, 8);
        }
        state = State.COLLECTING;
        sourceHigh = packet.sourceHigh;
        sourceLow = packet.sourceLow;
        destinationHigh = packet.destinationHigh;
        destinationLow = packet.destinationLow;
        protocol = fragment.protocol;
        id = fragment.id;
        this.timeout = timeout;
        length = UNKNOWN;
        received = 0;
        headerLength = UNKNOWN;
        fragments = 0;
        ecn = 0;
    }

    boolean isOlderThan(Datagram other) {
        return number < other.number;
    }

    long timeout() {
        return timeout;
    }

    void free() {
        state = State.FREE;
        timeout = NEVER;
    }

    Addition add(Packet packet, Fragment fragment) {
        if (state == State.RUINED) {
            return Addition.OVERLAPS;
        }
        int start = fragment.offset;
        int end = start + packet.transportLength;
        if (!isPossible(packet, end, fragment.last)) {
            return ruin(Addition.MALFORMED);
        }
        int twin = overlapped(start, end);
        if (twin >= 0) {
            boolean again = starts[twin] == start && ends[twin] == end && isSame(packet, start);
            return again ? Addition.KEPT : ruin(Addition.OVERLAPS);
        }
        ecn |= 1 << packet.ecn();
        if (fragments == FRAGMENTS || isEcnContradictory()) {
            return ruin(Addition.MALFORMED);
        }
        length = fragment.last ? end : length;
        keep(packet, start, end);
        return received == length ? Addition.WHOLE : Addition.KEPT;
    }

    private Addition ruin(Addition why) {
        state = State.RUINED;
        return why;
    }

    /// RFC 3168 5.3: no fragment that the sender did not declare capable beside one that it did.
    private boolean isEcnContradictory() {
        return (ecn & NOT_ECT) != 0 && ecn != NOT_ECT;
    }

    /// Whether the fragment's borders can be true: not empty, whole units of 8 bytes before others, within 65,535
    /// bytes, nothing behind the last fragment, and only one end.
    private boolean isPossible(Packet packet, int end, boolean last) {
        boolean aligned = last || (packet.transportLength & 7) == 0;
        // The whole bears the first fragment's header, which may be longer than the others'.
        int header = Math.max(counted(packet.version, packet.headerLength), headerLength);
        boolean within = packet.transportLength > 0 && Math.max(end, farthest()) + header <= Ipv4.MAX_PACKET;
        boolean agrees = length == UNKNOWN ? !last || end >= farthest() : last ? end == length : end <= length;
        return aligned && within && agrees;
    }

    /// Bytes of the headers that count in the length field.
    private static int counted(int version, int headerLength) {
        return version == 4 ? headerLength : headerLength - Ipv6.HEADER;
    }

    private int farthest() {
        int farthest = 0;
        for (int i = 0; i < fragments; i++) {
            farthest = Math.max(farthest, ends[i]);
        }
        return farthest;
    }

    /// A fragment that has bytes in common with these, or -1.
    private int overlapped(int start, int end) {
        for (int i = 0; i < fragments; i++) {
            if (starts[i] < end && start < ends[i]) {
                return i;
            }
        }
        return -1;
    }

    private boolean isSame(Packet packet, int start) {
        return MemorySegment.mismatch(packet.memory, packet.transportAt, packet.transportAt + packet.transportLength,
            memory, PAYLOAD + start, PAYLOAD + start + packet.transportLength) < 0;
    }

    private void keep(Packet packet, int start, int end) {
        starts[fragments] = start;
        ends[fragments] = end;
        fragments++;
        received += end - start;
        MemorySegment.copy(packet.memory, packet.transportAt, memory, PAYLOAD + start, end - start);
        if (start == 0) {
            headerLength = packet.headerLength;
            nextHeaderAt = packet.nextHeaderAt;
            trafficClass = packet.trafficClass;
            MemorySegment.copy(packet.memory, packet.networkAt, memory, PAYLOAD - headerLength, headerLength);
        }
    }

    /// Makes the packet the whole datagram, with headers as if it had never been fragmented.
    void deliver(Packet packet) {
        if (packet.version == 4) {
            describe4(packet, length);
        } else {
            describe6(packet);
        }
        packet.trafficClass = (ecn & CE) != 0 ? trafficClass | 3 : trafficClass;
        packet.fragmented = true;
        state = State.DELIVERED;
        timeout = NEVER;
    }

    /// Makes the packet what was received without a gap, if the first fragment was.
    boolean expire(Packet packet) {
        if (headerLength == UNKNOWN || state == State.RUINED) {
            return false;
        }
        int end = 0;
        for (int next = startingAt(0); next >= 0; next = startingAt(end)) {
            end = ends[next];
        }
        if (NetworkOrder.get8(memory, PAYLOAD - headerLength) >>> 4 == 4) {
            describe4(packet, end);
        } else {
            NetworkOrder.put16(memory, PAYLOAD - headerLength + 4, headerLength - Ipv6.HEADER + end);
            packet.read6(memory, PAYLOAD - headerLength);
            packet.skip(headerLength - Ipv6.HEADER);
            packet.protocol = NetworkOrder.get8(memory, PAYLOAD - Ipv6.FRAGMENT_HEADER);
        }
        return true;
    }

    private int startingAt(int start) {
        for (int i = 0; i < fragments; i++) {
            if (starts[i] == start) {
                return i;
            }
        }
        return -1;
    }

    private void describe4(Packet packet, int payload) {
        long at = PAYLOAD - headerLength;
        NetworkOrder.put16(memory, at + 2, headerLength + payload);
        Ipv4.writeFragment(memory, at, id, 0, 0);
        Ipv4.writeChecksum(memory, at, headerLength);
        packet.read4(memory, at);
        packet.trafficClass = trafficClass;
    }

    /// Takes the fragment header out: the header before it names what comes behind it.
    private void describe6(Packet packet) {
        int named = NetworkOrder.get8(memory, PAYLOAD - Ipv6.FRAGMENT_HEADER);
        int before = headerLength - Ipv6.FRAGMENT_HEADER;
        long at = PAYLOAD - before;
        MemorySegment.copy(memory, PAYLOAD - headerLength, memory, at, before);
        NetworkOrder.put8(memory, at + nextHeaderAt, named);
        NetworkOrder.put16(memory, at + 4, before - Ipv6.HEADER + length);
        packet.read6(memory, at);
        packet.headerLength = before;
        packet.transportAt = PAYLOAD;
        packet.transportLength = length;
        packet.protocol = named;
        packet.nextHeaderAt = nextHeaderAt;
    }
}
