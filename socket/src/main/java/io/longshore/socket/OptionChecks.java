package io.longshore.socket;

import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;

/** Which values options take, with the JDK's exceptions and Linux's ranges. */
final class OptionChecks {

    /** As Linux, which counts twice as much. */
    private static final int LEAST_SEND = 2304;
    private static final int LEAST_RECEIVE = 1152;

    private OptionChecks() {
    }

    /** The value as it will be read. */
    static Object checked(SocketOption<?> option, Object value) throws SocketException {
        if (!option.type().isInstance(value)) {
            throw new IllegalArgumentException("Invalid value '" + value + "'");
        }
        if (option instanceof StackOption) {
            return own((StackOption<?>) option, value);
        }
        return value instanceof Integer ? number(option, (Integer) value) : value;
    }

    private static Object number(SocketOption<?> option, int value) throws SocketException {
        if (option == StandardSocketOptions.SO_SNDBUF || option == StandardSocketOptions.SO_RCVBUF) {
            checkRange(value, 0, Integer.MAX_VALUE, "Invalid send/receive buffer size");
            return Math.max(value, option == StandardSocketOptions.SO_SNDBUF ? LEAST_SEND : LEAST_RECEIVE);
        } else if (option == StandardSocketOptions.SO_LINGER) {
            return value < 0 ? -1 : Math.min(value, 65_535);
        } else if (option == StandardSocketOptions.IP_TOS) {
            checkRange(value, 0, 255, "Invalid IP_TOS value");
            // The lower two bits are congestion notification's (RFC 3168).
            return value & 0xFC;
        } else {
            extended(option.name(), value);
        }
        return value;
    }

    private static void checkRange(int value, int least, int most, String sentence) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(sentence);
        }
    }

    private static void extended(String name, int value) throws SocketException {
        if (name.equals("SO_INCOMING_NAPI_ID")) {
            throw new SocketException("Attempt to set read only option " + name);
        }
        int most = name.equals("TCP_KEEPCOUNT") ? 127 : 32_767;
        if (name.startsWith("TCP_KEEP") && (value < 1 || value > most)) {
            throw new SocketException(Errno.text(Errno.EINVAL));
        }
    }

    private static Object own(StackOption<?> option, Object value) throws SocketException {
        boolean known = option != LongshoreOptions.TCP_CONGESTION || LongshoreOptions.CONGESTION.containsKey(value);
        if (!known || !option.isInRange(value) || option == LongshoreOptions.TCP_INFO) {
            throw new SocketException(Errno.text(Errno.EINVAL));
        }
        return value;
    }
}
