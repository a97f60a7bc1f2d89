package io.longshore.ip;

import io.longshore.wire.Icmpv6;
import io.longshore.wire.Ipv4;
import io.longshore.wire.Ipv6;
import io.longshore.wire.NetworkOrder;
import io.longshore.wire.TcpHeader;

/// Walks the extension headers of a received IPv6 packet (RFC 8200 section 4), within limits (RFC 8504 5.3): so many
/// headers, so many bytes of them, so many options in one, and no padding but for alignment. What is beyond is dropped
/// in silence. None of the options means anything to us; the unknown ones say themselves what is to become of the
/// packet (RFC 8200 4.2).
final class ExtensionHeaders {

    /// Headers in one packet.
    static final int MOST = 8;
    /// Bytes of all of them.
    static final int MOST_BYTES = 256;
    /// Options in one header that are not padding (Linux's `max_hbh_opts_number`, `max_dst_opts_number`).
    static final int MOST_OPTIONS = 8;
    /// Bytes of padding in a row.
    static final int MOST_PADDING = 7;

    private static final int PAD1 = 0;
    private static final int PADN = 1;
    /// RFC 2711: asks routers to look; to us it says nothing.
    private static final int ROUTER_ALERT = 5;
    /// Offset of "segments left" in a routing header.
    private static final int SEGMENTS_LEFT = 3;

    /// What is to be done after a header.
    private enum Step { ON, FRAGMENT, DROP, PROBLEM }

    private final IpCounters counters;

    ExtensionHeaders(IpCounters counters) {
        this.counters = counters;
    }

    /// Takes extension headers off, up to the transport header or a fragment header; the packet's `protocol` says
    /// which.
    ///
    /// @return null if so; otherwise [IpVerdict#DROPPED] with its reason, or [IpVerdict#PROBLEM]
    IpVerdict walk(Packet packet) {
        for (int headers = 0; isExtension(packet.protocol); headers++) {
            if (headers == MOST) {
                return drop(packet, IpCounter.IN6_EXTENSION_LIMIT);
            }
            Step step = step(packet);
            if (step == Step.FRAGMENT) {
                return null;
            }
            if (step != Step.ON) {
                return step == Step.DROP ? IpVerdict.DROPPED : IpVerdict.PROBLEM;
            }
        }
        return null;
    }

    /// Whether the number means a header that stands before the transport's.
    static boolean isExtension(int nextHeader) {
        return switch (nextHeader) {
            case Ipv6.HOP_BY_HOP, Ipv6.ROUTING, Ipv6.FRAGMENT, Ipv6.DESTINATION_OPTIONS -> true;
            default -> false;
        };
    }

    /// Looks at one header and takes it off.
    private Step step(Packet packet) {
        if (packet.transportLength < Ipv6.FRAGMENT_HEADER) {
            return dropped(packet, IpCounter.IN6_TRUNCATED);
        }
        if (packet.protocol == Ipv6.FRAGMENT) {
            return Step.FRAGMENT;
        }
        int length = Ipv6.extensionLength(packet.memory, packet.transportAt);
        if (length > packet.transportLength) {
            return dropped(packet, IpCounter.IN6_TRUNCATED);
        }
        if (packet.headerLength + length > Ipv6.HEADER + MOST_BYTES) {
            return dropped(packet, IpCounter.IN6_EXTENSION_LIMIT);
        }
        Step step = packet.protocol == Ipv6.ROUTING ? routing(packet) : options(packet, length);
        if (step == Step.ON) {
            packet.skip(length);
        }
        return step;
    }

    /// No routing type is spoken here, type 0 least of all (RFC 5095): with segments left the packet is refused,
    /// without any the header is passed over (RFC 8200 4.4).
    private Step routing(Packet packet) {
        boolean done = NetworkOrder.get8(packet.memory, packet.transportAt + SEGMENTS_LEFT) == 0;
        if (!done) {
            counters.count(IpCounter.IN6_SOURCE_ROUTES);
        }
        return done ? Step.ON : problem(packet, Icmpv6.WRONG_FIELD, packet.headerLength + 2);
    }

