package io.longshore.stack;

import io.longshore.channel.SlotLayout;
import io.longshore.tcp.CongestionControl;
import io.longshore.tcp.SocketOptions;
import io.longshore.tcp.Tcb;
import io.longshore.tcp.UrgentText;

/// Takes over the options that a host has written in the registers of a slot, whatever they say within Linux's limits.
final class OptionRegisters {

    /// Linux's limits for TCP_KEEPIDLE, TCP_KEEPINTVL and TCP_KEEPCNT.
    private static final int MOST_SECONDS = 32_767;
    private static final int MOST_PROBES = 127;
    private static final int MOST_HOPS = 255;
    /// Linux's TCP_MIN_MSS: what is left beside options has to be something.
    private static final int LEAST_SEGMENT = 88;
    private static final int MOST_SEGMENT = 65_495;
    private static final int MOST_WINDOW = 1 << 30;
    /// The two lowest bits are ECN's (RFC 3168), not the application's.
    private static final int TRAFFIC_CLASS = 0xFC;
    private static final int MOST_KEYS = 2;
    private static final int LEAST_RTO_MILLIS = 1_000;
    private static final int MOST_RTO_MILLIS = 120_000;
    private static final int MOST_RTO_MIN = 200_000;

    private final Shard shard;
    private final SocketOptions options = new SocketOptions();

    OptionRegisters(Shard shard) {
        this.shard = shard;
    }

    /// Those of a slot that is about to listen or to connect. The host's release of its request orders them.
    static void read(ServerAttachment attachment, int slot, SocketOptions into) {
        int bits = attachment.get(slot, SlotLayout.OPTIONS);
        into.bits = bits(bits);
        into.noDelay = (bits & SlotLayout.OPTION_NO_DELAY) != 0;
        into.keepAlive = (bits & SlotLayout.OPTION_KEEP_ALIVE) != 0;
        into.keepIdle = clamp(attachment.get(slot, SlotLayout.KEEP_IDLE), MOST_SECONDS);
        into.keepInterval = clamp(attachment.get(slot, SlotLayout.KEEP_INTERVAL), MOST_SECONDS);
        into.keepCount = clamp(attachment.get(slot, SlotLayout.KEEP_COUNT), MOST_PROBES);
        into.linger = Math.max(-1, attachment.get(slot, SlotLayout.LINGER));
        into.trafficClass = attachment.get(slot, SlotLayout.TRAFFIC_CLASS) & TRAFFIC_CLASS;
        into.hopLimit = clamp(attachment.get(slot, SlotLayout.HOP_LIMIT), MOST_HOPS);
        into.receiveBuffer = clamp(attachment.get(slot, SlotLayout.RECEIVE_WISH), MOST_WINDOW);
        into.sendBuffer = clamp(attachment.get(slot, SlotLayout.SEND_WISH), MOST_WINDOW);
        int segment = clamp(attachment.get(slot, SlotLayout.MAX_SEGMENT), MOST_SEGMENT);
        into.maxSegment = segment == 0 ? 0 : Math.max(segment, LEAST_SEGMENT);
        into.windowClamp = clamp(attachment.get(slot, SlotLayout.WINDOW_CLAMP), MOST_WINDOW);
        into.unsentLowWater = Math.max(-1, attachment.get(slot, SlotLayout.UNSENT_LOW_WATER));
        into.synCount = clamp(attachment.get(slot, SlotLayout.SYN_COUNT), MOST_PROBES);
        into.finLinger = Math.max(-1, attachment.get(slot, SlotLayout.FIN_LINGER));
        into.deferAccept = clamp(attachment.get(slot, SlotLayout.DEFER_ACCEPT), MOST_SECONDS);
        into.userTimeout = Math.max(0, attachment.get(slot, SlotLayout.USER_TIMEOUT));
        into.congestion = clamp(attachment.get(slot, SlotLayout.CONGESTION), SlotLayout.CONGESTION_BBR);
        into.pathDiscovery = clamp(attachment.get(slot, SlotLayout.PATH_DISCOVERY), MOST_PROBES);
        into.maxPacingRate = Math.max(0, attachment.acquire(slot, SlotLayout.MAX_PACING_RATE));
        into.initialWindow = clamp(attachment.get(slot, SlotLayout.INITIAL_WINDOW), MOST_PROBES);
        into.rtoMax = longestTimeout(attachment.get(slot, SlotLayout.RTO_MAX));
        into.rtoMin = clamp(attachment.get(slot, SlotLayout.RTO_MIN), MOST_RTO_MIN);
        into.delayedAckMax = clamp(attachment.get(slot, SlotLayout.DELAYED_ACK_MAX), MOST_RTO_MIN);
        readFastOpen(attachment, slot, into);
    }

