package io.longshore.socket;

import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NetworkChannel;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/** The options of an asynchronous channel: those of the channel behind it, but the few that the JDK leaves out. */
final class AsyncOptions {

    private static final Set<SocketOption<?>> LEFT_OUT = Set.of(
            StandardSocketOptions.SO_LINGER, StandardSocketOptions.IP_TOS);

    private final NetworkChannel channel;
    private Set<SocketOption<?>> supported;

    AsyncOptions(NetworkChannel channel) {
        this.channel = channel;
    }

    synchronized Set<SocketOption<?>> supported() {
        if (supported == null) {
            Set<SocketOption<?>> all = new HashSet<>(channel.supportedOptions());
            all.removeAll(LEFT_OUT);
            all.removeIf(option -> option.name().equals("SO_OOBINLINE"));
            supported = Set.copyOf(all);
        }
        return supported;
    }

    private void check(SocketOption<?> option) {
        Objects.requireNonNull(option);
        if (!supported().contains(option)) {
            throw new UnsupportedOperationException("'" + option + "' not supported");
        }
    }

    <T> T get(SocketOption<T> option) throws IOException {
        check(option);
        ensureOpen();
        return channel.getOption(option);
    }

    <T> void set(SocketOption<T> option, T value, AsyncDirection writes) throws IOException {
        check(option);
        ensureOpen();
        if (writes != null && writes.isShut()) {
            throw new IOException("Connection has been shutdown for writing");
        }
        if (value == null) {
            throw new IllegalArgumentException("Invalid option value");
        }
        channel.setOption(option, value);
    }

    void ensureOpen() throws ClosedChannelException {
        if (!channel.isOpen()) {
            throw new ClosedChannelException();
        }
    }
}
