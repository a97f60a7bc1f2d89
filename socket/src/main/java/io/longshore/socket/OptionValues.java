package io.longshore.socket;

import io.longshore.channel.HostSlot;
import io.longshore.channel.SlotLayout;
import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A socket's options: what was set, and for the rest what the kernel gives a new socket. Options are told apart by
 * name, so the JDK's extended ones need no module of theirs.
 */
final class OptionValues {

    /** What a ring holds before it grows: the honest answer for a stack socket whose buffers nobody set. */
    static final int RING = 64 * 1024;

    private final KernelOptions defaults;
    private final Map<SocketOption<?>, Object> values = new ConcurrentHashMap<>(4);

    OptionValues(KernelOptions defaults) {
        this.defaults = defaults;
    }

    Set<SocketOption<?>> supported() {
        return defaults.supported();
    }

    void checkSupported(SocketOption<?> option) {
        Objects.requireNonNull(option);
        if (!supported().contains(option)) {
            throw new UnsupportedOperationException("'" + option + "' not supported");
        }
    }

    /** Checks as the kernel's channels do, and keeps the value. */
    void set(SocketOption<?> option, Object value) {
        checkSupported(option);
        if (!option.type().isInstance(value)) {
            throw new IllegalArgumentException("Invalid value '" + value + "'");
        }
        values.put(option, checked(option, value));
    }

    private static Object checked(SocketOption<?> option, Object value) {
        if (option == StandardSocketOptions.SO_SNDBUF || option == StandardSocketOptions.SO_RCVBUF) {
            checkAtLeastZero((Integer) value, "Invalid send/receive buffer size");
        } else if (option == StandardSocketOptions.SO_LINGER) {
            int seconds = (Integer) value;
            return seconds < 0 ? Integer.valueOf(-1) : Integer.valueOf(Math.min(seconds, 65_535));
        } else if (option == StandardSocketOptions.IP_TOS) {
            int bits = (Integer) value;
            if (bits < 0 || bits > 255) {
                throw new IllegalArgumentException("Invalid IP_TOS value");
            }
        }
        return value;
    }

    private static void checkAtLeastZero(int value, String sentence) {
        if (value < 0) {
            throw new IllegalArgumentException(sentence);
        }
    }

    Object get(SocketOption<?> option) {
        checkSupported(option);
        Object value = values.get(option);
        return value != null ? value : defaults.value(option);
    }

    /** As {@link #get}, for a socket on the stack. */
    Object getOnStack(SocketOption<?> option, int largest) {
        Object value = get(option);
        if (option == StandardSocketOptions.SO_SNDBUF || option == StandardSocketOptions.SO_RCVBUF) {
            return values.containsKey(option) ? Math.min((Integer) value, largest) : Integer.valueOf(RING);
        }
        return value;
    }

    /** What was set, and not left as it is. */
    Map<SocketOption<?>, Object> chosen() {
        return values;
    }

    /** Sets on a kernel channel what was set here. */
    void replay(NetworkChannel kernel) throws IOException {
        for (Map.Entry<SocketOption<?>, Object> entry : values.entrySet()) {
            replay(kernel, entry.getKey(), entry.getValue());
        }
    }

    @SuppressWarnings("unchecked")
    private static <T> void replay(NetworkChannel kernel, SocketOption<T> option, Object value) throws IOException {
        kernel.setOption(option, (T) value);
    }

    /** Writes the registers; those of a fresh slot already hold what was not set. */
    void write(HostSlot slot) {
        if (values.isEmpty()) {
            return;
        }
        slot.options(bits());
        slot.linger(number(StandardSocketOptions.SO_LINGER, -1));
        slot.trafficClass(number(StandardSocketOptions.IP_TOS, 0));
        slot.bufferWishes(number(StandardSocketOptions.SO_RCVBUF, 0), number(StandardSocketOptions.SO_SNDBUF, 0));
        slot.keepAlive(number("TCP_KEEPIDLE"), number("TCP_KEEPINTERVAL"), number("TCP_KEEPCOUNT"));
    }

    private int bits() {
        return bit(StandardSocketOptions.TCP_NODELAY.name(), SlotLayout.OPTION_NO_DELAY)
                | bit(StandardSocketOptions.SO_KEEPALIVE.name(), SlotLayout.OPTION_KEEP_ALIVE)
                | bit("TCP_QUICKACK", SlotLayout.OPTION_QUICK_ACK)
                | bit(StandardSocketOptions.SO_REUSEADDR.name(), SlotLayout.OPTION_REUSE_ADDRESS)
                | bit(StandardSocketOptions.SO_REUSEPORT.name(), SlotLayout.OPTION_REUSE_PORT);
    }

    private int bit(String name, int bit) {
        return Boolean.TRUE.equals(byName(name)) ? bit : 0;
    }

    private int number(SocketOption<Integer> option, int otherwise) {
        Object value = values.get(option);
        return value == null ? otherwise : (Integer) value;
    }

    private int number(String name) {
        Object value = byName(name);
        return value == null ? 0 : (Integer) value;
    }

    private Object byName(String name) {
        for (Map.Entry<SocketOption<?>, Object> entry : values.entrySet()) {
            if (entry.getKey().name().equals(name)) {
                return entry.getValue();
            }
        }
        return null;
    }

    /** Seconds; -1: no linger. */
    int linger() {
        return number(StandardSocketOptions.SO_LINGER, -1);
    }

    boolean isUrgentInline() {
        return Boolean.TRUE.equals(byName("SO_OOBINLINE"));
    }
}
