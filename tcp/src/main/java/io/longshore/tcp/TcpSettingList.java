package io.longshore.tcp;

import io.longshore.sysctl.Setting;
import java.util.ArrayList;
import java.util.List;

/// The settings' names, units, ranges and sentences, mechanism by mechanism; a test says which field of [TcpSettings]
/// has none. Linux's names and units where Linux has the setting; otherwise `longshore.…`.
public final class TcpSettingList {

    private static final long SECOND = 1_000_000_000L;
    private static final long MILLISECOND = 1_000_000L;
    private static final long MICROSECOND = 1_000L;
    private static final long MOST = Integer.MAX_VALUE;

    private final List<Setting<TcpSettings>> all = new ArrayList<>();

    private TcpSettingList() {
        options();
        opening();
        reuse();
        fastOpen();
        recovery();
        lossRecovery();
        congestion();
        windows();
        memory();
        pathMtu();
        keepAlive();
        endings();
        attacks();
    }

    /// All of them.
    public static List<Setting<TcpSettings>> all() {
        return List.copyOf(new TcpSettingList().all);
    }

    private Setting<TcpSettings> add(String name, String sentence) {
        Setting<TcpSettings> setting = Setting.named(name, sentence);
        all.add(setting);
        return setting;
    }

    private static long bit(boolean value) {
        return value ? 1 : 0;
    }

    private void options() {
        add("net.ipv4.tcp_window_scaling", "Offer and accept window scaling (RFC 7323 2).")
                .toggle(s -> bit(s.windowScaling), (s, v) -> s.windowScaling = v != 0);
        add("net.ipv4.tcp_timestamps", "Offer and accept timestamps (RFC 7323 3).")
                .toggle(s -> bit(s.timestamps), (s, v) -> s.timestamps = v != 0);
        add("net.ipv4.tcp_sack", "Offer and accept selective acknowledgments (RFC 2018).")
                .toggle(s -> bit(s.sack), (s, v) -> s.sack = v != 0);
    }

    private void opening() {
        add("net.ipv4.tcp_syn_retries", "How often a SYN is sent again before connecting fails.")
                .number(s -> s.synRetries, (s, v) -> s.synRetries = (int) v, 1, 127);
        add("net.ipv4.tcp_syn_linear_timeouts",
                "How many of them follow after a second each, before the backoff begins.")
                .number(s -> s.synLinearTimeouts, (s, v) -> s.synLinearTimeouts = (int) v, 0, 127);
        add("net.ipv4.tcp_synack_retries",
                "How often a SYN-ACK is sent again before a half-open connection is dropped.")
                .number(s -> s.synAckRetries, (s, v) -> s.synAckRetries = (int) v, 0, 127);
        add("net.ipv4.tcp_max_syn_backlog", "Half-open connections that one listener may have, whatever its backlog.")
                .number(s -> s.maxHalfOpen, (s, v) -> s.maxHalfOpen = (int) v, 1, 1 << 20);
        add("net.core.somaxconn", "Longest backlog that listening may ask for.")
                .number(s -> s.maxBacklog, (s, v) -> s.maxBacklog = (int) v, 0, 4096);
        add("net.ipv4.tcp_syncookies", "SYN cookies: 0 never, 1 where too many are half-open, 2 always.")
                .number(s -> s.synCookies, (s, v) -> s.synCookies = (int) v, 0, 2);
        add("net.ipv4.tcp_abort_on_overflow", "Reset who completes a handshake while the accept queue is full.")
                .toggle(s -> bit(s.abortOnOverflow), (s, v) -> s.abortOnOverflow = v != 0);
    }

