package io.longshore.testing.conformance;

import io.longshore.channel.SlotLayout;
import java.util.Set;

/// SOL_SOCKET.
final class SocketLevelOptions implements SocketOptionCalls.Level {

    /// Options that change nothing of what TCP does: they are kept and told.
    private static final int SO_DEBUG = 1;
    private static final int SO_DONTROUTE = 5;
    private static final int SO_BROADCAST = 6;
    private static final int SO_NO_CHECK = 11;
    private static final int SO_PRIORITY = 12;
    private static final int SO_BSDCOMPAT = 14;
    private static final int SO_PASSCRED = 16;
    private static final int SO_TIMESTAMP = 29;
    private static final int SO_TIMESTAMPNS = 35;
    private static final int SO_MARK = 36;
    private static final int SO_BUSY_POLL = 46;
    private static final int SO_INCOMING_CPU = 49;
    private static final int SO_PASSSEC = 34;
    private static final int SO_RXQ_OVFL = 40;
    private static final int SO_WIFI_STATUS = 41;
    private static final int SO_SELECT_ERR_QUEUE = 45;
    private static final int SO_TIMESTAMP_NEW = 63;
    private static final int SO_TIMESTAMPNS_NEW = 64;
    private static final int SO_RCVTIMEO_NEW = 66;
    private static final int SO_SNDTIMEO_NEW = 67;
    private static final int SO_PREFER_BUSY_POLL = 69;
    private static final int SO_BUSY_POLL_BUDGET = 70;
    private static final int SO_TXREHASH = 74;
    private static final int SO_RCVMARK = 75;
    private static final Set<Integer> KEPT = Set.of(SO_DEBUG, SO_DONTROUTE, SO_BROADCAST, Linux.SO_OOBINLINE,
            SO_NO_CHECK, SO_PRIORITY, SO_BSDCOMPAT, SO_PASSCRED, SO_TIMESTAMP, SO_TIMESTAMPNS, SO_MARK, SO_BUSY_POLL,
            SO_INCOMING_CPU, SO_PASSSEC, SO_RXQ_OVFL, SO_WIFI_STATUS, SO_SELECT_ERR_QUEUE, SO_TIMESTAMP_NEW,
            SO_TIMESTAMPNS_NEW, SO_PREFER_BUSY_POLL, SO_BUSY_POLL_BUDGET, SO_TXREHASH, SO_RCVMARK);
    private static final int LINGER_BYTES = 8;
    private static final int TIMEVAL_BYTES = 16;
    private static final long UNLIMITED_INT = 0xFFFF_FFFFL;

    private final SteppedStack stack;

    SocketLevelOptions(SteppedStack stack) {
        this.stack = stack;
    }

    @Override
    public byte[] get(StackSocket socket, int option) {
        OptionValues options = socket.options;
        if (KEPT.contains(option)) {
            byte[] value = options.plain(key(option));
            return value == null ? OptionImage.of(0) : value;
        }
        return switch (option) {
            case Linux.SO_REUSEADDR -> OptionImage.of(options.has(SlotLayout.OPTION_REUSE_ADDRESS));
            case Linux.SO_REUSEPORT -> OptionImage.of(options.has(SlotLayout.OPTION_REUSE_PORT));
            case Linux.SO_KEEPALIVE -> OptionImage.of(options.has(SlotLayout.OPTION_KEEP_ALIVE));
            case Linux.SO_TYPE -> OptionImage.of(Linux.SOCK_STREAM);
            case Linux.SO_PROTOCOL -> OptionImage.of(Linux.IPPROTO_TCP);
            case Linux.SO_DOMAIN -> OptionImage.of(socket.isIpv6 ? Linux.AF_INET6 : Linux.AF_INET);
            case Linux.SO_ERROR -> OptionImage.of(socket.takeError());
            case Linux.SO_ACCEPTCONN -> OptionImage.of(socket.isListening());
            case Linux.SO_SNDBUF -> OptionImage.of(BufferLimits.send(socket));
            case Linux.SO_RCVBUF -> OptionImage.of(BufferLimits.receive(socket, stack));
            case Linux.SO_SNDLOWAT -> OptionImage.of(1);
            case Linux.SO_RCVLOWAT -> OptionImage.of(options.receiveLowWater());
            case Linux.SO_LINGER -> OptionImage.of(options.linger() < 0 ? 0 : 1, Math.max(0, options.linger()));
            case Linux.SO_RCVTIMEO, SO_RCVTIMEO_NEW -> OptionImage.ofMicros(options.receiveTimeoutMicros());
            case Linux.SO_SNDTIMEO, SO_SNDTIMEO_NEW -> OptionImage.ofMicros(options.sendTimeoutMicros());
            case Linux.SO_MAX_PACING_RATE -> OptionImage.ofLong(pacingRate(options));
            case Linux.SO_MEMINFO -> BufferLimits.memory(socket, stack);
            case Linux.SO_ZEROCOPY -> OptionImage.of(socket.reports.zeroCopies);
            case Linux.SO_TIMESTAMPING, Linux.SO_TIMESTAMPING_NEW -> OptionImage.of(socket.reports.flags(), 0);
            default -> null;
        };
    }

