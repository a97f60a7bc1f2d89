package io.longshore.tcp;

/// What can be set about TCP, with the names (in the comments) and the defaults of Linux. Set before use.
public final class TcpSettings {

    private static final long SECOND = 1_000_000_000L;

    /// Largest IP packet of the link, bytes.
    public int mtu = 1500;
    /// Largest super-segment that the link takes, bytes of payload; 0 if it takes none.
    public int maxSuperSegment;
    /// tcp_window_scaling.
    public boolean windowScaling = true;
    /// tcp_timestamps.
    public boolean timestamps = true;
    /// tcp_sack.
    public boolean sack = true;
    /// tcp_dsack.
    public boolean dsack = true;
    /// tcp_recovery: bits of [Rack].
    public int recovery = 1;
    /// tcp_early_retrans: 3 and 4 for tail loss probes.
    public int earlyRetrans = 3;
    /// tcp_frto: 0 for none.
    public int frto = 2;
    /// tcp_reordering: DupThresh to begin with, segments.
    public int reordering = 3;
    /// tcp_max_reordering.
    public int maxReordering = 300;
    /// tcp_congestion_control.
    public CongestionControl congestionControl = CongestionControl.CUBIC;
    /// Whether all connections are paced, not only those whose congestion control or application wants it.
    public boolean pacing;
    /// tcp_pacing_ss_ratio, per cent.
    public int pacingSlowStartRatio = 200;
    /// tcp_pacing_ca_ratio, per cent.
    public int pacingAvoidanceRatio = 120;
    /// tcp_min_tso_segs: a super-segment is not shorter for the sake of pacing.
    public int minTsoSegments = 2;
    /// tcp_ecn: 0 never, 1 RFC 3168 always, 2 where the peer asks; 3 Accurate ECN (RFC 9768) always, 4 where the peer
    /// asks and RFC 3168 where we open, 5 only where the peer asks.
    public int ecn = 2;
    /// tcp_ecn_fallback: a SYN that is sent again does not ask (RFC 3168, 6.1.1.1).
    public boolean ecnFallback = true;
    /// tcp_ecn_option: Accurate ECN's option 0 never, 1 as seldom as allowed, 2 always, 3 even where it seems to be
    /// lost.
    public int ecnOption = 2;
    /// tcp_ecn_option_beacon: how often in a round-trip time at least, where tcp_ecn_option is 1.
    public int ecnOptionBeacon = 3;
    /// tcp_slow_start_after_idle.
    public boolean slowStartAfterIdle = true;
    /// Largest receive ring the stack may give, bytes.
    public int maxReceiveCapacity = 6 << 20;
    /// tcp_rmem: smallest, first and largest receive buffer, bytes, overhead included. The largest decides the shift of
    /// our windows.
    public int receiveBufferLeast = 4096;
    public int receiveBuffer = 131_072;
    public int receiveBufferMost = 6 << 20;
    /// rmem_max: largest SO_RCVBUF, before it is doubled.
    public int receiveBufferLimit = 4 << 20;
    /// tcp_shrink_window: a window that was offered may be taken back where memory is short.
    public boolean shrinkWindow;
    /// tcp_moderate_rcvbuf: the receive buffer follows what is read.
    public boolean moderateReceiveBuffer = true;
    /// tcp_rcvbuf_low_rtt: below this round trip the receive buffer grows gently.
    public long receiveLowRtt = SECOND / 1000;
    /// tcp_wmem: smallest, first and largest send buffer, bytes.
    public int sendBufferLeast = 4096;
    public int sendBuffer = 16_384;
    public int sendBufferMost = 4 << 20;
    /// wmem_max: largest SO_SNDBUF, before it is doubled.
    public int sendBufferLimit = 4 << 20;
    /// tcp_notsent_lowat: text that the application may have written and that has not been sent.
    public long unsentLowWater = 0xFFFF_FFFFL;
    /// tcp_mem, pages of 4096 bytes: below the first all is well, above the second windows do not grow, above the third
    /// nobody new is let in.
    public int memoryLow = 98_304;
    public int memoryPressure = 131_072;
    public int memoryHigh = 196_608;
    /// The same for what one attachment holds: half of it.
    public int attachmentLow = 49_152;
    public int attachmentPressure = 65_536;
    public int attachmentHigh = 98_304;
    /// tcp_min_snd_mss: no peer and no path makes our segments smaller.
    public int leastSendMss = 48;
    /// tcp_mtu_probing: 0 never, 1 where a black hole is suspected, 2 always (RFC 4821).
    public int mtuProbing;
    /// tcp_base_mss: what such a search begins with.
    public int baseMss = 1024;
    /// tcp_mtu_probe_floor: what it does not go below.
    public int mtuProbeFloor = 48;
    /// tcp_probe_interval: when it begins anew.
    public long probeInterval = 600 * SECOND;
    /// tcp_probe_threshold: how narrow a range is not searched any more, bytes.
    public int probeThreshold = 8;
    /// tcp_pingpong_thresh: answers in a row until acknowledgments are left to answers.
    public int pingpongThreshold = 1;
    /// tcp_syn_retries.
    public int synRetries = 6;
    /// tcp_syn_linear_timeouts: SYNs that are sent again a second after the one before. Linux has 4; RFC 6298 (5.5)
    /// wants none.
    public int synLinearTimeouts = 4;
    /// tcp_synack_retries.
    public int synAckRetries = 5;
    /// tcp_retries1: timeouts in a row before the path is thought to be at fault (R1 of RFC 9293 3.8.3).
    public int suspiciousRetries = 3;
    /// tcp_retries2: timeouts in a row before the connection is given up (R2 of RFC 9293 3.8.3).
    public int retries = 15;
    /// tcp_rto_max_ms: the longest retransmission timeout, of connections opened from now on.
    public long rtoMax = 120 * SECOND;
    /// tcp_rto_min_us.
    public long rtoMin = SECOND / 5;
    /// tcp_orphan_retries: the same where no application holds the connection; 0 means 8.
    public int orphanRetries;
    /// tcp_max_orphans.
    public int maxOrphans = 4096;
    /// tcp_max_tw_buckets.
    public int maxTimeWait = 65536;
    /// tcp_keepalive_time.
    public long keepAliveIdle = 7200 * SECOND;
    /// tcp_keepalive_intvl.
    public long keepAliveInterval = 75 * SECOND;
    /// tcp_keepalive_probes.
    public int keepAliveProbes = 9;
    /// tcp_fin_timeout: FIN-WAIT-2 of an orphan.
    public long finTimeout = 60 * SECOND;
    /// How long an orphan is kept whose peer answers and takes little: see [Orphans].
    public long orphanPatience = 300 * SECOND;
    /// TIME-WAIT: twice the maximum segment lifetime (RFC 9293 3.4.2 has 4 minutes, Linux 1).
    public long timeWait = 60 * SECOND;
    /// TCP_DELACK_MIN.
    public long delayedAck = SECOND / 25;
    /// tcp_max_syn_backlog: half-open connections of one listener, whatever its backlog.
    public int maxHalfOpen = 4096;
    /// net.core.somaxconn: the longest backlog.
    public int maxBacklog = 4096;
    /// tcp_syncookies: 0 never, 1 where the queue of half-open connections is full, 2 always.
    public int synCookies = 1;
    /// tcp_abort_on_overflow: reset who completes a handshake when the accept queue is full.
    public boolean abortOnOverflow;
    /// Half-open connections from one source (an IPv4 address, an IPv6 /64), further ones get cookies; 0: no limit.
    public int maxHalfOpenPerSource = 256;
    /// Connections from one source; 0 for no limit.
    public int maxConnectionsPerSource;
    /// What one source may hold of records and memory, in per cent of what is free; 0: all.
    public int sourceShare = 100;
    /// tcp_challenge_ack_limit: per second, randomised by half.
    public int challengeAckLimit = 1000;
    /// tcp_rfc1337: resets do not end TIME-WAIT.
    public boolean rfc1337;
    /// tcp_tw_reuse: whether connecting may take the place of a connection in TIME-WAIT: 0 no, 1 yes, 2 on loopback.
    public int twReuse = 2;
    /// tcp_tw_reuse_delay: how long it has to have been quiet.
    public long twReuseDelay = SECOND;
    /// tcp_fastopen: 1 client, 2 server, 4 client without cookie, 0x200 server without cookie, 0x400 every listener.
    public int fastOpen;
    /// tcp_fastopen_blackhole_timeout_sec: how long Fast Open is not tried after a path has swallowed it; 0: it always
    /// is.
    public long fastOpenBlackhole;
    /// tcp_fastopen_key.
    public final FastOpenKeys fastOpenKeys = new FastOpenKeys();
    /// Logarithm of a tick of the shard's timer wheel, nanoseconds: a timer is at most so late.
    public int log2TimerTick = 16;
    /// tcp_invalid_ratelimit: at most one answer to segments out of window in this time, per connection.
    public long invalidInterval = SECOND / 2;
}