    private void reuse() {
        add("net.ipv4.tcp_rfc1337", "Resets do not end TIME-WAIT (RFC 1337).")
                .toggle(s -> bit(s.rfc1337), (s, v) -> s.rfc1337 = v != 0);
        add("net.ipv4.tcp_tw_reuse", "Connecting takes the place of TIME-WAIT: 0 no, 1 yes, 2 on loopback only.")
                .number(s -> s.twReuse, (s, v) -> s.twReuse = (int) v, 0, 2);
        add("net.ipv4.tcp_tw_reuse_delay", "How long a connection in TIME-WAIT has been quiet before that.")
                .number(s -> s.twReuseDelay, (s, v) -> s.twReuseDelay = v, 1, 60_000).unit("ms", MILLISECOND);
    }

    private void fastOpen() {
        add("net.ipv4.tcp_fastopen", "Fast Open: 1 client, 2 server, 4 and 0x200 without cookie, 0x400 all listeners.")
                .number(s -> s.fastOpen, (s, v) -> s.fastOpen = (int) v, 0, MOST);
        add("net.ipv4.tcp_fastopen_blackhole_timeout_sec", "How long Fast Open rests after a path swallowed it.")
                .number(s -> s.fastOpenBlackhole, (s, v) -> s.fastOpenBlackhole = v, 0, MOST).unit("s", SECOND);
        add("net.ipv4.tcp_fastopen_key", "The keys of Fast Open's cookies: the present one, or it and the one before.")
                .text(s -> s.fastOpenKeys.show(), (s, text) -> s.fastOpenKeys.take(text));
    }

    private void recovery() {
        add("net.ipv4.tcp_retries1",
                "Timeouts in a row after which the path is thought to be at fault (R1 of RFC 9293 3.8.3).")
                .number(s -> s.suspiciousRetries, (s, v) -> s.suspiciousRetries = (int) v, 0, 255);
        add("net.ipv4.tcp_retries2", "Timeouts in a row after which a connection is given up (R2 of RFC 9293 3.8.3).")
                .number(s -> s.retries, (s, v) -> s.retries = (int) v, 1, 255);
        add("net.ipv4.tcp_rto_max_ms", "Longest retransmission timeout of connections opened from now on.")
                .number(s -> s.rtoMax, (s, v) -> s.rtoMax = v, 1_000, 120_000).unit("ms", MILLISECOND);
        add("net.ipv4.tcp_rto_min_us", "Least variation in retransmission timeouts of connections opened from now on.")
                .number(s -> s.rtoMin, (s, v) -> s.rtoMin = v, 1, Integer.MAX_VALUE).unit("us", MICROSECOND);
        add("net.ipv4.tcp_orphan_retries", "The same for a connection that no application holds any more; 0 means 8.")
                .number(s -> s.orphanRetries, (s, v) -> s.orphanRetries = (int) v, 0, 255);
    }

    private void lossRecovery() {
        add("net.ipv4.tcp_dsack", "Report segments that arrive twice (RFC 2883).")
                .toggle(s -> bit(s.dsack), (s, v) -> s.dsack = v != 0);
        add("net.ipv4.tcp_recovery",
                "Bits: 1 RACK (RFC 8985), 2 its window does not adapt, 4 no DupThresh before reordering is seen.")
                .number(s -> s.recovery, (s, v) -> s.recovery = (int) v, 0, 7);
        add("net.ipv4.tcp_early_retrans", "3 or 4: tail loss probes (RFC 8985 7); 0: none.")
                .number(s -> s.earlyRetrans, (s, v) -> s.earlyRetrans = (int) v, 0, 4);
        add("net.ipv4.tcp_frto", "Find out spurious timeouts (F-RTO, RFC 5682); 0: do not.")
                .number(s -> s.frto, (s, v) -> s.frto = (int) v, 0, 2);
        add("net.ipv4.tcp_reordering", "DupThresh that a connection begins with.")
                .number(s -> s.reordering, (s, v) -> s.reordering = (int) v, 1, 300).unit("segments");
        add("net.ipv4.tcp_max_reordering", "Largest DupThresh that reordering may lead to.")
                .number(s -> s.maxReordering, (s, v) -> s.maxReordering = (int) v, 1, 1 << 16).unit("segments");
    }

