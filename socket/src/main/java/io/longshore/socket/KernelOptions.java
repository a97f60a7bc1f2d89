package io.longshore.socket;

import java.io.IOException;
import java.net.SocketOption;
import java.nio.channels.NetworkChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Which options a new kernel channel of one kind has, and their values: asked once, of a channel closed again. */
record KernelOptions(Set<SocketOption<?>> supported, Map<SocketOption<?>, Object> values) {

    static KernelOptions ask(NetworkChannel fresh) throws IOException {
        Map<SocketOption<?>, Object> values = new HashMap<>();
        try (NetworkChannel channel = fresh) {
            for (SocketOption<?> option : channel.supportedOptions()) {
                Object value = ask(channel, option);
                if (value != null) {
                    values.put(option, value);
                }
            }
            return new KernelOptions(Set.copyOf(channel.supportedOptions()), Map.copyOf(values));
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
}
