package io.longshore.socket;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.Channel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.Set;

/**
 * The process's provider of channels: TCP sockets whose place is decided late, hybrid selectors, and the kernel's own
 * channels for everything else, or for everything where there is no TCP Server.
 */
public final class LongshoreProvider extends SelectorProvider {

    private final SelectorProvider kernel;
    private final Offload fixed;
    private volatile KernelOptions socketOptions;
    private volatile KernelOptions listenerOptions;
    private volatile KernelOptions acceptedOptions;

    /** For {@code java.nio.channels.spi.SelectorProvider}: serves whatever the agent has attached to. */
    public LongshoreProvider() {
        this.kernel = KernelProvider.get();
        this.fixed = null;
    }

    /** One of several in a process. */
    LongshoreProvider(Offload offload) {
        this.kernel = offload.kernel();
        this.fixed = offload;
    }

    /** What there is to go to; null: only the kernel. */
    private Offload offload() {
        Offload offload = fixed != null ? fixed : Offload.current();
        return offload == null || offload.isGone() ? null : offload;
    }

    /** Whether there is, or was, a TCP Server: then selectors are ours. */
    boolean isAttached() {
        return fixed != null || Offload.current() != null;
    }

    @Override
    public SocketChannel openSocketChannel() throws IOException {
        Offload offload = offload();
        return offload == null ? kernel.openSocketChannel() : open(offload, Family.UNSPECIFIED);
    }

    private SocketChannel open(Offload offload, Family family) {
        return TrustedChannels.open(this, offload, family, new OptionValues(socketOptions()));
    }

    @Override
    public ServerSocketChannel openServerSocketChannel() throws IOException {
        Offload offload = offload();
        return offload == null ? kernel.openServerSocketChannel() : new LongshoreServerChannel(this, offload,
                Family.UNSPECIFIED);
    }

    @Override
    public AbstractSelector openSelector() throws IOException {
        Offload offload = fixed != null ? fixed : Offload.current();
        // Once there was a server there may be channels of ours, which only a selector of ours takes.
        return offload == null ? kernel.openSelector() : new LongshoreSelector(this, offload);
    }

    /** TCP sockets of both families may go to the stack; the rest is the kernel's. */
    @Override
    public SocketChannel openSocketChannel(ProtocolFamily family) throws IOException {
        Offload offload = Family.of(family) == null ? null : offload();
        return offload == null ? kernel.openSocketChannel(family)
                : open(offload, Family.of(family));
    }

    @Override
    public ServerSocketChannel openServerSocketChannel(ProtocolFamily family) throws IOException {
        Offload offload = Family.of(family) == null ? null : offload();
        return offload == null ? kernel.openServerSocketChannel(family)
                : new LongshoreServerChannel(this, offload, Family.of(family));
    }

    @Override
    public DatagramChannel openDatagramChannel() throws IOException {
        return kernel.openDatagramChannel();
    }

    @Override
    public DatagramChannel openDatagramChannel(ProtocolFamily family) throws IOException {
        return kernel.openDatagramChannel(family);
    }

    @Override
    public Pipe openPipe() throws IOException {
        return kernel.openPipe();
    }

    @Override
    public Channel inheritedChannel() throws IOException {
        return kernel.inheritedChannel();
    }

    // --- Options of the kernel's channels ---------------------------------------------------------------------------

    KernelOptions socketOptions() {
        if (socketOptions == null) {
            socketOptions = ask(kernel::openSocketChannel, LongshoreOptions.OF_SOCKETS);
        }
        return socketOptions;
    }

    KernelOptions listenerOptions() {
        if (listenerOptions == null) {
            listenerOptions = ask(kernel::openServerSocketChannel, LongshoreOptions.OF_LISTENERS);
        }
        return listenerOptions;
    }

    /** A connection's, which are its listener's where both have them. */
    KernelOptions acceptedOptions() {
        if (acceptedOptions == null) {
            acceptedOptions = socketOptions().with(StandardSocketOptions.SO_REUSEADDR,
                    listenerOptions().value(StandardSocketOptions.SO_REUSEADDR));
        }
        return acceptedOptions;
    }

    private static KernelOptions ask(Translation.Action<? extends NetworkChannel> opening,
            Set<SocketOption<?>> further) {
        try {
            return KernelOptions.ask(opening.run(), further);
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }
}