    private void congestion() {
        add("net.ipv4.tcp_congestion_control", "The congestion control of new connections.")
                .word(s -> CongestionControl.numberOf(s.congestionControl) - 1,
                        (s, v) -> s.congestionControl = CongestionControl.numbered((int) v + 1), "reno", "cubic",
                        "bbr");
        add("longshore.pacing", "Pace all connections, not only those whose congestion control or owner wants it.")
                .toggle(s -> bit(s.pacing), (s, v) -> s.pacing = v != 0);
        add("net.ipv4.tcp_pacing_ss_ratio", "Pacing rate in slow start, by the rate that cwnd and RTT make.")
                .number(s -> s.pacingSlowStartRatio, (s, v) -> s.pacingSlowStartRatio = (int) v, 0, 1000).unit("%");
        add("net.ipv4.tcp_pacing_ca_ratio", "The same in congestion avoidance.")
                .number(s -> s.pacingAvoidanceRatio, (s, v) -> s.pacingAvoidanceRatio = (int) v, 0, 1000).unit("%");
        add("net.ipv4.tcp_min_tso_segs", "Segments of a super-segment at least, however slow the pace.")
                .number(s -> s.minTsoSegments, (s, v) -> s.minTsoSegments = (int) v, 1, 255);
        add("net.ipv4.tcp_ecn", "ECN by who opens, peer/we: 0 no/no, 1 RFC 3168/RFC 3168, 2 RFC 3168/no,"
                + " 3 RFC 9768/RFC 9768, 4 RFC 9768/RFC 3168, 5 RFC 9768/no.")
                .number(s -> s.ecn, (s, v) -> s.ecn = (int) v, 0, 5);
        add("net.ipv4.tcp_ecn_fallback", "Give ECN up where the path seems not to let it through (RFC 3168 6.1.1.1).")
                .toggle(s -> bit(s.ecnFallback), (s, v) -> s.ecnFallback = v != 0);
        add("net.ipv4.tcp_ecn_option", "Accurate ECN's option: 0 never, 1 as seldom as RFC 9768 allows, 2 always,"
                + " 3 even where it seems to be lost.")
                .number(s -> s.ecnOption, (s, v) -> s.ecnOption = (int) v, 0, 3);
        add("net.ipv4.tcp_ecn_option_beacon", "How often in a round-trip time, where tcp_ecn_option is 1.")
                .number(s -> s.ecnOptionBeacon, (s, v) -> s.ecnOptionBeacon = (int) v, 0, 100);
        add("net.ipv4.tcp_slow_start_after_idle", "Whether cwnd decays while it is not used (RFC 2861, RFC 5681 4.1).")
                .toggle(s -> bit(s.slowStartAfterIdle), (s, v) -> s.slowStartAfterIdle = v != 0);
    }

