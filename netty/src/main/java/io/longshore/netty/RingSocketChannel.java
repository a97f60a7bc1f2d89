package io.longshore.netty;

import io.longshore.socket.ConnectionRings;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.concurrent.Executor;

/**
 * A connection whose buffers lie in its rings. If it turns out to be the kernel's, it is like Netty's own.
 *
 * <p><b>Reading.</b> What the pipeline gets are bytes where the TCP Server placed them. Who releases a buffer before
 * {@code channelReadComplete} has returned, as decoders mostly do, has caused no copy. What is still held then is
 * copied out of the ring, behind the same object: a buffer may be kept as long as one likes and on any thread, it
 * costs what a read from a kernel socket costs. Who changes a received buffer changes such a copy, too.
 *
 * <p><b>Writing.</b> A buffer is copied into the send ring by flush, once. What {@link #claim} returns is in the send
 * ring already.
 */
public final class RingSocketChannel extends NioSocketChannel {

    /** Messages beyond NIO's own: what {@link #doWrite0} returns if the socket took nothing. */
    private static final int TOOK_NOTHING = Integer.MAX_VALUE;

    private boolean placed;
    private PipelineInput input;
    private PipelineOutput output;

    /** Of the process's own provider. */
    public RingSocketChannel() {
        this(SelectorProvider.provider());
    }

    public RingSocketChannel(SelectorProvider provider) {
        super(provider);
    }

    /** A connection that {@code parent} has accepted. */
    public RingSocketChannel(Channel parent, SocketChannel socket) {
        super(parent, socket);
    }

    /**
     * A buffer of at least this many bytes to be written to this channel next. In the event loop, with nothing else
     * waiting to be sent and room in one piece, it lies in the send ring, and writing it copies nothing; otherwise, and
     * if another buffer is written before it, or it is retained, it is as any of the channel's allocator.
     */
    public ByteBuf claim(int bytes) {
        if (eventLoop().inEventLoop() && isOnStack()) {
            ByteBuf claimed = output.claim(bytes, unsafe().outboundBuffer());
            if (claimed != null) {
                return claimed;
            }
        }
        return alloc().directBuffer(bytes);
    }

    /** Whether the connection is on the stack; known once it is connected. In the event loop. */
    boolean isOnStack() {
        if (!placed && isActive()) {
            placed = true;
            ConnectionRings.of(javaChannel()).ifPresent(rings -> {
                input = new PipelineInput(this, rings);
                output = new PipelineOutput(this, rings);
            });
        }
        return input != null;
    }

    // --- Reading ----------------------------------------------------------------------------------------------------

    @Override
    protected int doReadBytes(ByteBuf buffer) throws Exception {
        return buffer instanceof RingByteBuf
                ? input.read((RingByteBuf) buffer) : super.doReadBytes(buffer);
    }

    // --- Writing ----------------------------------------------------------------------------------------------------

    @Override
    protected void doWrite(ChannelOutboundBuffer messages) throws Exception {
        if (!isOnStack()) {
            super.doWrite(messages);
            return;
        }
        for (int spins = config().getWriteSpinCount(); spins > 0; spins--) {
            Object message = messages.current();
            if (message == null) {
                clearOpWrite();
                return;
            }
            if (!(message instanceof ByteBuf ? output.write(messages) : writeOther(messages))) {
                incompleteWrite(true);
                return;
            }
        }
        incompleteWrite(false);
    }

    private boolean writeOther(ChannelOutboundBuffer messages) throws Exception {
        output.end();
        return doWrite0(messages) != TOOK_NOTHING;
    }

    // --- The end ----------------------------------------------------------------------------------------------------

    @Override
    protected void doClose() throws Exception {
        leaveRings();
        super.doClose();
    }

    private void leaveRings() {
        if (input != null) {
            input.settle();
            output.end();
        }
    }

    @Override
    protected AbstractNioUnsafe newUnsafe() {
        return new RingUnsafe();
    }

    @SuppressWarnings("deprecation")
    private final class RingUnsafe extends NioByteUnsafe {

        private RecvByteBufAllocator.Handle handle;

        @Override
        public void handle(IoRegistration registration, IoEvent event) {
            try {
                super.handle(registration, event);
            } finally {
                if (input != null) {
                    input.settle();
                }
            }
        }

        @Override
        public RecvByteBufAllocator.Handle recvBufAllocHandle() {
            if (handle == null) {
                handle = new RingHandle(super.recvBufAllocHandle());
            }
            return handle;
        }

        // As Netty's: a close that lingers must not hold the event loop up.
        @Override
        protected Executor prepareToClose() {
            leaveRings();
            try {
                if (javaChannel().isOpen() && config().getSoLinger() > 0) {
                    doDeregister();
                    return GlobalEventExecutor.INSTANCE;
                }
            } catch (Exception closedMeanwhile) {
                // There is nothing to wait for.
            }
            return null;
        }
    }

    /** Sizes are the ring's; how often to read is the configured one's to say. */
    @SuppressWarnings("deprecation")
    private final class RingHandle extends RecvByteBufAllocator.DelegatingHandle {

        RingHandle(RecvByteBufAllocator.Handle configured) {
            super(configured);
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator allocator) {
            return isOnStack() ? input.next(allocator) : super.allocate(allocator);
        }
    }
}
