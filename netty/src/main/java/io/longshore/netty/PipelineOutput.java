package io.longshore.netty;

import io.longshore.socket.ConnectionRings;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelOutboundBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What the pipeline sends: copied into the send ring, as many messages as fit by one claim, or written there in the
 * first place. In the event loop only.
 */
final class PipelineOutput implements ChannelOutboundBuffer.MessageProcessor {

    private static final int MOST = 1 << 20;

    private final RingSocketChannel channel;
    private final ConnectionRings rings;
    private ByteBuffer ring;
    private RingByteBuf claimed;
    private ByteBuffer room;

    PipelineOutput(RingSocketChannel channel, ConnectionRings rings) {
        this.channel = channel;
        this.rings = rings;
    }

    // --- A buffer in the ring ---------------------------------------------------------------------------------------

    /** Null if it cannot be: the ring's next bytes are taken, or not so many in one piece. */
    RingByteBuf claim(int bytes, ChannelOutboundBuffer messages) {
        if (claimed != null && claimed.isReleased()) {
            end();
        }
        if (claimed != null || bytes <= 0 || messages == null || messages.totalPendingWriteBytes() > 0) {
            return null;
        }
        try {
            ByteBuffer view = rings.claim(bytes);
            if (view.remaining() < bytes) {
                giveUp(view);
                return null;
            }
            if (ring == null) {
                ring = view.duplicate().clear();
            }
            claimed = new RingByteBuf(channel, true);
            claimed.begin(channel.alloc());
            claimed.show(ring, view.position(), bytes);
            return claimed;
        } catch (IOException over) {
            // Whoever writes hears of it.
            return null;
        }
    }

    private void giveUp(ByteBuffer view) throws IOException {
        if (view.hasRemaining()) {
            rings.commit(0);
        }
    }

    /** The ring's next bytes are wanted for something else: a buffer that lies there moves. */
    void end() {
        if (claimed == null) {
            return;
        }
        claimed.moveOut();
        claimed = null;
        try {
            rings.commit(0);
        } catch (IOException closed) {
            // Whoever writes next hears of it.
        }
    }

    // --- Messages ---------------------------------------------------------------------------------------------------

    /** Sends of the next messages what fits; false if nothing did. */
    boolean write(ChannelOutboundBuffer messages) throws Exception {
        if (claimed != null && messages.current() == claimed && claimed.isAlone() && claimed.readerIndex() == 0) {
            commit(messages);
            return true;
        }
        end();
        room = rings.claim((int) Math.max(1, Math.min(messages.totalPendingWriteBytes(), MOST)));
        int before = room.position();
        if (!room.hasRemaining()) {
            return false;
        }
        int count = 0;
        try {
            messages.forEachFlushedMessage(this);
            count = room.position() - before;
        } finally {
            rings.commit(count);
        }
        messages.removeBytes(count);
        return true;
    }

    private void commit(ChannelOutboundBuffer messages) throws IOException {
        RingByteBuf buffer = claimed;
        claimed = null;
        int count = buffer.writerIndex();
        rings.commit(count);
        messages.removeBytes(count);
    }

    /** Copies one message; false: no more fits, or it is of another kind. */
    @Override
    public boolean processMessage(Object message) {
        if (!(message instanceof ByteBuf)) {
            return false;
        }
        ByteBuf buffer = (ByteBuf) message;
        int limit = room.limit();
        int count = Math.min(buffer.readableBytes(), room.remaining());
        room.limit(room.position() + count);
        buffer.getBytes(buffer.readerIndex(), room);
        room.limit(limit);
        return room.hasRemaining();
    }
}