    private void windows() {
        add("net.ipv4.tcp_rmem", "Smallest, first and largest receive buffer; the largest decides our windows' shift.")
                .number(s -> s.receiveBufferLeast, (s, v) -> s.receiveBufferLeast = (int) v, 1, MOST)
                .number(s -> s.receiveBuffer, (s, v) -> s.receiveBuffer = (int) v, 1, MOST)
                .number(s -> s.receiveBufferMost, (s, v) -> s.receiveBufferMost = (int) v, 1, 1 << 30).unit("bytes");
        add("net.core.rmem_max", "Largest SO_RCVBUF, before it is doubled.")
                .number(s -> s.receiveBufferLimit, (s, v) -> s.receiveBufferLimit = (int) v, 2304, 1 << 29)
                .unit("bytes");
        add("net.ipv4.tcp_shrink_window", "Offer less than before where the buffer has less (RFC 7323 2.4).")
                .toggle(s -> bit(s.shrinkWindow), (s, v) -> s.shrinkWindow = v != 0);
        add("net.ipv4.tcp_moderate_rcvbuf", "Let receive buffers follow what the application reads.")
                .toggle(s -> bit(s.moderateReceiveBuffer), (s, v) -> s.moderateReceiveBuffer = v != 0);
        add("net.ipv4.tcp_rcvbuf_low_rtt", "Round trip below which receive buffers grow gently.")
                .number(s -> s.receiveLowRtt, (s, v) -> s.receiveLowRtt = v, 1, MOST).unit("us", MICROSECOND);
        add("net.ipv4.tcp_wmem", "Smallest, first and largest send buffer.")
                .number(s -> s.sendBufferLeast, (s, v) -> s.sendBufferLeast = (int) v, 1, MOST)
                .number(s -> s.sendBuffer, (s, v) -> s.sendBuffer = (int) v, 1, MOST)
                .number(s -> s.sendBufferMost, (s, v) -> s.sendBufferMost = (int) v, 1, 1 << 30).unit("bytes");
        add("net.core.wmem_max", "Largest SO_SNDBUF, before it is doubled.")
                .number(s -> s.sendBufferLimit, (s, v) -> s.sendBufferLimit = (int) v, 4608, 1 << 29).unit("bytes");
        add("net.ipv4.tcp_notsent_lowat", "Text that may have been written and not yet sent.")
                .number(s -> s.unsentLowWater, (s, v) -> s.unsentLowWater = v, 1, 0xFFFF_FFFFL).unit("bytes");
        add("net.ipv4.tcp_pingpong_thresh", "Answers in a row until acknowledgments are left for them to carry.")
                .number(s -> s.pingpongThreshold, (s, v) -> s.pingpongThreshold = (int) v, 1, 255);
        add("longshore.tcp_receive_capacity", "Largest receive ring.")
                .number(s -> s.maxReceiveCapacity, (s, v) -> s.maxReceiveCapacity = (int) v, 1 << 12, 1 << 30)
                .unit("bytes").onlyAtStart();
        add("longshore.tcp_delack_min", "How long an acknowledgment may be delayed (RFC 9293 3.8.6.3).")
                .number(s -> s.delayedAck, (s, v) -> s.delayedAck = v, 0, 500).unit("ms", MILLISECOND);
    }

    private void memory() {
        add("net.ipv4.tcp_mem", "Text in rings: below the first all is well, above the second windows do not grow, "
                + "above the third nobody new is let in.")
                .number(s -> s.memoryLow, (s, v) -> s.memoryLow = (int) v, 1, MOST)
                .number(s -> s.memoryPressure, (s, v) -> s.memoryPressure = (int) v, 1, MOST)
                .number(s -> s.memoryHigh, (s, v) -> s.memoryHigh = (int) v, 1, MOST).unit("pages");
        add("longshore.tcp_mem_per_attachment", "The same for what one application's rings hold.")
                .number(s -> s.attachmentLow, (s, v) -> s.attachmentLow = (int) v, 1, MOST)
                .number(s -> s.attachmentPressure, (s, v) -> s.attachmentPressure = (int) v, 1, MOST)
                .number(s -> s.attachmentHigh, (s, v) -> s.attachmentHigh = (int) v, 1, MOST).unit("pages");
    }

    private void pathMtu() {
        add("net.ipv4.tcp_min_snd_mss", "No peer and no path makes our segments smaller (CVE-2019-11479).")
                .number(s -> s.leastSendMss, (s, v) -> s.leastSendMss = (int) v, 48, 65_535).unit("bytes");
        add("net.ipv4.tcp_mtu_probing", "Search for the path's MTU (RFC 4821): 1 past a black hole, 2 always.")
                .number(s -> s.mtuProbing, (s, v) -> s.mtuProbing = (int) v, 0, 2);
        add("net.ipv4.tcp_base_mss", "What that search begins with.")
                .number(s -> s.baseMss, (s, v) -> s.baseMss = (int) v, 48, 65_535).unit("bytes");
        add("net.ipv4.tcp_mtu_probe_floor", "What that search does not go below.")
                .number(s -> s.mtuProbeFloor, (s, v) -> s.mtuProbeFloor = (int) v, 48, 65_535).unit("bytes");
        add("net.ipv4.tcp_probe_interval", "When that search begins anew.")
                .number(s -> s.probeInterval, (s, v) -> s.probeInterval = v, 1, MOST).unit("s", SECOND);
        add("net.ipv4.tcp_probe_threshold", "How narrow a range is not searched any more.")
                .number(s -> s.probeThreshold, (s, v) -> s.probeThreshold = (int) v, 1, 65_535).unit("bytes");
    }

