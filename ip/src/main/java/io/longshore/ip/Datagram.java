package io.longshore.ip;

import io.longshore.wire.Ipv4;
import io.longshore.wire.NetworkOrder;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// One datagram being put together; a fixed number of them are reused.
///
/// Its memory: the first fragment's header ends at [Ipv4#MAX_HEADER], where the payload begins.
final class Datagram {

    /// What came of a fragment.
    enum Addition { KEPT, WHOLE, OVERLAPS, MALFORMED }

    static final int FRAGMENTS = 64;

    private static final int PAYLOAD = Ipv4.MAX_HEADER;
    private static final int UNKNOWN = -1;
    private static final long NEVER = Long.MAX_VALUE;

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
    private int source;
    private int destination;
    private int protocol;
    private int id;
    private long timeout = NEVER;
    /// Bytes of the whole payload, once the last fragment has come.
    private int length;
    private int received;
    /// Of the first fragment, once it has come.
    private int headerLength;
    private int tos;
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

    boolean isFrom(int address) {
        return source == address;
    }

    /// Whether a fragment belongs to this datagram (RFC 791 3.2: source, destination, protocol, identification).
    boolean collects(Packet packet, int packetId) {
        return source == packet.source() && id == packetId && destination == packet.destination()
            && protocol == packet.protocol && (state == State.COLLECTING || state == State.RUINED);
    }

    void begin(Packet packet, long timeout) {
        if (memory == null) {
            memory = arena.allocate(PAYLOAD + Ipv4.MAX_PACKET, 8);
        }
        state = State.COLLECTING;
        source = packet.source();
        destination = packet.destination();
        protocol = packet.protocol;
        id = Ipv4.id(packet.memory, packet.networkAt);
        this.timeout = timeout;
        length = UNKNOWN;
        received = 0;
        headerLength = UNKNOWN;
        fragments = 0;
    }

    long timeout() {
        return timeout;
    }

    void free() {
        state = State.FREE;
        timeout = NEVER;
    }

    Addition add(Packet packet) {
        if (state == State.RUINED) {
            return Addition.OVERLAPS;
        }
        int start = Ipv4.fragmentOffset(packet.memory, packet.networkAt);
        int end = start + packet.transportLength;
        boolean last = !Ipv4.moreFragments(packet.memory, packet.networkAt);
        if (!isPossible(packet, end, last)) {
            return ruin(Addition.MALFORMED);
        }
        int twin = overlapped(start, end);
        if (twin >= 0) {
            boolean again = starts[twin] == start && ends[twin] == end && isSame(packet, start);
            return again ? Addition.KEPT : ruin(Addition.OVERLAPS);
        }
        if (fragments == FRAGMENTS) {
            return ruin(Addition.MALFORMED);
        }
        length = last ? end : length;
        keep(packet, start, end);
        return received == length ? Addition.WHOLE : Addition.KEPT;
    }

    private Addition ruin(Addition why) {
        state = State.RUINED;
        return why;
    }

    /// Whether the fragment's borders can be true: not empty, whole units of 8 bytes before others, within 65,535
    /// bytes with the header, nothing behind the last fragment, and only one end.
    private boolean isPossible(Packet packet, int end, boolean last) {
        boolean aligned = last || (packet.transportLength & 7) == 0;
        // The whole bears the first fragment's header, which may be longer than the others'.
        int header = Math.max(packet.headerLength, headerLength);
        boolean within = packet.transportLength > 0 && Math.max(end, farthest()) + header <= Ipv4.MAX_PACKET;
        boolean agrees = length == UNKNOWN ? !last || end >= farthest() : last ? end == length : end <= length;
        return aligned && within && agrees;
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
            tos = packet.trafficClass;
            MemorySegment.copy(packet.memory, packet.networkAt, memory, PAYLOAD - headerLength, headerLength);
        }
    }

    /// Makes the packet the whole datagram, with a header as if it had never been fragmented.
    void deliver(Packet packet) {
        describe(packet, length);
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
        describe(packet, end);
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

    private void describe(Packet packet, int payload) {
        long at = PAYLOAD - headerLength;
        NetworkOrder.put16(memory, at + 2, headerLength + payload);
        Ipv4.writeFragment(memory, at, id, 0, 0);
        Ipv4.writeChecksum(memory, at, headerLength);
        packet.read4(memory, at);
        packet.trafficClass = tos;
    }
}
