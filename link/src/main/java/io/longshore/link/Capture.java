package io.longshore.link;

import io.longshore.agent.Clock;
import io.longshore.wire.Frame;
import io.longshore.wire.FrameBatch;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.atomic.AtomicLong;

/// A stream of captured frames in the pcapng format, in a bounded buffer between a link's thread, which puts frames in
/// and never waits, and one other thread that drains it. Frames that find the buffer full are missing, and the next one
/// tells how many they were.
///
/// Super-segments are captured whole, as they pass between the stack and the link. Checksums that are left to the link
/// are completed in the copy.
public final class Capture {

    /// Directions as pcapng's `epb_flags` has them.
    static final int INBOUND = 1;
    static final int OUTBOUND = 2;

    private final Clock wallClock;
    private final MemorySegment ring;
    private final ByteBuffer ringBuffer;
    private final int capacity;
    private final PcapngBlocks blocks = new PcapngBlocks();
    /// Bytes ever put in; released by the link's thread after they are written.
    private final AtomicLong tail = new AtomicLong();
    /// Bytes ever drained; released by the draining thread after they are out.
    private final AtomicLong head = new AtomicLong();
    private final AtomicLong frames = new AtomicLong();
    private final AtomicLong missed = new AtomicLong();
    /// How many were missed when a frame was last captured.
    private long missedBefore;

    /// @param capacity      bytes of the buffer, at least 128 KiB
    /// @param wallClock     nanoseconds since 1970-01-01T00:00Z
    /// @param interfaceName what the capture calls the link
    public Capture(int capacity, Clock wallClock, String interfaceName) {
        if (capacity < PcapngBlocks.LONGEST) {
            throw new IllegalArgumentException("a capture wants a buffer of " + PcapngBlocks.LONGEST + " bytes");
        }
        this.wallClock = wallClock;
        this.capacity = capacity;
        ring = Arena.ofAuto().allocate(capacity, Long.BYTES);
        ringBuffer = ring.asByteBuffer();
        put(blocks.header(interfaceName));
    }

    /// Puts all frames of a batch in. By the link's thread alone.
    void frames(FrameBatch batch, int direction) {
        long time = wallClock.nanoTime();
        for (int i = 0; i < batch.size(); i++) {
            if (put(batch.get(i), time, direction)) {
                frames.setRelease(frames.getPlain() + 1);
                missedBefore = missed.getPlain();
            } else {
                missed.setRelease(missed.getPlain() + 1);
            }
        }
    }

    private boolean put(Frame frame, long time, int direction) {
        if (frame.totalLength() > PcapngBlocks.LONGEST_FRAME) {
            return false;
        }
        try {
            return put(blocks.packet(frame, time, direction, missed.getPlain() - missedBefore));
        } catch (InternalError e) {
            // The payload lies in a file that an application has truncated: its loss, not the link's.
            return false;
        }
    }

    /// Copies the block that `blocks` has just built; false if there is no room for all of it.
    private boolean put(int length) {
        long position = tail.getPlain();
        // Acquires the release in drain(): those bytes are out.
        if (position + length - head.getAcquire() > capacity) {
            return false;
        }
        int at = (int) (position % capacity);
        int first = Math.min(length, capacity - at);
        MemorySegment.copy(blocks.memory(), 0, ring, at, first);
        MemorySegment.copy(blocks.memory(), first, ring, 0, length - first);
        tail.setRelease(position + length);
        return true;
    }

    /// Writes what has been captured since the last time to a channel, and takes out what the channel took. By one
    /// thread at a time, of any.
    ///
    /// @return bytes written
    public int drain(WritableByteChannel channel) throws IOException {
        int total = 0;
        int written;
        do {
            written = drainPiece(channel);
            total += written;
        } while (written > 0);
        return total;
    }

    private int drainPiece(WritableByteChannel channel) throws IOException {
        long position = head.getPlain();
        // Acquires the release in put().
        long ready = tail.getAcquire() - position;
        int at = (int) (position % capacity);
        if (ready == 0) {
            return 0;
        }
        int written = channel.write(ringBuffer.slice(at, (int) Math.min(ready, capacity - at)));
        head.setRelease(position + written);
        return written;
    }

    /// Frames captured.
    public long frames() {
        return frames.getAcquire();
    }

    /// Frames for which there was no room.
    public long missed() {
        return missed.getAcquire();
    }
}