    private void keepAlive() {
        add("net.ipv4.tcp_keepalive_time", "Idle time before the first keep-alive probe (RFC 9293 3.8.4).")
                .number(s -> s.keepAliveIdle, (s, v) -> s.keepAliveIdle = v, 1, MOST).unit("s", SECOND);
        add("net.ipv4.tcp_keepalive_intvl", "Time between keep-alive probes that nobody answers.")
                .number(s -> s.keepAliveInterval, (s, v) -> s.keepAliveInterval = v, 1, MOST).unit("s", SECOND);
        add("net.ipv4.tcp_keepalive_probes", "Unanswered keep-alive probes after which a connection is given up.")
                .number(s -> s.keepAliveProbes, (s, v) -> s.keepAliveProbes = (int) v, 1, 255);
    }

    private void endings() {
        add("net.ipv4.tcp_fin_timeout", "How long an orphan waits in FIN-WAIT-2 for its peer's FIN.")
                .number(s -> s.finTimeout, (s, v) -> s.finTimeout = v, 0, 120).unit("s", SECOND);
        add("net.ipv4.tcp_max_orphans", "Connections that no application holds; more are reset.")
                .number(s -> s.maxOrphans, (s, v) -> s.maxOrphans = (int) v, 0, MOST);
        add("net.ipv4.tcp_max_tw_buckets", "Connections in TIME-WAIT; more end at once.")
                .number(s -> s.maxTimeWait, (s, v) -> s.maxTimeWait = (int) v, 0, MOST);
        add("longshore.tcp_timewait_len", "How long TIME-WAIT lasts: twice the maximum segment lifetime.")
                .number(s -> s.timeWait, (s, v) -> s.timeWait = v, 1, 600).unit("s", SECOND);
        add("longshore.tcp_orphan_patience", "How long an orphan is kept whose peer takes less than 64 KiB then.")
                .number(s -> s.orphanPatience, (s, v) -> s.orphanPatience = v, 1, MOST).unit("s", SECOND);
    }

    private void attacks() {
        add("longshore.log2_timer_tick", "A timer fires at most 2 to the power of so many nanoseconds late.")
                .number(s -> s.log2TimerTick, (s, v) -> s.log2TimerTick = (int) v, 10, 24).onlyAtStart();
        add("net.ipv4.tcp_challenge_ack_limit", "Challenge acknowledgments a second, randomised by half (RFC 5961 7).")
                .number(s -> s.challengeAckLimit, (s, v) -> s.challengeAckLimit = (int) v, 0, MOST);
        add("net.ipv4.tcp_invalid_ratelimit", "Least time between answers to segments that are out of the window.")
                .number(s -> s.invalidInterval, (s, v) -> s.invalidInterval = v, 0, MOST).unit("ms", MILLISECOND);
        add("longshore.tcp_max_half_open_per_source", "Half-open connections from one source; more get cookies.")
                .number(s -> s.maxHalfOpenPerSource, (s, v) -> s.maxHalfOpenPerSource = (int) v, 0, MOST);
        add("longshore.tcp_source_share", "What one source may hold of records and memory, by what is free; 0: all.")
                .number(s -> s.sourceShare, (s, v) -> s.sourceShare = (int) v, 0, 10_000).unit("%");
        add("longshore.tcp_max_connections_per_source", "Connections from one source; 0 for no limit.")
                .number(s -> s.maxConnectionsPerSource, (s, v) -> s.maxConnectionsPerSource = (int) v, 0, MOST);
    }
}
