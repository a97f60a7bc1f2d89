package io.longshore.channel;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * An application's connection to the control socket while it shakes hands: non-blocking underneath, so that an
 * interrupt does not close it, and with a limit to its patience.
 */
public final class ControlConnection implements AutoCloseable {

    private static final long PATIENCE_MILLIS = 5_000;

    private static final String HUNG_UP = "the TCP Server hung up during the handshake";

    private final SocketChannel channel;
    private final Selector selector;
    private boolean detached;

    private ControlConnection(SocketChannel channel, Selector selector) {
        this.channel = channel;
        this.selector = selector;
    }

    /** Connects, and says what for. */
    public static ControlConnection open(Path socket, Hello hello) throws IOException {
        // A blocking connect to a Unix-domain socket is over at once, but a pending interrupt would close the channel.
        boolean interrupted = Thread.interrupted();
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        Selector selector = null;
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.configureBlocking(false);
            // The kernel's own provider: a Unix-domain channel may not be registered with another's selector.
            selector = channel.provider().openSelector();
            ControlConnection connection = new ControlConnection(channel, selector);
            connection.send(hello.encode());
            return connection;
        } catch (IOException | RuntimeException e) {
            channel.close();
            if (selector != null) {
                selector.close();
            }
            throw e;
        } finally {
            restore(interrupted);
        }
    }

    public void send(ByteBuffer message) throws IOException {
        while (message.hasRemaining()) {
            if (write(message) == 0) {
                await(SelectionKey.OP_WRITE);
            }
        }
    }

    public void send(byte one) throws IOException {
        send(ByteBuffer.wrap(new byte[] {one}));
    }

    /** One message, and not a byte beyond it; ready to be decoded. */
    public ByteBuffer receive(Handshake.Length length) throws IOException {
        ByteBuffer filling = ByteBuffer.allocate(Handshake.MOST_BYTES);
        int needed = length.needed(filling);
        while (filling.position() < needed) {
            filling.limit(needed);
            receiveSome(filling);
            needed = length.needed(filling);
        }
        return filling.flip();
    }

    public byte receive() throws IOException {
        return receive(filling -> 1).get();
    }

    private void receiveSome(ByteBuffer filling) throws IOException {
        int count = read(filling);
        if (count < 0) {
            throw new HandshakeException(HUNG_UP);
        }
        if (count == 0) {
            await(SelectionKey.OP_READ);
        }
    }

    private int write(ByteBuffer message) throws IOException {
        try {
            return channel.write(message);
        } catch (IOException e) {
            // Broken pipe, connection reset: the errors that a stream to a process that is gone can have.
            throw new HandshakeException(HUNG_UP);
        }
    }

    private int read(ByteBuffer filling) throws IOException {
        try {
            return channel.read(filling);
        } catch (IOException e) {
            throw new HandshakeException(HUNG_UP);
        }
    }

    private void await(int operation) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            SelectionKey key = channel.register(selector, operation);
            int ready = selector.select(PATIENCE_MILLIS);
            selector.selectedKeys().clear();
            boolean woken = Thread.interrupted();
            interrupted |= woken;
            if (ready == 0 && !woken && key.isValid()) {
                throw new HandshakeException("the TCP Server does not answer");
            }
        } finally {
            restore(interrupted);
        }
    }

    /** The channel, non-blocking and from now on the caller's to close. */
    public SocketChannel detach() throws IOException {
        detached = true;
        selector.close();
        return channel;
    }

    @Override
    public void close() throws IOException {
        if (!detached) {
            selector.close();
            channel.close();
        }
    }

    private static void restore(boolean interrupted) {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
