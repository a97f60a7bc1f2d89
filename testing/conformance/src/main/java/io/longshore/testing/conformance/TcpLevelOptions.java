package io.longshore.testing.conformance;

import io.longshore.channel.SlotLayout;
import io.longshore.tcp.Tcb;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// SOL_TCP.
final class TcpLevelOptions implements SocketOptionCalls.Level {

    private static final int THIN_LINEAR_TIMEOUTS = 16;
    private static final int THIN_DUPACK = 17;
    private static final int TX_DELAY = 37;
    private static final int CC_INFO = 26;
    private static final int ULP = 31;
    private static final int REPAIR_QUEUE = 20;
    private static final int QUEUE_SEQ = 21;
    private static final int REPAIR_OPTIONS = 22;
    private static final int REPAIR_WINDOW = 29;
    private static final int IS_MPTCP = 43;
    private static final int RTO_MAX_MS = 44;
    private static final int RTO_MIN_US = 45;
    private static final int DELACK_MAX_US = 46;
    private static final int LEAST_RTO_MILLIS = 1_000;
    private static final int MOST_RTO_MILLIS = 120_000;
    private static final int MOST_MICROS = 200_000;
    /// Linux's TCP_TIMEOUT_MIN: two jiffies.
    private static final int LEAST_MICROS = 1_001;
    private static final int MOST_TX_DELAY = 1 << 28;
    private static final int MILLI = 1_000_000;
    private static final int MICRO = 1_000;
    private static final int MOST_SYN_SAVING = 2;
    private static final int LEAST_CLAMP = 1_152;
    private static final Set<Integer> KEPT =
            Set.of(THIN_LINEAR_TIMEOUTS, Linux.TCP_SAVE_SYN, TX_DELAY);
    private static final List<String> CONGESTION = List.of("", "reno", "cubic", "bbr");
    private static final int CONGESTION_ROOM = 16;
    private static final int LEAST_SEGMENT = 88;
    private static final int MOST_SEGMENT = 32_767;
    private static final int MOST_SECONDS = 32_767;
    private static final int MOST_PROBES = 127;
    private static final int MOST_SYNS = 127;
    private static final int MOST_FIN_WAIT = 120;
    private static final int DEFAULT_MSS = 536;
    private static final int KEY_BYTES = 16;
    private static final int FAST_OPEN_CLIENT = 1;

    private final SteppedStack stack;

