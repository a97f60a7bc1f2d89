package io.longshore.socket;

import io.longshore.channel.SlotLayout;
import java.net.SocketOption;
import java.util.Map;
import java.util.Set;

/**
 * Socket options beyond the JDK's, by Linux's names and with Linux's ranges. Sockets on the stack have them, and
 * sockets whose place is not yet decided; a socket on the kernel answers {@code UnsupportedOperationException}, as it
 * does without Longshore. So a program asks first: {@code channel.supportedOptions().contains(TCP_USER_TIMEOUT)}.
 *
 * <p>An option that was never set reads as 0, or as an empty string: the TCP Server's own setting holds.
 */
public final class LongshoreOptions {

    /** How the connection fares, at this moment; cannot be set. */
    public static final SocketOption<TcpFigures> TCP_INFO = StackOption.other("TCP_INFO", TcpFigures.class);

    /** Milliseconds that what was sent may stay unacknowledged before the connection is given up (RFC 5482). */
    public static final SocketOption<Integer> TCP_USER_TIMEOUT =
            StackOption.number("TCP_USER_TIMEOUT", SlotLayout.USER_TIMEOUT, 0);

    /** {@code reno}, {@code cubic} or {@code bbr}. */
    public static final SocketOption<String> TCP_CONGESTION = StackOption.other("TCP_CONGESTION", String.class);

    /** The most text in one segment, 88 to 32767 bytes; before the connection opens. Reads as what is in use. */
    public static final SocketOption<Integer> TCP_MAXSEG =
            StackOption.number("TCP_MAXSEG", SlotLayout.MAX_SEGMENT, 88, 32_767);

    /** With more than so many bytes not yet sent a socket does not count as writable; -1: no limit. */
    public static final SocketOption<Integer> TCP_NOTSENT_LOWAT =
            StackOption.number("TCP_NOTSENT_LOWAT", SlotLayout.UNSENT_LOW_WATER, -1);

    /** How often a connection request is sent again, 1 to 127. */
    public static final SocketOption<Integer> TCP_SYNCNT =
            StackOption.number("TCP_SYNCNT", SlotLayout.SYN_COUNT, 1, 127);

    /** Full segments only, for a fifth of a second. */
    public static final SocketOption<Boolean> TCP_CORK = StackOption.other("TCP_CORK", Boolean.class);

    /** A listener's: seconds to wait for the first bytes before a connection is accepted all the same. */
    public static final SocketOption<Integer> TCP_DEFER_ACCEPT =
            StackOption.number("TCP_DEFER_ACCEPT", SlotLayout.DEFER_ACCEPT, 0);

    /** Bytes a second that are sent at most. */
    public static final SocketOption<Long> SO_MAX_PACING_RATE = new StackOption<>(
            "SO_MAX_PACING_RATE", Long.class, SlotLayout.MAX_PACING_RATE, 0, Long.MAX_VALUE);

    /** The hop limit of what is sent, 1 to 255. */
    public static final SocketOption<Integer> IP_TTL = StackOption.number("IP_TTL", SlotLayout.HOP_LIMIT, 1, 255);

    static final Set<SocketOption<?>> OF_SOCKETS = Set.of(TCP_INFO, TCP_USER_TIMEOUT, TCP_CONGESTION, TCP_MAXSEG,
            TCP_NOTSENT_LOWAT, TCP_SYNCNT, TCP_CORK, SO_MAX_PACING_RATE, IP_TTL);
    static final Set<SocketOption<?>> OF_LISTENERS =
            Set.of(TCP_USER_TIMEOUT, TCP_CONGESTION, TCP_MAXSEG, TCP_DEFER_ACCEPT, IP_TTL);

    static final Map<String, Integer> CONGESTION = Map.of("reno", SlotLayout.CONGESTION_RENO,
            "cubic", SlotLayout.CONGESTION_CUBIC, "bbr", SlotLayout.CONGESTION_BBR);

    private LongshoreOptions() {
    }

    /** What an option reads as that was never set. */
    static Object unset(SocketOption<?> option) {
        if (option.type() == Integer.class) {
            return 0;
        }
        return option.type() == Long.class ? Long.valueOf(0)
                : option.type() == Boolean.class ? Boolean.FALSE : "";
    }
}
