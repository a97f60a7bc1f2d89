package io.longshore.stack;

import io.longshore.ip.Packet;
import io.longshore.ip.PacketFields;
import io.longshore.wire.Frame;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Segments from this host to itself: they never see the link, are copied, and come back in the next turn as received.
/// What there is no room for is lost, as on any wire. The memory is taken when the first comes.
final class Loopback {

    private static final int MOST = 1024;
    private static final int BYTES = 4 << 20;
    private static final int TCP = 6;

    private final Packet[] packets = new Packet[MOST];
    private MemorySegment memory;
    private int end;
    private int next;
    private long used;

    /// Takes a frame whose TCP header and payload are complete, and what its IP header would have said.
    void add(Frame frame, PacketFields fields) {
        if (memory == null) {
            memory = Arena.ofAuto().allocate(BYTES, Long.BYTES);
        }
        int headers = frame.length - frame.transportAt;
        int length = headers + frame.totalLength() - frame.length;
        if (end == MOST || used + length > BYTES) {
            return;
        }
        MemorySegment.copy(frame.memory, frame.start + frame.transportAt, memory, used, headers);
        if (frame.payload != null) {
            MemorySegment.copy(frame.payload, frame.firstAt, memory, used + headers, frame.firstLength);
            MemorySegment.copy(frame.payload, frame.secondAt, memory, used + headers + frame.firstLength,
                    frame.secondLength);
        }
        fill(packet(end), fields, length);
        used += length;
        end++;
    }

    private Packet packet(int index) {
        if (packets[index] == null) {
            packets[index] = new Packet();
        }
        return packets[index];
    }

    private void fill(Packet packet, PacketFields fields, int length) {
        packet.memory = memory;
        packet.version = fields.isIpv4() ? 4 : 6;
        packet.sourceHigh = fields.sourceHigh;
        packet.sourceLow = fields.sourceLow;
        packet.destinationHigh = fields.destinationHigh;
        packet.destinationLow = fields.destinationLow;
        packet.protocol = TCP;
        packet.trafficClass = fields.trafficClass;
        packet.hopLimit = fields.hopLimit;
        packet.transportAt = used;
        packet.transportLength = length;
        // It has not left this memory.
        packet.checksumVouched = true;
    }

    boolean isEmpty() {
        return next == end;
    }

    /// The next packet, null if there is none. All are to be taken before the turn sends again.
    Packet take() {
        if (next < end) {
            return packets[next++];
        }
        next = 0;
        end = 0;
        used = 0;
        return null;
    }
}