    private static long pacingRate(OptionValues options) {
        return options.maxPacingRate() == 0 ? -1 : options.maxPacingRate();
    }

    static long key(int option) {
        return (long) Linux.SOL_SOCKET << 32 | option;
    }

    @Override
    public int set(StackSocket socket, int option, byte[] value) {
        if (!OptionImage.isInt(value)) {
            return Linux.EINVAL;
        }
        OptionValues options = socket.options;
        int number = OptionImage.toInt(value);
        if (KEPT.contains(option)) {
            options.plain(key(option), OptionImage.of(number));
            return 0;
        }
        switch (option) {
            case Linux.SO_REUSEADDR -> options.bits(SlotLayout.OPTION_REUSE_ADDRESS, number != 0);
            case Linux.SO_REUSEPORT -> options.bits(SlotLayout.OPTION_REUSE_PORT, number != 0);
            case Linux.SO_KEEPALIVE -> options.bits(SlotLayout.OPTION_KEEP_ALIVE, number != 0);
            case Linux.SO_SNDBUF -> options.sendBuffer(number, BufferLimits.MOST);
            case Linux.SO_RCVBUF -> options.receiveBuffer(number, BufferLimits.MOST);
            case Linux.SO_SNDBUFFORCE -> options.sendBuffer(number, Integer.MAX_VALUE);
            case Linux.SO_RCVBUFFORCE -> options.receiveBuffer(number, Integer.MAX_VALUE);
            case Linux.SO_RCVLOWAT -> options.receiveLowWater(number);
            case Linux.SO_MAX_PACING_RATE -> setPacingRate(options, value);
            case Linux.SO_ZEROCOPY -> {
                socket.reports.zeroCopies = number == 1;
                return number < 0 || number > 1 ? Linux.EINVAL : 0;
            }
            case Linux.SO_TIMESTAMPING, Linux.SO_TIMESTAMPING_NEW -> {
                return socket.reports.stamp(socket, number);
            }
            case Linux.SO_LINGER -> {
                return setLinger(options, value);
            }
            case Linux.SO_RCVTIMEO, Linux.SO_SNDTIMEO, SO_RCVTIMEO_NEW, SO_SNDTIMEO_NEW -> {
                return setTimeout(options, option, value);
            }
            default -> {
                return Linux.ENOPROTOOPT;
            }
        }
        return 0;
    }

    private static void setPacingRate(OptionValues options, byte[] value) {
        long rate = OptionImage.toLong(value);
        boolean unlimited = rate < 0 || value.length < Long.BYTES && rate == UNLIMITED_INT;
        options.maxPacingRate(unlimited ? 0 : rate);
    }

    private static int setLinger(OptionValues options, byte[] value) {
        if (value.length < LINGER_BYTES) {
            return Linux.EINVAL;
        }
        boolean on = OptionImage.toInt(value) != 0;
        options.linger(on ? OptionImage.toInt(value, Integer.BYTES) & Integer.MAX_VALUE : -1);
        return 0;
    }

    private static int setTimeout(OptionValues options, int option, byte[] value) {
        if (value.length < TIMEVAL_BYTES) {
            return Linux.EINVAL;
        }
        long micros = OptionImage.toMicros(value);
        if (micros < 0) {
            return Linux.EDOM;
        }
        if (option == Linux.SO_RCVTIMEO || option == SO_RCVTIMEO_NEW) {
            options.receiveTimeout(micros);
        } else {
            options.sendTimeout(micros);
        }
        return 0;
    }
}
