package io.longshore.ip;

import io.longshore.wire.Ethernet;
import io.longshore.wire.Frame;
import io.longshore.wire.FrameBatch;
import io.longshore.wire.NetworkOrder;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Copies of frames whose neighbour is being asked for (RFC 1122 2.3.2.2): a fixed number in all, three for each.
final class HeldFrames {

    static final int FRAMES = 64;
    static final int PER_NEIGHBOUR = 3;

    private static final byte FREE = 0;
    private static final byte WAITING = 1;
    private static final byte ANSWERED = 2;
    /// In a batch that may refer to it: free from the next turn on.
    private static final byte SENT = 3;

    private final Arena arena;
    private final int room;
    /// Allocated when the first frame is held, and kept.
    private MemorySegment memory;
    private final byte[] states = new byte[FRAMES];
    private final long[] highs = new long[FRAMES];
    private final long[] lows = new long[FRAMES];
    private final int[] lengths = new int[FRAMES];
    private final int[] flags = new int[FRAMES];
    private final int[] segmentSizes = new int[FRAMES];
    private final int[] transports = new int[FRAMES];
    private int answered;
    private int sent;

    HeldFrames(Arena arena, int room) {
        this.arena = arena;
        this.room = room + 7 & ~7;
    }

    boolean hold(long high, long low, Frame frame) {
        int slot = -1;
        int before = 0;
        for (int i = FRAMES - 1; i >= 0; i--) {
            slot = states[i] == FREE ? i : slot;
            before += isWaiting(i, high, low) ? 1 : 0;
        }
        if (slot < 0 || before >= PER_NEIGHBOUR || frame.totalLength() > room) {
            return false;
        }
        if (memory == null) {
            memory = arena.allocate((long) FRAMES * room, 8);
        }
        states[slot] = WAITING;
        highs[slot] = high;
        lows[slot] = low;
        copy(frame, slot);
        return true;
    }

    private boolean isWaiting(int slot, long high, long low) {
        return states[slot] == WAITING && lows[slot] == low && highs[slot] == high;
    }

    private void copy(Frame frame, int slot) {
        long at = (long) slot * room;
        MemorySegment.copy(frame.memory, frame.start, memory, at, frame.length);
        if (frame.payload != null) {
            at += frame.length;
            MemorySegment.copy(frame.payload, frame.firstAt, memory, at, frame.firstLength);
            at += frame.firstLength;
            MemorySegment.copy(frame.payload, frame.secondAt, memory, at, frame.secondLength);
        }
        lengths[slot] = frame.totalLength();
        flags[slot] = frame.flags;
        segmentSizes[slot] = frame.segmentSize;
        transports[slot] = frame.transportAt;
    }

    /// The neighbour's frames go out in the next turn.
    void answered(long high, long low, long mac) {
        for (int i = 0; i < FRAMES; i++) {
            if (isWaiting(i, high, low)) {
                states[i] = ANSWERED;
                answered++;
                NetworkOrder.put48(memory, (long) i * room, mac);
            }
        }
    }

    void forget(long high, long low) {
        for (int i = 0; i < FRAMES; i++) {
            if (isWaiting(i, high, low)) {
                states[i] = FREE;
            }
        }
    }

    boolean waiting() {
        return answered > 0;
    }

    void turn(FrameBatch out) {
        for (int i = 0; i < FRAMES && answered + sent > 0; i++) {
            if (states[i] == SENT) {
                states[i] = FREE;
                sent--;
            } else if (states[i] == ANSWERED && !out.isFull()) {
                release(i, out.add());
            }
        }
    }

    private void release(int slot, Frame frame) {
        long at = (long) slot * room;
        frame.length = Math.min(frame.room, lengths[slot]);
        MemorySegment.copy(memory, at, frame.memory, frame.start, frame.length);
        if (frame.length < lengths[slot]) {
            frame.payload(memory, at + frame.length, lengths[slot] - frame.length);
        }
        frame.flags = flags[slot];
        frame.segmentSize = segmentSizes[slot];
        frame.networkAt = Ethernet.HEADER;
        frame.transportAt = transports[slot];
        states[slot] = SENT;
        answered--;
        sent++;
    }
}
