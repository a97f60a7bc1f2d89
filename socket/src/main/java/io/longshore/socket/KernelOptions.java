package io.longshore.socket;

import java.io.IOException;
import java.net.SocketOption;
import java.nio.channels.NetworkChannel;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which options a new kernel channel of one kind has, and their values: asked once, of a channel closed again.
 *
 * @param onStack those that it has on the stack
 */
record KernelOptions(Set<SocketOption<?>> supported, Map<SocketOption<?>, Object> values,
        Set<SocketOption<?>> onStack) {

    static KernelOptions ask(NetworkChannel fresh, Set<SocketOption<?>> further) throws IOException {
        Map<SocketOption<?>, Object> values = new HashMap<>();
        try (NetworkChannel channel = fresh) {
            for (SocketOption<?> option : channel.supportedOptions()) {
                Object value = ask(channel, option);
                if (value != null) {
                    values.put(option, value);
                }
            }
            Set<SocketOption<?>> onStack = new HashSet<>(channel.supportedOptions());
            onStack.addAll(further);
            return new KernelOptions(Set.copyOf(channel.supportedOptions()), Map.copyOf(values), Set.copyOf(onStack));
        }
    }

    private static Object ask(NetworkChannel channel, SocketOption<?> option) {
        try {
            return channel.getOption(option);
        } catch (IOException | UnsupportedOperationException notNow) {
            return null;
        }
    }

    Object value(SocketOption<?> option) {
        return values.get(option);
    }

    /** As these, with another value of one option. */
    KernelOptions with(SocketOption<?> option, Object value) {
        Map<SocketOption<?>, Object> changed = new HashMap<>(values);
        changed.put(option, value);
        return new KernelOptions(supported, Map.copyOf(changed), onStack);
    }
}
