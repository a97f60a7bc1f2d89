package io.longshore.wire;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// One Ethernet frame in a [FrameBatch]: a mutable flyweight whose memory lives as long as the batch.
///
/// A received frame lies whole in `memory` from `start`, `length` bytes long. A frame to send has its headers there,
/// and its payload may lie elsewhere, in at most two pieces (a ring wraps once): the link gathers them. `HEADROOM`
/// bytes before the first byte belong to the link, for a header of its own.
public final class Frame {

    /// Bytes before `start` that the link may use.
    public static final int HEADROOM = 64;

    /// Received: the link vouches for the transport checksum; it need not be looked at.
    /// To send: the transport checksum field holds the folded pseudo-header sum and the link completes it.
    public static final int CHECKSUM_OFFLOADED = 1;

    public final MemorySegment memory;
    /// Offset of the Ethernet header in `memory`.
    public final long start;
    /// Bytes that fit from `start`.
    public final int room;

    /// Bytes of the frame in `memory`.
    public int length;
    /// Bits: [#CHECKSUM_OFFLOADED].
    public int flags;
    /// 0, or this frame is a TCP super-segment: payload bytes of each segment it stands for.
    public int segmentSize;
    /// Offset from `start` of the IP header; set by whoever builds a frame to send.
    public int networkAt;
    /// Offset from `start` of the transport header; set with `CHECKSUM_OFFLOADED` or `segmentSize`.
    public int transportAt;

    /// Where the payload of a frame to send lies; null if there is none besides `memory`.
    public MemorySegment payload;
    public long firstAt;
    public int firstLength;
    public long secondAt;
    public int secondLength;

    Frame(Arena arena, int room) {
        memory = arena.allocate(HEADROOM + room, 64);
        start = HEADROOM;
        this.room = room;
    }

    /// Makes this an empty frame again.
    public void clear() {
        length = 0;
        flags = 0;
        segmentSize = 0;
        networkAt = 0;
        transportAt = 0;
        payload = null;
        firstLength = 0;
        secondLength = 0;
    }

    /// Bytes on the wire: headers and payload.
    public int totalLength() {
        return length + firstLength + secondLength;
    }

    /// Refers to the payload of a frame to send, in one piece.
    public void payload(MemorySegment memory, long at, int length) {
        payload = memory;
        firstAt = at;
        firstLength = length;
        // Within this memory, whatever the last one was: nothing is copied from there, but from somewhere.
        secondAt = at;
        secondLength = 0;
    }

    /// The payload's second piece, in the same memory as the first.
    public void payloadWraps(long at, int length) {
        secondAt = at;
        secondLength = length;
    }

    /// Copies the payload behind the headers, so that the frame lies whole in its own memory; the caller knows that
    /// it fits. The references are dropped.
    public void gather() {
        if (payload != null) {
            MemorySegment.copy(payload, firstAt, memory, start + length, firstLength);
            MemorySegment.copy(payload, secondAt, memory, start + length + firstLength, secondLength);
            length = totalLength();
            payload = null;
            firstLength = 0;
            secondLength = 0;
        }
    }
}
