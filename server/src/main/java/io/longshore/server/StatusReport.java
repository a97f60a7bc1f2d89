package io.longshore.server;

import io.longshore.ip.IpCounter;
import io.longshore.stack.StackAgent;
import io.longshore.stack.StackCounters;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Locale;

/// What `longshore status` prints: who the server is, whom it serves, and what it has counted; counters that are zero
/// are left out, as `nstat` does.
final class StatusReport {

    private final ServerConfig config;
    private final long startedMillis = System.currentTimeMillis();

    StatusReport(ServerConfig config) {
        this.config = config;
    }


    String text(StackAgent shard, long now) {
        StringBuilder text = new StringBuilder();
        line(text, "process", ProcessHandle.current().pid());
        line(text, "uptime", Duration.ofMillis(System.currentTimeMillis() - startedMillis).toSeconds() + " s");
        line(text, "link", config.link());
        line(text, "address", config.address());
        line(text, "connections", shard.connections());
        line(text, "ports bound", shard.boundPorts());
        line(text, "applications", shard.attachments());
        StackCounters counters = shard.counters();
        count(text, counters);
        count(text, shard.tcpCounters());
        for (IpCounter counter : IpCounter.values()) {
            if (shard.ipCounters().get(counter) != 0) {
                line(text, counter.toString(), shard.ipCounters().get(counter));
            }
        }
        if (counters.lastFault != null) {
            line(text, "last fault", counters.lastFault);
        }
        return text.toString();
    }

    /// Counters are public fields, named as they are to be printed.
    private static void count(StringBuilder text, Object counters) {
        for (Field field : counters.getClass().getFields()) {
            if (field.getType() == long.class && value(field, counters) != 0) {
                line(text, field.getName(), value(field, counters));
            }
        }
    }

    private static long value(Field field, Object counters) {
        try {
            return field.getLong(counters);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("a public field of a public class is readable", e);
        }
    }

    private static void line(StringBuilder text, String name, Object value) {
        text.append(String.format(Locale.ROOT, "%-24s %s%n", name, value));
    }
}
