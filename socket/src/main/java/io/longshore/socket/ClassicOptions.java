package io.longshore.socket;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketOption;
import java.net.SocketOptions;
import java.net.StandardSocketOptions;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A classic socket's options: those with names, and those with the numbers of {@link SocketOptions}, which mean the
 * same. What is set before it is known where the socket goes is set there as soon as it is.
 */
final class ClassicOptions {

    private static final String URGENT_INLINE = "SO_OOBINLINE";

    private final OptionValues values;
    private final Set<SocketOption<?>> named;
    private volatile int timeout;
    /** What an accepted socket has of its listener, where nobody set it since. */
    private volatile boolean reusesAddress;

    private ClassicOptions(OptionValues values, Set<SocketOption<?>> named) {
        this.values = values;
        this.named = named;
    }

    static ClassicOptions ofSocket(KernelOptions defaults) {
        return new ClassicOptions(new OptionValues(defaults), Sets.of(defaults, false));
    }

    static ClassicOptions ofListener(KernelOptions defaults) {
        return new ClassicOptions(new OptionValues(Sets.withTrafficClass(defaults)), Sets.of(defaults, true));
    }

    /** Made once: all sockets have the same. */
    private static final class Sets {

        private static volatile Set<SocketOption<?>> socket;
        private static volatile Set<SocketOption<?>> listener;
        private static volatile KernelOptions listenerDefaults;

        static Set<SocketOption<?>> of(KernelOptions defaults, boolean listening) {
            Set<SocketOption<?>> made = listening ? listener : socket;
            if (made == null) {
                Set<SocketOption<?>> all = new HashSet<>(defaults.supported());
                // Of the numbers only.
                all.removeIf(option -> option.name().equals(URGENT_INLINE));
                all.add(StandardSocketOptions.IP_TOS);
                made = Set.copyOf(all);
                listener = listening ? made : listener;
                socket = listening ? socket : made;
            }
            return made;
        }

        /** A ServerSocket takes IP_TOS, a ServerSocketChannel does not. */
        static KernelOptions withTrafficClass(KernelOptions defaults) {
            if (listenerDefaults == null) {
                Set<SocketOption<?>> all = new HashSet<>(defaults.supported());
                all.add(StandardSocketOptions.IP_TOS);
                Map<SocketOption<?>, Object> values = new java.util.HashMap<>(defaults.values());
                values.put(StandardSocketOptions.IP_TOS, 0);
                listenerDefaults = new KernelOptions(Set.copyOf(all), Map.copyOf(values), Set.copyOf(all));
            }
            return listenerDefaults;
        }
    }

    OptionValues values() {
        return values;
    }

    int timeoutMillis() {
        return timeout;
    }

    Set<SocketOption<?>> supported() {
        return named;
    }

    /** An accepted socket begins with what its listener has. */
    void inherit(ClassicOptions listener) throws SocketException {
        for (Map.Entry<SocketOption<?>, Object> entry : listener.values.chosen().entrySet()) {
            if (named.contains(entry.getKey())) {
                values.set(entry.getKey(), entry.getValue());
            }
        }
        reusesAddress = Boolean.TRUE.equals(listener.values.get(StandardSocketOptions.SO_REUSEADDR));
    }

    /** On the stack, or, without a connection, nowhere yet. */
    Object get(SocketOption<?> option, ClassicConnection connection) throws SocketException {
        if (option == StandardSocketOptions.SO_REUSEADDR && reusesAddress && !values.chosen().containsKey(option)) {
            return true;
        }
        return connection == null ? values.get(option) : connection.ask(values, option);
    }

    // --- By name ----------------------------------------------------------------------------------------------------

    void set(SocketOption<?> option, Object value) throws SocketException {
        checkSupported(option);
        values.set(option, value);
    }

    void checkSupported(SocketOption<?> option) {
        if (!named.contains(option)) {
            throw new UnsupportedOperationException("'" + option + "' not supported");
        }
    }

    // --- By number --------------------------------------------------------------------------------------------------

    void set(int option, Object value) throws SocketException {
        if (option == SocketOptions.SO_TIMEOUT) {
            timeout = (Integer) value;
            return;
        }
        try {
            values.set(named(option), option == SocketOptions.SO_LINGER && value instanceof Boolean
                    ? Integer.valueOf(-1) : value);
        } catch (IllegalArgumentException refused) {
            throw new SocketException(refused.getMessage());
        }
    }

    /** Of a socket that is not on the kernel; no connection before it is known where it goes. */
    Object get(int option, ClassicConnection connection) throws SocketException {
        if (option == SocketOptions.SO_TIMEOUT) {
            return timeout;
        }
        Object value = get(named(option), connection);
        return option == SocketOptions.SO_LINGER && Integer.valueOf(-1).equals(value) ? Boolean.FALSE : value;
    }

    private SocketOption<?> named(int option) throws SocketException {
        switch (option) {
            case SocketOptions.TCP_NODELAY: return StandardSocketOptions.TCP_NODELAY;
            case SocketOptions.IP_TOS: return StandardSocketOptions.IP_TOS;
            case SocketOptions.SO_REUSEADDR: return StandardSocketOptions.SO_REUSEADDR;
            case SocketOptions.SO_REUSEPORT: return StandardSocketOptions.SO_REUSEPORT;
            case SocketOptions.SO_LINGER: return StandardSocketOptions.SO_LINGER;
            case SocketOptions.SO_SNDBUF: return StandardSocketOptions.SO_SNDBUF;
            case SocketOptions.SO_RCVBUF: return StandardSocketOptions.SO_RCVBUF;
            case SocketOptions.SO_KEEPALIVE: return StandardSocketOptions.SO_KEEPALIVE;
            case SocketOptions.SO_OOBINLINE: return urgentInline();
            default: throw new SocketException("Unknown option " + option);
        }
    }

    private SocketOption<?> urgentInline() throws SocketException {
        for (SocketOption<?> option : values.supported()) {
            if (option.name().equals(URGENT_INLINE)) {
                return option;
            }
        }
        throw new SocketException("Unknown option " + SocketOptions.SO_OOBINLINE);
    }

    // --- To the kernel ----------------------------------------------------------------------------------------------

    /** Sets there what was set here. */
    void replay(ClassicKernelSocket kernel) throws IOException {
        SocketImpl numbered = kernel.numbered();
        numbered.setOption(SocketOptions.SO_TIMEOUT, timeout);
        for (Map.Entry<SocketOption<?>, Object> entry : values.chosen().entrySet()) {
            if (entry.getKey().name().equals(URGENT_INLINE)) {
                numbered.setOption(SocketOptions.SO_OOBINLINE, entry.getValue());
            } else {
                kernel.set(entry.getKey(), entry.getValue());
            }
        }
    }
}