    private Step options(Packet packet, int length) {
        boolean hopByHop = packet.protocol == Ipv6.HOP_BY_HOP;
        if (hopByHop && packet.headerLength != Ipv6.HEADER) {
            // RFC 8200 section 4: anywhere but first it is an unknown header
            return problem(packet, Icmpv6.UNKNOWN_NEXT_HEADER, packet.nextHeaderAt);
        }
        int at = 2;
        int padding = 0;
        int options = 0;
        while (at < length) {
            int size = sizeAt(packet, at, length - at);
            int type = NetworkOrder.get8(packet.memory, packet.transportAt + at);
            boolean pad = type == PAD1 || type == PADN;
            padding = pad ? padding + size : 0;
            options += pad ? 0 : 1;
            if (size == 0) {
                return dropped(packet, IpCounter.IN6_HEADER_ERRORS);
            }
            if (padding > MOST_PADDING || options > MOST_OPTIONS) {
                return dropped(packet, IpCounter.IN6_EXTENSION_LIMIT);
            }
            Step step = pad || type == ROUTER_ALERT ? Step.ON : unknown(packet, type, packet.headerLength + at);
            if (step != Step.ON) {
                return step;
            }
            at += size;
        }
        return Step.ON;
    }

    /// The option's length, or 0 if it reaches beyond the header.
    private static int sizeAt(Packet packet, int at, int left) {
        long option = packet.transportAt + at;
        if (NetworkOrder.get8(packet.memory, option) == PAD1) {
            return 1;
        }
        int size = left < 2 ? 0 : 2 + NetworkOrder.get8(packet.memory, option + 1);
        return size > left ? 0 : size;
    }

    /// The two highest bits of an unknown option's type (RFC 8200 4.2).
    private Step unknown(Packet packet, int type, int pointer) {
        return switch (type >>> 6) {
            case 0 -> Step.ON;
            case 1 -> dropped(packet, IpCounter.IN6_OPTIONS_REFUSED);
            case 2 -> problem(packet, Icmpv6.UNKNOWN_OPTION, pointer);
            default -> packet.multicast
                ? dropped(packet, IpCounter.IN6_OPTIONS_REFUSED)
                : problem(packet, Icmpv6.UNKNOWN_OPTION, pointer);
        };
    }

    private Step problem(Packet packet, int code, int pointer) {
        counters.count(IpCounter.IN6_HEADER_ERRORS);
        packet.problem = code;
        packet.pointer = pointer;
        return Step.PROBLEM;
    }

    private Step dropped(Packet packet, IpCounter reason) {
        drop(packet, reason);
        return Step.DROP;
    }

    private IpVerdict drop(Packet packet, IpCounter reason) {
        packet.reason = reason;
        counters.count(reason);
        return IpVerdict.DROPPED;
    }

    /// Whether the first fragment holds all headers, the transport's included (RFC 7112 section 5). The packet stands
    /// behind its fragment header and is not changed.
    static boolean isChainWhole(Packet packet) {
        int next = NetworkOrder.get8(packet.memory, packet.transportAt - Ipv6.FRAGMENT_HEADER);
        long transport = transport(packet, next);
        return transport >= 0 && packet.transportLength - (int) transport >= transportHeader((int) (transport >>> 32));
    }

    /// Whether what is behind the packet's headers, those not taken off yet included, is an ICMPv6 error, of which
    /// nothing may be reported (RFC 4443 2.4 e.1). One that shows no type might be one.
    static boolean isAboutError(Packet packet) {
        long transport = transport(packet, packet.protocol);
        if (transport < 0 || transport >>> 32 != Ipv6.ICMPV6) {
            return false;
        }
        int at = (int) transport;
        return at >= packet.transportLength || Icmpv6.isError(Icmpv6.type(packet.memory, packet.transportAt + at));
    }

    /// Where the transport header begins in the payload, in the lower half, and its number, in the upper one; -1 if the
    /// headers do not get so far.
    private static long transport(Packet packet, int nextHeader) {
        int next = nextHeader;
        int at = 0;
        for (int headers = 0; isExtension(next); headers++) {
            if (headers > MOST || packet.transportLength - at < Ipv6.FRAGMENT_HEADER) {
                return -1;
            }
            long header = packet.transportAt + at;
            at += next == Ipv6.FRAGMENT ? Ipv6.FRAGMENT_HEADER : Ipv6.extensionLength(packet.memory, header);
            next = NetworkOrder.get8(packet.memory, header);
        }
        return (long) next << 32 | at;
    }

    /// Bytes of the transport's header without options.
    private static int transportHeader(int protocol) {
        return switch (protocol) {
            case Ipv4.PROTOCOL_TCP -> TcpHeader.HEADER;
            case Ipv4.PROTOCOL_UDP, Ipv6.ICMPV6 -> Icmpv6.HEADER;
            case Ipv6.NO_NEXT_HEADER -> 0;
            default -> 1;
        };
    }
}
