package io.longshore.link;

import io.longshore.wire.Frame;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;

/// A bounded queue of frames in memory of its own, from one thread to one thread (or within one).
final class FrameQueue {

    private final MemorySegment[] memory;
    private final int[] lengths;
    private final int[] flags;
    private final int[] segmentSizes;
    private final int room;
    /// Frames ever put in; released by the sending thread after the frame is written.
    private final AtomicLong tail = new AtomicLong();
    /// Frames ever taken; released by the receiving thread after the frame is copied.
    private final AtomicLong head = new AtomicLong();

    FrameQueue(Arena arena, int frames, int room) {
        this.room = room;
        memory = new MemorySegment[frames];
        lengths = new int[frames];
        flags = new int[frames];
        segmentSizes = new int[frames];
        for (int i = 0; i < frames; i++) {
            memory[i] = arena.allocate(room, Long.BYTES);
        }
    }

    /// Frames waiting.
    int size() {
        return (int) (tail.getAcquire() - head.getAcquire());
    }

    /// Copies a frame to the end; false if the queue is full or the frame too long for it.
    boolean offer(Frame frame) {
        long position = tail.getPlain();
        int length = frame.totalLength();
        // Acquires the release in poll(): what lay there has been copied.
        if (position - head.getAcquire() == memory.length || length > room) {
            return false;
        }
        int index = (int) (position % memory.length);
        copy(frame, memory[index], 0);
        lengths[index] = length;
        flags[index] = frame.flags;
        segmentSizes[index] = frame.segmentSize;
        tail.setRelease(position + 1);
        return true;
    }

    /// Copies the first frame into `frame`, which is clear and has room for it; false if there is none.
    boolean poll(Frame frame) {
        long position = head.getPlain();
        // Acquires the release in offer().
        if (position == tail.getAcquire()) {
            return false;
        }
        int index = (int) (position % memory.length);
        MemorySegment.copy(memory[index], 0, frame.memory, frame.start, lengths[index]);
        frame.length = lengths[index];
        frame.flags = flags[index];
        frame.segmentSize = segmentSizes[index];
        head.setRelease(position + 1);
        return true;
    }

    /// Copies headers and both pieces of payload, whole.
    static void copy(Frame frame, MemorySegment target, long at) {
        MemorySegment.copy(frame.memory, frame.start, target, at, frame.length);
        if (frame.payload != null) {
            long first = at + frame.length;
            MemorySegment.copy(frame.payload, frame.firstAt, target, first, frame.firstLength);
            MemorySegment.copy(frame.payload, frame.secondAt, target, first + frame.firstLength, frame.secondLength);
        }
    }
}
