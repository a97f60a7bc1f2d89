package io.longshore.tcp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The records of all connections of one shard, in one piece of (mapped) memory; numbers are handed out and taken back.
public final class TcbSlab {

    /// What the connections' flights take that are too many for their records.
    public final FlightPool flights;

    private final MemorySegment memory;
    private final int capacity;
    private final int[] free;
    private final boolean[] live;
    private int freeCount;
    private int touched;

    /// Takes the memory, at least 64-byte aligned, whose first records are free; flights take memory of their own.
    public TcbSlab(MemorySegment memory) {
        this(memory, FlightPool.of((int) (memory.byteSize() / Tcb.BYTES)));
    }

    public TcbSlab(MemorySegment memory, FlightPool flights) {
        if (!memory.isNative()) {
            throw new IllegalArgumentException("records lie in native memory");
        }
        this.flights = flights;
        this.memory = memory;
        this.capacity = (int) (memory.byteSize() / Tcb.BYTES);
        this.free = new int[capacity];
        this.live = new boolean[capacity];
    }

    /// Bytes of memory for so many records and what their flights take.
    public static long bytes(int records) {
        return (long) records * Tcb.BYTES + FlightPool.bytes(records);
    }

    /// As many records as fit with what their flights take: all state in one piece of memory.
    public static TcbSlab over(MemorySegment memory) {
        int records = (int) (memory.byteSize() / Tcb.BYTES);
        while (records > 0 && bytes(records) > memory.byteSize()) {
            records -= (int) Math.ceilDiv(bytes(records) - memory.byteSize(), 2 * Tcb.BYTES);
        }
        long end = (long) Math.max(records, 0) * Tcb.BYTES;
        return new TcbSlab(memory.asSlice(0, end), new FlightPool(memory.asSlice(end), Math.max(records, 0)));
    }

    public int capacity() {
        return capacity;
    }

    /// How many records are in use.
    public int size() {
        return touched - freeCount;
    }

    /// Lays the window over a record.
    public Tcb at(Tcb tcb, int number) {
        if (!isLive(number)) {
            throw new IllegalArgumentException("no live record");
        }
        tcb.lay(memory, flights, number);
        return tcb;
    }

    public boolean isLive(int number) {
        return number >= 0 && number < capacity && live[number];
    }

    /// Takes a free record, zeroed and with no timer armed, and lays the window over it; returns its number, or −1
    /// if none is free. Memory that was never touched is used last, so that few connections cost few pages.
    public int allocate(Tcb tcb) {
        if (freeCount == 0 && touched == capacity) {
            return -1;
        }
        int number = freeCount > 0 ? free[--freeCount] : touched++;
        live[number] = true;
        memory.asSlice((long) number * Tcb.BYTES, Tcb.BYTES).fill((byte) 0);
        tcb.lay(memory, flights, number);
        tcb.retransmitAt(Tcb.NEVER);
        tcb.persistAt(Tcb.NEVER);
        tcb.delayedAckAt(Tcb.NEVER);
        tcb.keepAliveAt(Tcb.NEVER);
        tcb.lifetimeAt(Tcb.NEVER);
        Pacing.timer(tcb, Tcb.NEVER);
        tcb.listener(-1);
        tcb.slot(-1);
        tcb.attachment(-1);
        return number;
    }

    /// Gives a record back.
    public void free(int number) {
        if (!isLive(number)) {
            throw new IllegalStateException("freed twice");
        }
        live[number] = false;
        long block = (long) number * Tcb.BYTES + RecoveryLayout.FLIGHT_BLOCK;
        if (memory.get(ValueLayout.JAVA_INT, block) != 0) {
            flights.give(memory.get(ValueLayout.JAVA_INT, block));
        }
        free[freeCount++] = number;
    }

    /// The first live record at or after a number, or −1: `for (int n = next(0); n >= 0; n = next(n + 1))`.
    public int next(int number) {
        for (int n = number; n < touched; n++) {
            if (live[n]) {
                return n;
            }
        }
        return -1;
    }
}
