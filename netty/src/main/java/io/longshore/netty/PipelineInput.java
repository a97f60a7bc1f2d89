package io.longshore.netty;

import io.longshore.socket.ConnectionRings;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * Received bytes on their way through the pipeline, one read loop at a time: buffers are handed out where the bytes
 * lie, room is given back when they are released, and at the end of the loop nothing is left in the ring. In the
 * event loop only; buffers may be released by any thread.
 */
final class PipelineInput {

    /** In one piece: no more than this is copied for somebody who keeps a buffer. */
    private static final int MOST = 64 * 1024;
    private static final int SPARES = 4;

    private final RingSocketChannel channel;
    private final ConnectionRings rings;
    private final ArrayDeque<RingByteBuf> handedOut = new ArrayDeque<>();
    private final ArrayDeque<RingByteBuf> spares = new ArrayDeque<>(SPARES);
    private ByteBuffer ring;
    /** Bytes handed out and not consumed. */
    private int issued;

    PipelineInput(RingSocketChannel channel, ConnectionRings rings) {
        this.channel = channel;
        this.rings = rings;
    }

    /** A buffer for {@link #read}, empty so far. */
    RingByteBuf next(ByteBufAllocator allocator) {
        RingByteBuf spare = spares.poll();
        RingByteBuf buffer = spare != null ? spare : new RingByteBuf(channel, false);
        buffer.begin(allocator);
        return buffer;
    }

    /** Shows the buffer what has come; its length, 0: nothing, or −1: the end. */
    int read(RingByteBuf buffer) throws IOException {
        consumeReleased();
        ByteBuffer view = rings.peek();
        if (view != null && issued > 0) {
            view = rings.peek(issued);
        }
        if (view == null) {
            return -1;
        }
        int length = Math.min(view.remaining(), MOST);
        // "Attempted" more than there was, unless more is there.
        boolean isMore = issued + length < rings.available();
        channel.unsafe().recvBufAllocHandle().attemptedBytesRead(isMore ? length : length + 1);
        if (length > 0) {
            if (ring == null) {
                ring = view.duplicate().clear();
            }
            buffer.show(ring, view.position(), length);
            buffer.writerIndex(length);
            handedOut.add(buffer);
            issued += length;
        }
        return length;
    }

    /** Once nobody needs what was handed out; until then all of it stays shown, for {@link #settle} to consume. */
    private void consumeReleased() throws IOException {
        for (RingByteBuf buffer : handedOut) {
            if (!buffer.isReleased()) {
                return;
            }
        }
        if (issued > 0) {
            handedOut.forEach(this::recycle);
            handedOut.clear();
            int count = issued;
            issued = 0;
            rings.consume(count);
        }
    }

    private void recycle(RingByteBuf buffer) {
        if (spares.size() < SPARES) {
            spares.add(buffer);
        }
    }

    /** The read loop is over: who still holds a buffer gets a copy, the ring gets its room back. */
    void settle() {
        if (issued == 0) {
            return;
        }
        for (RingByteBuf buffer = handedOut.poll(); buffer != null; buffer = handedOut.poll()) {
            if (!buffer.moveOut()) {
                recycle(buffer);
            }
        }
        int count = issued;
        issued = 0;
        try {
            rings.consume(count);
        } catch (IOException closed) {
            // Whoever reads next hears of it.
        }
    }
}
