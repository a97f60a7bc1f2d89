package io.longshore.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.sysctl.CounterTable;
import io.longshore.sysctl.Setting;
import io.longshore.sysctl.SettingTable;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Every field of the settings and of the counters has its name in the table.
class TcpSettingListTest {

    /// The link's, not the operator's.
    private static final Set<String> OF_THE_LINK = Set.of("mtu", "maxSuperSegment");

    @Test
    void everySettingHasALineInTheTable() throws IllegalAccessException {
        TcpSettings settings = new TcpSettings();
        TreeSet<String> unnamed = new TreeSet<>();
        for (Field field : TcpSettings.class.getFields()) {
            List<String> before = shown(settings);
            change(field, settings);
            if (before.equals(shown(settings)) && !OF_THE_LINK.contains(field.getName())) {
                unnamed.add(field.getName());
            }
        }
        assertEquals(Set.of(), unnamed, "fields of TcpSettings that no line of TcpSettingList shows");
    }

    private static List<String> shown(TcpSettings settings) {
        return TcpSettingList.all().stream().map(setting -> setting.show(settings)).toList();
    }

    private static void change(Field field, TcpSettings settings) throws IllegalAccessException {
        if (field.getType() == boolean.class) {
            field.setBoolean(settings, !field.getBoolean(settings));
        } else if (field.getType() == CongestionControl.class) {
            field.set(settings, CongestionControl.NEW_RENO);
        } else if (field.getType() == FastOpenKeys.class) {
            settings.fastOpenKeys.take("1-2-3-4");
        } else if (field.getType() == int.class) {
            field.setInt(settings, field.getInt(settings) == 0 ? 1 : 0);
        } else {
            field.setLong(settings, field.getLong(settings) == 0 ? 3600L * 1_000_000_000 : 0);
        }
    }

    @Test
    void everyDefaultIsInItsRange() {
        SettingTable table = new SettingTable().with(TcpSettingList.all(), new TcpSettings());
        for (Setting<TcpSettings> setting : TcpSettingList.all()) {
            String shown = setting.show(new TcpSettings());
            assertNull(table.apply(setting.name(), shown, SettingTable.Occasion.START));
            assertEquals(shown, table.show(setting.name()));
            assertTrue(setting.sentence().endsWith("."), setting.name());
        }
    }

    @Test
    void everyCounterHasItsNstatName() throws IllegalAccessException {
        TcpCounters counters = new TcpCounters();
        long next = 1000;
        TreeSet<String> unnamed = new TreeSet<>();
        CounterTable table = new CounterTable().with(TcpCounterList.all(), counters);
        for (Field field : TcpCounters.class.getFields()) {
            field.setLong(counters, ++next);
            if (!table.values().containsValue(next)) {
                unnamed.add(field.getName());
            }
        }
        assertEquals(Set.of(), unnamed, "fields of TcpCounters that no line of TcpCounterList names");
        assertEquals(next - 1000, table.values().size());
        assertTrue(table.values().keySet().stream().allMatch(name -> name.matches("(Tcp|TcpExt|Longshore)[A-Z]\\w+")));
    }
}
