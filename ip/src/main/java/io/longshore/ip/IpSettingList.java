package io.longshore.ip;

import io.longshore.sysctl.Counter;
import io.longshore.sysctl.Setting;
import java.util.ArrayList;
import java.util.List;

/// The settings' names, units, ranges and sentences; a test says which field of [IpSettings] has none. Linux's names
/// and units where Linux has the setting; otherwise `longshore.…`.
public final class IpSettingList {

    private final List<Setting<IpSettings>> all = new ArrayList<>();

    private IpSettingList() {
        packets();
        icmp();
    }

    /// All of them.
    public static List<Setting<IpSettings>> all() {
        return List.copyOf(new IpSettingList().all);
    }

    /// What is counted, under the names that [IpCounter] declares.
    public static List<Counter<IpCounters>> counters() {
        List<Counter<IpCounters>> counters = new ArrayList<>();
        for (IpCounter counter : IpCounter.values()) {
            counters.add(Counter.named(counter.nstatName(), c -> c.get(counter)));
        }
        return counters;
    }

    private Setting<IpSettings> add(String name, String sentence) {
        Setting<IpSettings> setting = Setting.named(name, sentence);
        all.add(setting);
        return setting;
    }

    private static long bit(boolean value) {
        return value ? 1 : 0;
    }

    private void packets() {
        add("net.ipv4.ip_default_ttl", "Time to live of packets that we send.")
                .number(s -> s.defaultTtl, (s, v) -> s.defaultTtl = (int) v, 1, 255);
    }

    private void icmp() {
        add("net.ipv4.icmp_echo_ignore_all", "Leave echo requests unanswered.")
                .toggle(s -> bit(s.echoIgnored), (s, v) -> s.echoIgnored = v != 0);
    }
}