    private static void readFastOpen(ServerAttachment attachment, int slot, SocketOptions into) {
        into.fastOpenQueue = clamp(attachment.get(slot, SlotLayout.FAST_OPEN_QUEUE), MOST_WINDOW);
        into.fastOpenKeys = clamp(attachment.get(slot, SlotLayout.FAST_OPEN_KEYS), MOST_KEYS);
        for (int i = 0; i < into.fastOpenKey.length; i++) {
            into.fastOpenKey[i] = attachment.acquire(slot, SlotLayout.FAST_OPEN_KEY + i * Long.BYTES);
        }
    }

    private static int bits(int registered) {
        return bit(registered, SlotLayout.OPTION_CORK, SocketOptions.CORK)
                | bit(registered, SlotLayout.OPTION_MORE, SocketOptions.MORE)
                | bit(registered, SlotLayout.OPTION_FAST_OPEN, SocketOptions.FAST_OPEN)
                | bit(registered, SlotLayout.OPTION_FAST_OPEN_NO_COOKIE, SocketOptions.FAST_OPEN_NO_COOKIE)
                | bit(registered, SlotLayout.OPTION_QUICK_ACK, SocketOptions.QUICK_ACK)
                | bit(registered, SlotLayout.OPTION_SLOW_ACK, SocketOptions.SLOW_ACK)
                | bit(registered, SlotLayout.OPTION_ONLY_IPV6, SocketOptions.ONLY_IPV6)
                | bit(registered, SlotLayout.OPTION_REUSE_ADDRESS, SocketOptions.REUSE_ADDRESS)
                | bit(registered, SlotLayout.OPTION_RECORDS, SocketOptions.RECORDS);
    }

    private static int bit(int registered, int register, int option) {
        return (registered & register) != 0 ? option : 0;
    }

    /// The count before which all that [#read] reads was written. Pairs with the host's release of it.
    static int changes(ServerAttachment attachment, int slot) {
        return attachment.acquireInt(slot, SlotLayout.OPTION_CHANGES);
    }

    /// Those of a connection, if the host has changed any since the last look: until it does, an accepted connection
    /// has its listener's.
    void take(ServerAttachment attachment, int slot, Tcb tcb, long now) {
        int changes = changes(attachment, slot);
        if (changes == shard.connections.optionChanges[tcb.number()]) {
            return;
        }
        shard.connections.optionChanges[tcb.number()] = changes;
        boolean probed = tcb.has(Tcb.KEEP_ALIVE);
        int idle = tcb.keepIdle();
        int bits = SocketOptions.bits(tcb);
        read(attachment, slot, options);
        options.applyTo(tcb);
        shard.tcp.optionsChanged(tcb, bits);
        UrgentText.mark(tcb, attachment.acquire(slot, SlotLayout.URGENT_SENT));
        CongestionControl.follow(tcb, now);
        if (probed != options.keepAlive || probed && idle != options.keepIdle) {
            shard.tcp.timers.keepAliveChanged(tcb, now);
        }
    }

    /// A host must not make us send again and again at the pace of its choice: timeouts back off to a second at least.
    private static int longestTimeout(int millis) {
        return millis <= 0 ? 0 : Math.clamp(millis, LEAST_RTO_MILLIS, MOST_RTO_MILLIS);
    }

    private static int clamp(int value, int most) {
        return Math.max(0, Math.min(value, most));
    }
}
