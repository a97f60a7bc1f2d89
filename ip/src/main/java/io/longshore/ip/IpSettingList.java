package io.longshore.ip;

import io.longshore.sysctl.Counter;
import io.longshore.sysctl.Setting;
import java.util.ArrayList;
import java.util.List;

/// The settings' names, units, ranges and sentences; a test says which field of [IpSettings] has none. Linux's names
/// and units where Linux has the setting; otherwise `longshore.…`.
public final class IpSettingList {

    private static final long MILLISECOND = 1_000_000L;
    private static final long SECOND = 1_000_000_000L;
    private static final long MOST_SECONDS = 86_400;
    private static final long MOST_MILLIS = 3_600_000;

    private final List<Setting<IpSettings>> all = new ArrayList<>();

    private IpSettingList() {
        packets();
        fragments();
        icmp();
        neighbours();
        autoconfiguration();
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
        add("net.ipv4.ip_default_ttl", "Time to live of IPv4 packets that we send.")
                .number(s -> s.defaultTtl, (s, v) -> s.defaultTtl = (int) v, 1, 255);
        add("net.ipv6.conf.all.hop_limit", "Hop limit of IPv6 packets that we send, where no router advertises one.")
                .number(s -> s.hopLimit, (s, v) -> s.hopLimit = (int) v, 1, 255);
        add("net.ipv4.route.min_pmtu", "The smallest IPv4 path MTU that a router is believed.")
                .number(s -> s.minPathMtu, (s, v) -> s.minPathMtu = (int) v, 68, 1500).unit("bytes");
        add("net.ipv4.route.mtu_expires", "When the MTU of a path, of either family, is forgotten.")
                .number(s -> s.pathMtuExpires, (s, v) -> s.pathMtuExpires = v, 1, MOST_SECONDS).unit("s", SECOND);
    }

    private void fragments() {
        add("net.ipv4.ipfrag_high_thresh", "Memory for IPv4 fragments; a datagram counts 64 KiB, and 64 are the most.")
                .number(s -> s.fragmentHighThreshold, (s, v) -> s.fragmentHighThreshold = v, 0, 4 << 20).unit("bytes");
        add("net.ipv4.ipfrag_time", "How long an IPv4 datagram waits for its fragments.")
                .number(s -> s.fragmentTime, (s, v) -> s.fragmentTime = v, 1, MOST_SECONDS).unit("s", SECOND);
        add("net.ipv6.ip6frag_high_thresh", "Memory for IPv6 fragments, the same as IPv4's.")
                .number(s -> s.fragmentHighThreshold6, (s, v) -> s.fragmentHighThreshold6 = v, 0, 4 << 20)
                .unit("bytes");
        add("net.ipv6.ip6frag_time", "How long an IPv6 datagram waits for its fragments.")
                .number(s -> s.fragmentTime6, (s, v) -> s.fragmentTime6 = v, 1, MOST_SECONDS).unit("s", SECOND);
    }

    private void icmp() {
        add("net.ipv4.icmp_echo_ignore_all", "Leave echo requests unanswered.")
                .toggle(s -> bit(s.echoIgnored), (s, v) -> s.echoIgnored = v != 0);
        add("net.ipv6.icmp.echo_ignore_all", "Leave IPv6 echo requests unanswered.")
                .toggle(s -> bit(s.echoIgnored6), (s, v) -> s.echoIgnored6 = v != 0);
        add("net.ipv6.icmp.echo_ignore_multicast", "Leave IPv6 echo requests to a group unanswered.")
                .toggle(s -> bit(s.echoMulticastIgnored6), (s, v) -> s.echoMulticastIgnored6 = v != 0);
        add("net.ipv4.icmp_msgs_per_sec", "ICMP errors of either family to all destinations together; 0 for no limit.")
                .number(s -> s.icmpMessagesPerSecond, (s, v) -> s.icmpMessagesPerSecond = (int) v, 0, 1_000_000);
        add("net.ipv4.icmp_msgs_burst", "ICMP errors that may be sent at once.")
                .number(s -> s.icmpBurst, (s, v) -> s.icmpBurst = (int) v, 1, 1_000_000);
        add("net.ipv4.icmp_ratelimit", "Least time between two ICMP errors to one destination, after the first six.")
                .number(s -> s.icmpInterval, (s, v) -> s.icmpInterval = v, 0, 60_000).unit("ms", MILLISECOND);
        add("net.ipv6.icmp.ratelimit", "Least time between two ICMPv6 errors to one destination, after the first six.")
                .number(s -> s.icmpInterval6, (s, v) -> s.icmpInterval6 = v, 0, 60_000).unit("ms", MILLISECOND);
    }

    private void neighbours() {
        add("net.ipv4.neigh.default.base_reachable_time_ms", "How long a neighbour is believed, on average.")
                .number(s -> s.baseReachable, (s, v) -> s.baseReachable = v, 1, MOST_MILLIS).unit("ms", MILLISECOND);
        add("net.ipv4.neigh.default.retrans_time_ms", "Between two questions for a neighbour.")
                .number(s -> s.retransmit, (s, v) -> s.retransmit = v, 1, MOST_MILLIS).unit("ms", MILLISECOND);
        add("net.ipv4.neigh.default.delay_first_probe_time", "Between a stale neighbour's use and its being asked.")
                .number(s -> s.delayFirstProbe, (s, v) -> s.delayFirstProbe = v, 0, 3600).unit("s", SECOND);
        add("net.ipv4.neigh.default.ucast_solicit", "How often a known neighbour is asked before it counts as gone.")
                .number(s -> s.unicastSolicitations, (s, v) -> s.unicastSolicitations = (int) v, 1, 100);
        add("net.ipv4.neigh.default.mcast_solicit", "How often an unknown neighbour is asked for.")
                .number(s -> s.multicastSolicitations, (s, v) -> s.multicastSolicitations = (int) v, 1, 100);
        add("net.ipv4.neigh.default.gc_thresh3", "Neighbours in the table, of both families.")
                .number(s -> s.neighbourThreshold, (s, v) -> s.neighbourThreshold = (int) v, 1, NeighbourTable.ENTRIES);
        add("longshore.neigh.solicitations_per_second", "Unknown neighbours that are asked for in a second, at most.")
                .number(s -> s.solicitationsPerSecond, (s, v) -> s.solicitationsPerSecond = (int) v, 1, 1_000_000);
    }

    private void autoconfiguration() {
        add("net.ipv6.conf.all.accept_ra", "Heed what routers advertise.")
                .toggle(s -> bit(s.acceptRa), (s, v) -> s.acceptRa = v != 0);
        add("net.ipv6.conf.all.autoconf", "Make addresses of prefixes that routers offer, where the interface may.")
                .toggle(s -> bit(s.autoconf), (s, v) -> s.autoconf = v != 0);
        add("net.ipv6.conf.all.accept_redirects", "Let the router in use send us another way.")
                .toggle(s -> bit(s.acceptRedirects), (s, v) -> s.acceptRedirects = v != 0);
        add("net.ipv6.conf.all.dad_transmits", "How often an address is asked for before it is ours.")
                .number(s -> s.dadTransmits, (s, v) -> s.dadTransmits = (int) v, 0, 10);
        add("net.ipv6.conf.all.router_solicitations", "How often routers are asked for at the start.")
                .number(s -> s.routerSolicitations, (s, v) -> s.routerSolicitations = (int) v, 0, 10);
    }
}
