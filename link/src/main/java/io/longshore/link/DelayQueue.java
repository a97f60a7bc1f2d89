package io.longshore.link;

import io.longshore.wire.Frame;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Frames under way, each until its time has come: a binary heap of numbers of copies. Those due at the same time come
/// out in the order in which they went in.
final class DelayQueue {

    private final Arena arena = Arena.ofAuto();
    private final int room;
    private final MemorySegment[] memory;
    private final int[] lengths;
    private final int[] flags;
    private final int[] transports;
    private final int[] segmentSizes;
    private final long[] due;
    private final long[] order;
    /// The heap in its first `size` entries, and the numbers that are free behind them.
    private final int[] heap;
    private int size;
    private long offered;

    DelayQueue(int frames, int room) {
        this.room = room;
        memory = new MemorySegment[frames];
        lengths = new int[frames];
        flags = new int[frames];
        transports = new int[frames];
        segmentSizes = new int[frames];
        due = new long[frames];
        order = new long[frames];
        heap = new int[frames];
        for (int i = 0; i < frames; i++) {
            heap[i] = i;
        }
    }

    /// Copies a frame in; false if there is no room.
    boolean offer(Frame frame, long time) {
        if (size == heap.length || frame.totalLength() > room) {
            return false;
        }
        int number = heap[size];
        if (memory[number] == null) {
            memory[number] = arena.allocate(room, Long.BYTES);
        }
        FrameQueue.copy(frame, memory[number], 0);
        lengths[number] = frame.totalLength();
        flags[number] = frame.flags;
        transports[number] = frame.transportAt;
        segmentSizes[number] = frame.segmentSize;
        due[number] = time;
        order[number] = offered++;
        rise(size++);
        return true;
    }

    boolean isDue(long now) {
        return size > 0 && due[heap[0]] <= now;
    }

    /// When the first frame is due, `Long.MAX_VALUE` if there is none.
    long earliest() {
        return size == 0 ? Long.MAX_VALUE : due[heap[0]];
    }

    /// Copies the first frame out; only where there is one.
    void poll(Frame frame) {
        int number = heap[0];
        MemorySegment.copy(memory[number], 0, frame.memory, frame.start, lengths[number]);
        frame.length = lengths[number];
        frame.flags = flags[number];
        frame.transportAt = transports[number];
        frame.segmentSize = segmentSizes[number];
        swap(0, --size);
        sink();
    }

    private void rise(int from) {
        int at = from;
        while (at > 0 && isBefore(heap[at], heap[at - 1 >> 1])) {
            swap(at, at - 1 >> 1);
            at = at - 1 >> 1;
        }
    }

    private void sink() {
        int at = 0;
        int child = firstChild(at);
        while (child < size && isBefore(heap[child], heap[at])) {
            swap(at, child);
            at = child;
            child = firstChild(at);
        }
    }

    /// The child of an entry that is due first; beyond the heap if it has none.
    private int firstChild(int at) {
        int child = 2 * at + 1;
        return child + 1 < size && isBefore(heap[child + 1], heap[child]) ? child + 1 : child;
    }

    private boolean isBefore(int a, int b) {
        return due[a] != due[b] ? due[a] < due[b] : order[a] < order[b];
    }

    private void swap(int a, int b) {
        int number = heap[a];
        heap[a] = heap[b];
        heap[b] = number;
    }
}
