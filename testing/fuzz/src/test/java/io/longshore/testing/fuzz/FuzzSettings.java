package io.longshore.testing.fuzz;

import io.longshore.sysctl.SettingTable;

/// Settings that the input chooses, so that what is off by default is met too. Only values with which whoever comes
/// later can still be served.
final class FuzzSettings {

    private static final int MOST = 6;

    private static final String[][] CHOICES = {
        {"net.ipv4.tcp_ecn", "0", "1", "3", "4", "5"},
        {"net.ipv4.tcp_ecn_option", "0", "1", "3"},
        {"net.ipv4.tcp_ecn_option_beacon", "1", "100"},
        {"net.ipv4.tcp_timestamps", "0"},
        {"net.ipv4.tcp_sack", "0"},
        {"net.ipv4.tcp_window_scaling", "0"},
        {"net.ipv4.tcp_dsack", "0"},
        {"net.ipv4.tcp_congestion_control", "reno", "bbr"},
        {"longshore.pacing", "1"},
        {"net.ipv4.tcp_syncookies", "0", "2", "2"},
        {"net.ipv4.tcp_fastopen", "1", "3", "7", "1031", "1539"},
        {"net.ipv4.tcp_mtu_probing", "1", "2", "2"},
        {"net.ipv4.tcp_base_mss", "48", "512", "9000"},
        {"net.ipv4.tcp_probe_interval", "1"},
        {"net.ipv4.tcp_probe_threshold", "1", "500"},
        {"net.ipv4.tcp_recovery", "0", "3", "4", "7"},
        {"net.ipv4.tcp_early_retrans", "0", "4"},
        {"net.ipv4.tcp_frto", "0"},
        {"net.ipv4.tcp_reordering", "1", "300"},
        {"net.ipv4.tcp_slow_start_after_idle", "0"},
        {"net.ipv4.tcp_moderate_rcvbuf", "0"},
        {"net.ipv4.tcp_rmem", "4096 8192 16384", "4096 131072 67108864"},
        {"net.ipv4.tcp_wmem", "4096 4096 4096"},
        {"net.ipv4.tcp_mem", "1 2 196608"},
        {"longshore.tcp_mem_per_attachment", "1 2 196608"},
        {"net.ipv4.tcp_abort_on_overflow", "1"},
        {"net.ipv4.tcp_rfc1337", "1"},
        {"net.ipv4.tcp_tw_reuse", "0", "1"},
        {"net.ipv4.tcp_challenge_ack_limit", "1", "100000"},
        {"net.ipv4.tcp_invalid_ratelimit", "0"},
        {"net.ipv4.tcp_notsent_lowat", "4096", "16384"},
        {"net.ipv4.tcp_max_orphans", "0", "1"},
        {"net.ipv4.tcp_max_tw_buckets", "0", "1"},
        {"net.ipv4.tcp_retries2", "1", "3"},
        {"net.ipv4.tcp_syn_retries", "1"},
        {"net.ipv4.tcp_synack_retries", "1"},
        {"net.ipv4.tcp_orphan_retries", "1"},
        {"net.ipv4.tcp_fin_timeout", "0", "1"},
        {"net.ipv4.tcp_keepalive_time", "1"},
        {"net.ipv4.tcp_keepalive_probes", "1"},
        {"net.ipv4.tcp_pingpong_thresh", "3"},
        {"net.ipv4.tcp_rto_max_ms", "1000"},
        {"longshore.tcp_delack_min", "0", "500"},
        {"longshore.tcp_max_half_open_per_source", "1", "2"},
        {"longshore.tcp_max_connections_per_source", "1", "3"},
        {"longshore.tcp_timewait_len", "1"},
        {"longshore.tcp_orphan_patience", "1"},
    };

    private FuzzSettings() {
    }

    /// Sets a few, or none.
    static void draw(FuzzInput input, SettingTable table) {
        for (int i = input.choice(MOST + 1); i > 0; i--) {
            String[] row = CHOICES[input.choice(CHOICES.length)];
            String value = row[1 + input.choice(row.length - 1)];
            String complaint = table.apply(row[0], value, SettingTable.Occasion.START);
            WireFuzz.check(complaint == null, complaint);
        }
    }
}
