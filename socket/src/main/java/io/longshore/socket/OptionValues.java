package io.longshore.socket;

import io.longshore.channel.HostSlot;
import io.longshore.channel.SlotLayout;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A socket's options: what was set, and for the rest what the kernel gives a new socket. Options are told apart by
 * name, so the JDK's extended ones need no module of theirs. Written under the channel's monitor.
 */
final class OptionValues {

    /** What a ring holds before it grows: the honest answer for a stack socket whose buffers nobody set. */
    static final int RING = 64 * 1024;

    private final KernelOptions defaults;
    /** Never changed, but replaced: most sockets set none or few. */
    private volatile Map<SocketOption<?>, Object> values = Map.of();

    OptionValues(KernelOptions defaults) {
        this.defaults = defaults;
    }

    /** A connection has what its listener had. */
    void inherit(OptionValues listener) {
        values = listener.values;
    }

    /** Those of a socket that is not on the kernel. */
    Set<SocketOption<?>> supported() {
        return defaults.onStack();
    }

    void checkSupported(SocketOption<?> option) {
        Objects.requireNonNull(option);
        if (!supported().contains(option)) {
            throw new UnsupportedOperationException("'" + option + "' not supported");
        }
    }

    /** Checks as the kernel's channels do, and keeps the value. */
    void set(SocketOption<?> option, Object value) throws SocketException {
        Object kept = OptionChecks.checked(option, value);
        Map<SocketOption<?>, Object> more = new HashMap<>(values);
        more.put(option, kept);
        values = more;
    }

    Object get(SocketOption<?> option) {
        Object value = values.get(option);
        if (value != null) {
            return value;
        }
        return option instanceof StackOption ? LongshoreOptions.unset(option) : defaults.value(option);
    }

    /** What was set, and not left as it is. */
    Map<SocketOption<?>, Object> chosen() {
        return values;
    }

    /** As {@link #get}, for a socket on the stack whose ring can grow to {@code largest} bytes. */
    Object getOnStack(SocketOption<?> option, HostSlot slot, int largest) {
        if (option == StandardSocketOptions.SO_SNDBUF) {
            int limit = slot.report().sendLimit();
            return buffer(option, largest, limit == 0 ? RING : limit);
        }
        if (option == StandardSocketOptions.SO_RCVBUF) {
            return buffer(option, largest, Math.max(RING, slot.report().receiveCapacity()));
        }
        if (option == LongshoreOptions.TCP_INFO) {
            return TcpFigures.of(slot);
        }
        if (option == LongshoreOptions.TCP_MAXSEG && slot.state() == SlotLayout.STATE_ESTABLISHED) {
            return slot.report().maximumSegment();
        }
        return get(option);
    }

    private Integer buffer(SocketOption<?> option, int most, int otherwise) {
        Object value = values.get(option);
        return value == null ? otherwise : Math.min((Integer) value, most);
    }

    /** Sets on a kernel channel what was set here and is known there. */
    void replay(NetworkChannel kernel) throws IOException {
        for (Map.Entry<SocketOption<?>, Object> entry : values.entrySet()) {
            if (!(entry.getKey() instanceof StackOption)) {
                replay(kernel, entry.getKey(), entry.getValue());
            }
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
        values.forEach((option, value) -> {
            if (option instanceof StackOption) {
                write(slot, (StackOption<?>) option, value);
            }
        });
    }

    private static void write(HostSlot slot, StackOption<?> option, Object value) {
        if (option == LongshoreOptions.TCP_CONGESTION) {
            slot.option(SlotLayout.CONGESTION, LongshoreOptions.CONGESTION.get(value));
        } else if (value instanceof Long) {
            slot.option(option.register(), (Long) value);
        } else if (value instanceof Integer) {
            slot.option(option.register(), (Integer) value);
        }
    }

    private int bits() {
        return bit(StandardSocketOptions.TCP_NODELAY.name(), SlotLayout.OPTION_NO_DELAY)
                | bit(StandardSocketOptions.SO_KEEPALIVE.name(), SlotLayout.OPTION_KEEP_ALIVE)
                | bit("TCP_QUICKACK", SlotLayout.OPTION_QUICK_ACK)
                | (Boolean.FALSE.equals(byName("TCP_QUICKACK")) ? SlotLayout.OPTION_SLOW_ACK : 0)
                | bit(LongshoreOptions.TCP_CORK.name(), SlotLayout.OPTION_CORK)
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
