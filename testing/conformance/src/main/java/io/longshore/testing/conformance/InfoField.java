package io.longshore.testing.conformance;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

/// A field of Linux's `struct tcp_info` (x86-64), by its name without `tcpi_`.
record InfoField(int offset, int bytes) {

    /// TCP_INFO, and room for all of it.
    static final int OPTION = 11;
    static final int ROOM = 280;

    private static final Map<String, InfoField> FIELDS = Map.ofEntries(
            entry("state", 0, 1), entry("ca_state", 1, 1), entry("retransmits", 2, 1), entry("probes", 3, 1),
            entry("backoff", 4, 1), entry("options", 5, 1), entry("wscale", 6, 1), entry("rto", 8, 4),
            entry("ato", 12, 4),
            entry("snd_mss", 16, 4), entry("rcv_mss", 20, 4), entry("unacked", 24, 4), entry("sacked", 28, 4),
            entry("lost", 32, 4), entry("retrans", 36, 4), entry("last_data_sent", 44, 4),
            entry("last_data_recv", 52, 4),
            entry("last_ack_recv", 56, 4), entry("pmtu", 60, 4), entry("rcv_ssthresh", 64, 4), entry("rtt", 68, 4),
            entry("rttvar", 72, 4), entry("snd_ssthresh", 76, 4), entry("snd_cwnd", 80, 4), entry("advmss", 84, 4),
            entry("reordering", 88, 4), entry("total_retrans", 100, 4), entry("pacing_rate", 104, 8),
            entry("bytes_acked", 120, 8), entry("bytes_received", 128, 8), entry("segs_out", 136, 4),
            entry("segs_in", 140, 4), entry("notsent_bytes", 144, 4), entry("min_rtt", 148, 4),
            entry("data_segs_in", 152, 4), entry("data_segs_out", 156, 4), entry("delivery_rate", 160, 8),
            entry("busy_time", 168, 8), entry("rwnd_limited", 176, 8), entry("sndbuf_limited", 184, 8),
            entry("delivered", 192, 4), entry("delivered_ce", 196, 4), entry("bytes_sent", 200, 8),
            entry("bytes_retrans", 208, 8), entry("dsack_dups", 216, 4), entry("reord_seen", 220, 4),
            entry("rcv_ooopack", 224, 4), entry("snd_wnd", 228, 4), entry("rcv_wnd", 232, 4),
            entry("received_ce", 248, 4), entry("delivered_e1_bytes", 252, 4), entry("delivered_e0_bytes", 256, 4),
            entry("delivered_ce_bytes", 260, 4), entry("received_e1_bytes", 264, 4),
            entry("received_e0_bytes", 268, 4), entry("received_ce_bytes", 272, 4), entry("ecn_bits", 276, 1));

    private static Map.Entry<String, InfoField> entry(String name, int offset, int bytes) {
        return Map.entry(name, new InfoField(offset, bytes));
    }

    static InfoField of(String name) {
        InfoField field = FIELDS.get(name);
        if (field == null) {
            throw new ScriptFailure("TCP_INFO has no field " + name);
        }
        return field;
    }

    long value(byte[] info) {
        if (info.length < offset + bytes) {
            throw new ScriptFailure("TCP_INFO ends before the field, after " + info.length + " bytes");
        }
        ByteBuffer memory = ByteBuffer.wrap(info).order(ByteOrder.LITTLE_ENDIAN);
        return switch (bytes) {
            case 1 -> info[offset] & 0xFF;
            case 4 -> Integer.toUnsignedLong(memory.getInt(offset));
            default -> memory.getLong(offset);
        };
    }
}
