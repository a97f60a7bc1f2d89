package io.longshore.channel;

import io.longshore.memory.Memory;
import io.longshore.memory.RingGeometry;

/** What the registers tell of how a connection fares. Looks at the moment it is asked, without any exclusion. */
public final class SlotReport {

    private final Memory memory;
    private final int at;

    SlotReport(Memory memory, int at) {
        this.memory = memory;
        this.at = at;
    }

    /** The most text that one segment carries to the peer, in bytes. */
    public int maximumSegment() {
        return memory.getIntAcquire(at + SlotLayout.MSS);
    }

    public int smoothedRttMicros() {
        return memory.getIntAcquire(at + SlotLayout.SRTT);
    }

    /** In bytes. */
    public int congestionWindow() {
        return memory.getIntAcquire(at + SlotLayout.CWND);
    }

    /** Segments sent again. */
    public int retransmissions() {
        return memory.getIntAcquire(at + SlotLayout.RETRANSMITS);
    }

    /** Bytes that the host may have unacknowledged. */
    public int sendLimit() {
        return memory.getIntAcquire(at + SlotLayout.SEND_LIMIT);
    }

    /** Bytes that the receive ring holds before it grows. */
    public int receiveCapacity() {
        return RingGeometry.capacity(memory.getLongAcquire(at + SlotLayout.RECEIVE_GEOMETRY));
    }
}