    TcpLevelOptions(SteppedStack stack) {
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
            case Linux.TCP_NODELAY -> OptionImage.of(options.has(SlotLayout.OPTION_NO_DELAY));
            case Linux.TCP_CORK -> OptionImage.of(options.has(SlotLayout.OPTION_CORK));
            case Linux.TCP_QUICKACK -> OptionImage.of(!options.has(SlotLayout.OPTION_SLOW_ACK));
            case Linux.TCP_MAXSEG -> OptionImage.of(segment(socket));
            case Linux.TCP_INFO -> TcpInfoImage.of(socket, stack);
            case Linux.TCP_CONGESTION -> text(congestion(options), CONGESTION_ROOM);
            case Linux.TCP_FASTOPEN_CONNECT -> OptionImage.of(options.has(SlotLayout.OPTION_FAST_OPEN));
            case Linux.TCP_FASTOPEN_NO_COOKIE -> OptionImage.of(options.has(SlotLayout.OPTION_FAST_OPEN_NO_COOKIE));
            case Linux.TCP_FASTOPEN_KEY -> options.fastOpenKeys();
            case Linux.TCP_INQ -> OptionImage.of(options.tellsQueue);
            case Linux.TCP_REPAIR, THIN_DUPACK, IS_MPTCP -> OptionImage.of(0);
            case Linux.TCP_SAVED_SYN, CC_INFO, ULP -> new byte[0];
            case Linux.TCP_TIMESTAMP -> OptionImage.of(timestamp(socket));
            default -> number(socket, option);
        };
    }

    private byte[] number(StackSocket socket, int option) {
        OptionValues options = socket.options;
        int defaultIdle = seconds(stack.settings().keepAliveIdle);
        int defaultInterval = seconds(stack.settings().keepAliveInterval);
        return switch (option) {
            case Linux.TCP_KEEPIDLE -> OptionImage.of(or(options.keepAlive(0), defaultIdle));
            case Linux.TCP_KEEPINTVL -> OptionImage.of(or(options.keepAlive(1), defaultInterval));
            case Linux.TCP_KEEPCNT -> OptionImage.of(or(options.keepAlive(2), stack.settings().keepAliveProbes));
            case Linux.TCP_SYNCNT -> OptionImage.of(or(options.register(SlotLayout.SYN_COUNT),
                    stack.settings().synRetries));
            case Linux.TCP_LINGER2 -> OptionImage.of(or(options.register(SlotLayout.FIN_LINGER),
                    seconds(stack.settings().finTimeout)));
            case Linux.TCP_DEFER_ACCEPT -> OptionImage.of(options.register(SlotLayout.DEFER_ACCEPT));
            case Linux.TCP_WINDOW_CLAMP -> OptionImage.of(options.register(SlotLayout.WINDOW_CLAMP));
            case Linux.TCP_USER_TIMEOUT -> OptionImage.of(options.register(SlotLayout.USER_TIMEOUT));
            case Linux.TCP_FASTOPEN -> OptionImage.of(options.register(SlotLayout.FAST_OPEN_QUEUE));
            case Linux.TCP_NOTSENT_LOWAT -> OptionImage.of(options.register(SlotLayout.UNSENT_LOW_WATER));
            case RTO_MAX_MS -> OptionImage.of(or(options.register(SlotLayout.RTO_MAX),
                    (int) (stack.settings().rtoMax / MILLI)));
            case RTO_MIN_US -> OptionImage.of(or(options.register(SlotLayout.RTO_MIN),
                    (int) (stack.settings().rtoMin / MICRO)));
            case DELACK_MAX_US -> OptionImage.of(or(options.register(SlotLayout.DELAYED_ACK_MAX), MOST_MICROS));
            default -> null;
        };
    }

    /// The clock of its timestamps, of which the lowest bit tells that they are milliseconds.
    private int timestamp(StackSocket socket) {
        Tcb tcb = socket.record();
        return (int) (stack.now() / MILLI + (tcb == null ? 0 : tcb.tsOffset())) & ~1;
    }

    private static int or(int value, int otherwise) {
        return value == 0 ? otherwise : value;
    }

    private static int seconds(long nanos) {
        return (int) (nanos / 1_000_000_000L);
    }

    private static long key(int option) {
        return (long) Linux.SOL_TCP << 32 | option;
    }

    private static int segment(StackSocket socket) {
        Tcb tcb = socket.record();
        int asked = socket.options.register(SlotLayout.MAX_SEGMENT);
        if (tcb == null) {
            return asked == 0 ? DEFAULT_MSS : asked;
        }
        return tcb.sndMss();
    }

    private String congestion(OptionValues options) {
        int set = options.register(SlotLayout.CONGESTION);
        return set > 0 ? CONGESTION.get(set) : CongestionName.ofSettings(stack.settings());
    }

    private static byte[] text(String text, int room) {
        return Arrays.copyOf(text.getBytes(StandardCharsets.US_ASCII), room);
    }

    @Override
    public int set(StackSocket socket, int option, byte[] value) {
        OptionValues options = socket.options;
        if (option == Linux.TCP_CONGESTION) {
            return setCongestion(options, value);
        }
        if (option == Linux.TCP_FASTOPEN_KEY) {
            return setKeys(options, value);
        }
        if (option == ULP) {
            return value.length == 0 ? Linux.EINVAL : Linux.ENOENT;
        }
        if (!OptionImage.isInt(value)) {
            return Linux.EINVAL;
        }
        int number = OptionImage.toInt(value);
        if (KEPT.contains(option)) {
            return setKept(options, option, number);
        }
        return setSwitch(socket, option, number);
    }

    private int setSwitch(StackSocket socket, int option, int number) {
        OptionValues options = socket.options;
        switch (option) {
            case Linux.TCP_NODELAY -> options.noDelay(number != 0);
            case Linux.TCP_CORK -> options.bits(SlotLayout.OPTION_CORK, number != 0);
            case THIN_DUPACK -> {
                return number < 0 || number > 1 ? Linux.EINVAL : 0;
            }
            case Linux.TCP_INQ -> {
                options.tellsQueue = number == 1 || number != 0 && options.tellsQueue;
                return number < 0 || number > 1 ? Linux.EINVAL : 0;
            }
            case Linux.TCP_FASTOPEN_NO_COOKIE -> {
                return setNoCookie(socket, number);
            }
            case Linux.TCP_QUICKACK -> {
                options.bits(SlotLayout.OPTION_QUICK_ACK, number != 0);
                options.bits(SlotLayout.OPTION_SLOW_ACK, number == 0);
            }
            case Linux.TCP_FASTOPEN_CONNECT -> {
                return setFastOpenConnect(socket, number);
            }
            case Linux.TCP_REPAIR, REPAIR_QUEUE, REPAIR_WINDOW, Linux.TCP_TIMESTAMP -> {
                return Linux.EPERM;
            }
            case REPAIR_OPTIONS -> {
                return Linux.EINVAL;
            }
            case QUEUE_SEQ -> {
                return socket.phase() == StackSocket.Phase.CLOSED ? Linux.EINVAL : Linux.EPERM;
            }
            default -> {
                return setNumber(socket, option, number);
            }
        }
        return 0;
    }

    private static int setNumber(StackSocket socket, int option, int number) {
        OptionValues options = socket.options;
        return switch (option) {
            case Linux.TCP_MAXSEG -> number != 0 && (number < LEAST_SEGMENT || number > MOST_SEGMENT)
                    ? Linux.EINVAL : register(options, SlotLayout.MAX_SEGMENT, number);
            case Linux.TCP_KEEPIDLE -> keepAlive(options, 0, number, MOST_SECONDS);
            case Linux.TCP_KEEPINTVL -> keepAlive(options, 1, number, MOST_SECONDS);
            case Linux.TCP_KEEPCNT -> keepAlive(options, 2, number, MOST_PROBES);
            case Linux.TCP_SYNCNT -> number < 1 || number > MOST_SYNS
                    ? Linux.EINVAL : register(options, SlotLayout.SYN_COUNT, number);
            case Linux.TCP_LINGER2 -> register(options, SlotLayout.FIN_LINGER,
                    number < 0 ? -1 : number > MOST_FIN_WAIT ? MOST_FIN_WAIT : number);
            case Linux.TCP_DEFER_ACCEPT -> register(options, SlotLayout.DEFER_ACCEPT, wholeRetries(number));
            case Linux.TCP_WINDOW_CLAMP -> number == 0 && socket.phase() != StackSocket.Phase.CLOSED ? Linux.EINVAL
                    : register(options, SlotLayout.WINDOW_CLAMP, number == 0 ? 0 : Math.max(LEAST_CLAMP, number));
            case RTO_MAX_MS -> number < LEAST_RTO_MILLIS || number > MOST_RTO_MILLIS
                    ? Linux.EINVAL : register(options, SlotLayout.RTO_MAX, number);
            case RTO_MIN_US -> number < LEAST_MICROS || number > MOST_MICROS
                    ? Linux.EINVAL : register(options, SlotLayout.RTO_MIN, number);
            case DELACK_MAX_US -> number < LEAST_MICROS || number > MOST_MICROS
                    ? Linux.EINVAL : register(options, SlotLayout.DELAYED_ACK_MAX, number);
            case Linux.TCP_USER_TIMEOUT -> number < 0
                    ? Linux.EINVAL : register(options, SlotLayout.USER_TIMEOUT, number);
            case Linux.TCP_NOTSENT_LOWAT -> register(options, SlotLayout.UNSENT_LOW_WATER, number);
            case Linux.TCP_FASTOPEN -> {
                StackSocket.Phase phase = socket.phase();
                boolean may = phase == StackSocket.Phase.CLOSED || phase == StackSocket.Phase.LISTENING;
                yield number < 0 || !may ? Linux.EINVAL : register(options, SlotLayout.FAST_OPEN_QUEUE, number);
            }
            default -> Linux.ENOPROTOOPT;
        };
    }

    private static int setKept(OptionValues options, int option, int number) {
        int most = option == TX_DELAY ? MOST_TX_DELAY - 1 : option == Linux.TCP_SAVE_SYN ? MOST_SYN_SAVING : 1;
        if (number < 0 || number > most) {
            return Linux.EINVAL;
        }
        options.plain(key(option), OptionImage.of(number));
        return 0;
    }

    private static int setNoCookie(StackSocket socket, int number) {
        boolean open = socket.phase() == StackSocket.Phase.CONNECTED || socket.phase() == StackSocket.Phase.CONNECTING;
        if (number < 0 || number > 1 || open) {
            return Linux.EINVAL;
        }
        socket.options.bits(SlotLayout.OPTION_FAST_OPEN_NO_COOKIE, number != 0);
        return 0;
    }

    /// Linux keeps TCP_DEFER_ACCEPT as a count of SYN-ACKs, the first after a second, each after twice the time.
    private static int wholeRetries(int seconds) {
        int timeout = seconds > 0 ? 1 : 0;
        int period = timeout;
        while (seconds > period) {
            timeout = Math.min(2 * timeout, MOST_RTO_MILLIS / LEAST_RTO_MILLIS);
            period += timeout;
        }
        return period;
    }

    private static int register(OptionValues options, int register, int number) {
        options.register(register, number);
        return 0;
    }

    private static int keepAlive(OptionValues options, int which, int number, int most) {
        if (number < 1 || number > most) {
            return Linux.EINVAL;
        }
        options.keepAlive(which, number);
        return 0;
    }

    private int setFastOpenConnect(StackSocket socket, int number) {
        if ((stack.settings().fastOpen & FAST_OPEN_CLIENT) == 0) {
            return Linux.EOPNOTSUPP;
        }
        if (number < 0 || number > 1 || socket.phase() != StackSocket.Phase.CLOSED) {
            return Linux.EINVAL;
        }
        socket.options.bits(SlotLayout.OPTION_FAST_OPEN, number != 0);
        return 0;
    }

    private static int setCongestion(OptionValues options, byte[] value) {
        int end = 0;
        while (end < value.length && value[end] != 0) {
            end++;
        }
        int number = CONGESTION.indexOf(new String(value, 0, end, StandardCharsets.US_ASCII));
        if (number <= 0) {
            return value.length == 0 ? Linux.EINVAL : Linux.ENOENT;
        }
        options.register(SlotLayout.CONGESTION, number);
        return 0;
    }

    private static int setKeys(OptionValues options, byte[] value) {
        if (value.length != KEY_BYTES && value.length != 2 * KEY_BYTES) {
            return Linux.EINVAL;
        }
        options.fastOpenKeys(value);
        return 0;
    }
}
