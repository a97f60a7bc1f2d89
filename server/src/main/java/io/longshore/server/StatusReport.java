package io.longshore.server;

import io.longshore.stack.StackAgent;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

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
        config.addresses().forEach(address -> line(text, "address", address));
        line(text, "connections", shard.connections());
        line(text, "ports bound", shard.boundPorts());
        line(text, "applications", shard.attachments());
        shard.tables().counters().values().forEach((name, value) -> {
            if (value != 0) {
                line(text, name, value);
            }
        });
        if (shard.counters().lastFault != null) {
            line(text, "last fault", shard.counters().lastFault);
        }
        return text.toString();
    }

    /// What `longshore nstat` reads: this process and how long it has counted, then names and values, summed over the
    /// shards.
    Answer counters(List<Map<String, Long>> shards) {
        Map<String, Long> sums = new TreeMap<>();
        shards.forEach(shard -> shard.forEach((name, value) -> sums.merge(name, value, Long::sum)));
        StringBuilder text = new StringBuilder();
        text.append("# ").append(ProcessHandle.current().pid()).append(' ')
                .append(System.currentTimeMillis() - startedMillis).append('\n');
        sums.forEach((name, value) -> text.append(name).append(' ').append(value).append('\n'));
        return Answer.fine(text.toString());
    }

    private static void line(StringBuilder text, String name, Object value) {
        text.append(String.format(Locale.ROOT, "%-32s %s%n", name, value));
    }
}
