package io.longshore.testing.conformance;

import io.longshore.channel.SlotLayout;
import io.longshore.tcp.Tcb;
import java.util.Set;

/// SOL_IP, and SOL_IPV6 by [#six].
final class IpLevelOptions implements SocketOptionCalls.Level {

    private static final int IP_RECVTTL = 12;
    private static final int IP_RECVTOS = 13;
    private static final int IP_FREEBIND = 15;
    private static final int IP_MINTTL = 21;
    private static final int IP_BIND_ADDRESS_NO_PORT = 24;
    private static final int IPV6_RECVHOPLIMIT = 51;
    private static final int IPV6_RECVTCLASS = 66;
    private static final int IPV6_AUTOFLOWLABEL = 70;
    private static final int IPV6_MINHOPCOUNT = 73;
    private static final Set<Integer> KEPT =
            Set.of(Linux.IP_RECVERR, IP_RECVTTL, IP_RECVTOS, IP_FREEBIND, IP_MINTTL, IP_BIND_ADDRESS_NO_PORT);
    private static final Set<Integer> KEPT_IPV6 =
            Set.of(Linux.IPV6_RECVERR, IPV6_RECVHOPLIMIT, IPV6_RECVTCLASS, IPV6_AUTOFLOWLABEL, IPV6_MINHOPCOUNT);
    private static final int DEFAULT_HOPS = 64;
    private static final int MOST_HOPS = 255;
    private static final int MOST_DISCOVERY = 5;
    private static final int DISCOVERY_WANT = 1;
    private static final int TRAFFIC_CLASS = 0xFF;
    private static final int IPV4_HEADERS = 40;
    private static final int IPV6_HEADERS = 60;

    private final SteppedStack stack;

    IpLevelOptions(SteppedStack stack) {
        this.stack = stack;
    }

    SocketOptionCalls.Level six() {
        return new Six();
    }

    @Override
    public byte[] get(StackSocket socket, int option) {
        OptionValues options = socket.options;
        if (KEPT.contains(option)) {
            byte[] value = options.plain(option);
            return value == null ? OptionImage.of(0) : value;
        }
        return switch (option) {
            case Linux.IP_TOS -> OptionImage.of(options.trafficClass());
            case Linux.IP_TTL -> OptionImage.of(hops(options));
            case Linux.IP_MTU_DISCOVER -> OptionImage.of(discovery(options));
            case Linux.IP_MTU -> mtu(socket);
            default -> null;
        };
    }

    private static int hops(OptionValues options) {
        int set = options.register(SlotLayout.HOP_LIMIT);
        return set == 0 ? DEFAULT_HOPS : set;
    }

    private static int discovery(OptionValues options) {
        int set = options.register(SlotLayout.PATH_DISCOVERY);
        return set == 0 ? DISCOVERY_WANT : set - 1;
    }

    /// The path's MTU, which only a connected socket has.
    private byte[] mtu(StackSocket socket) {
        Tcb tcb = socket.record();
        if (tcb == null) {
            return null;
        }
        return OptionImage.of(tcb.pathMss() + (tcb.isIpv4() ? IPV4_HEADERS : IPV6_HEADERS));
    }

    @Override
    public int set(StackSocket socket, int option, byte[] value) {
        OptionValues options = socket.options;
        // Linux takes a single byte, too.
        int number = value.length == 1 ? value[0] & TRAFFIC_CLASS : OptionImage.isInt(value)
                ? OptionImage.toInt(value) : -2;
        if (number == -2) {
            return Linux.EINVAL;
        }
        if (KEPT.contains(option)) {
            options.plain(option, OptionImage.of(number));
            return 0;
        }
        return switch (option) {
            case Linux.IP_TOS -> setTrafficClass(options, number);
            case Linux.IP_TTL -> number == 0 ? Linux.EINVAL : setHops(options, number);
            case Linux.IP_MTU_DISCOVER -> setDiscovery(options, number);
            default -> Linux.ENOPROTOOPT;
        };
    }

    private static int setTrafficClass(OptionValues options, int number) {
        // For a stream the two bits of ECN are TCP's.
        options.trafficClass(number == -1 ? 0 : number & TRAFFIC_CLASS & ~3);
        return 0;
    }

    private static int setHops(OptionValues options, int number) {
        if (number < -1 || number > MOST_HOPS) {
            return Linux.EINVAL;
        }
        options.register(SlotLayout.HOP_LIMIT, number == -1 ? 0 : number);
        return 0;
    }

    private static int setDiscovery(OptionValues options, int number) {
        if (number < 0 || number > MOST_DISCOVERY) {
            return Linux.EINVAL;
        }
        options.register(SlotLayout.PATH_DISCOVERY, number + 1);
        return 0;
    }

    /// SOL_IPV6.
    private final class Six implements SocketOptionCalls.Level {

        @Override
        public byte[] get(StackSocket socket, int option) {
            OptionValues options = socket.options;
            if (KEPT_IPV6.contains(option)) {
                byte[] value = options.plain(key(option));
                return value == null ? OptionImage.of(0) : value;
            }
            return switch (option) {
                case Linux.IPV6_TCLASS -> OptionImage.of(options.trafficClass());
                case Linux.IPV6_UNICAST_HOPS -> OptionImage.of(hops(options));
                case Linux.IPV6_MTU_DISCOVER -> OptionImage.of(discovery(options));
                case Linux.IPV6_MTU -> mtu(socket);
                case Linux.IPV6_V6ONLY -> OptionImage.of(options.has(SlotLayout.OPTION_ONLY_IPV6));
                default -> null;
            };
        }

        private static long key(int option) {
            return (long) Linux.SOL_IPV6 << 32 | option;
        }

        @Override
        public int set(StackSocket socket, int option, byte[] value) {
            if (!OptionImage.isInt(value)) {
                return Linux.EINVAL;
            }
            OptionValues options = socket.options;
            int number = OptionImage.toInt(value);
            if (KEPT_IPV6.contains(option)) {
                options.plain(key(option), OptionImage.of(number));
                return 0;
            }
            return switch (option) {
                case Linux.IPV6_TCLASS -> number < -1 || number > TRAFFIC_CLASS
                        ? Linux.EINVAL : setTrafficClass(options, number);
                case Linux.IPV6_UNICAST_HOPS -> setHops(options, number);
                case Linux.IPV6_MTU_DISCOVER -> setDiscovery(options, number);
                case Linux.IPV6_V6ONLY -> setOnly(socket, number);
                default -> Linux.ENOPROTOOPT;
            };
        }

        private static int setOnly(StackSocket socket, int number) {
            if (socket.isBound() || socket.slot != null) {
                return Linux.EINVAL;
            }
            socket.options.bits(SlotLayout.OPTION_ONLY_IPV6, number != 0);
            return 0;
        }
    }
}
