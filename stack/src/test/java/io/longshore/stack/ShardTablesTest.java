package io.longshore.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.longshore.ip.IpSettingList;
import io.longshore.ip.IpSettings;
import io.longshore.sysctl.CounterTable;
import io.longshore.sysctl.Setting;
import io.longshore.sysctl.SettingTable;
import io.longshore.tcp.TcpSettingList;
import io.longshore.tcp.TcpSettings;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Makes `docs/sysctl.md` from the tables of settings, and fails if it is out of date; `-Dlongshore.table=write` writes
/// it.
class ShardTablesTest {

    private static final Path DOCUMENT = Path.of("").toAbsolutePath().getParent().resolve("docs/sysctl.md");

    private final SettingTable settings = new SettingTable().with(TcpSettingList.all(), new TcpSettings())
            .with(IpSettingList.all(), new IpSettings());

    @Test
    void theDocumentIsUpToDate() throws IOException {
        StringBuilder text = new StringBuilder("""
                # Settings

                Generated from the tables in `TcpSettingList` and `IpSettingList`; `-Dlongshore.table=write` writes it.
                Names, units and defaults are Linux's where Linux has the setting; the others begin with `longshore.`.

                Set them by `longshore server --sysctl NAME=VALUE`, by a file of `name = value` lines
                (`longshore server --config FILE`), or while the server runs by `longshore sysctl NAME=VALUE`. Values
                that "start" stands beside are refused by the last. Some apply to connections made afterwards only.

                | name | default | range | unit | when | |
                |---|---|---|---|---|---|
                """);
        for (String name : settings.names()) {
            Setting<?> setting = settings.setting(name);
            text.append("| `").append(name).append("` | ").append(settings.show(name).replace('\t', ' ')).append(" | ")
                    .append(setting.range().replace("|", "\\|")).append(" | ").append(setting.unit()).append(" | ")
                    .append(setting.isOnlyAtStart() ? "start" : "any time").append(" | ").append(setting.sentence())
                    .append(" |\n");
        }
        if ("write".equals(System.getProperty("longshore.table"))) {
            Files.writeString(DOCUMENT, text.toString());
        }
        assertEquals(Files.readString(DOCUMENT), text.toString(),
                "docs/sysctl.md is out of date; -Dlongshore.table=write writes it");
    }

    @Test
    void everySettingOfIpHasALineInTheTable() throws IllegalAccessException {
        IpSettings changed = new IpSettings();
        TreeSet<String> unnamed = new TreeSet<>();
        for (Field field : IpSettings.class.getFields()) {
            List<String> before = IpSettingList.all().stream().map(setting -> setting.show(changed)).toList();
            if (field.getType() == boolean.class) {
                field.setBoolean(changed, !field.getBoolean(changed));
            } else if (field.getType() == int.class) {
                field.setInt(changed, field.getInt(changed) + 1);
            } else {
                field.setLong(changed, field.getLong(changed) + 3600L * 1_000_000_000);
            }
            if (before.equals(IpSettingList.all().stream().map(setting -> setting.show(changed)).toList())) {
                unnamed.add(field.getName());
            }
        }
        assertEquals(Set.of(), unnamed, "fields of IpSettings that no line of IpSettingList shows");
    }

    @Test
    void everyCounterOfTheShardHasAName() throws IllegalAccessException {
        StackCounters counters = new StackCounters();
        CounterTable table = new CounterTable().with(StackCounterList.all(), counters);
        TreeSet<String> unnamed = new TreeSet<>();
        long next = 1000;
        for (Field field : StackCounters.class.getFields()) {
            if (field.getType() != long.class) {
                continue;
            }
            field.setLong(counters, ++next);
            if (!table.values().containsValue(next)) {
                unnamed.add(field.getName());
            }
        }
        assertEquals(Set.of(), unnamed, "fields of StackCounters that no line of StackCounterList names");
    }

    @Test
    void theShardsTablesAreItsOwnSettingsAndCounters() {
        TcpSettings tcp = new TcpSettings();
        SettingTable table = new SettingTable().with(TcpSettingList.all(), tcp);
        assertEquals(null, table.apply("net.ipv4.tcp_keepalive_time", "60", SettingTable.Occasion.RUNNING));
        assertEquals(60_000_000_000L, tcp.keepAliveIdle);
    }
}
