package io.longshore.testing.conformance;

import io.longshore.tcp.Tcb;
import java.util.Arrays;

/// getsockopt, setsockopt, fcntl and ioctl.
final class SocketOptionCalls {

    private final SocketLevelOptions socketLevel;
    private final TcpLevelOptions tcpLevel;
    private final IpLevelOptions ipLevel;

    SocketOptionCalls(SteppedStack stack) {
        socketLevel = new SocketLevelOptions(stack);
        tcpLevel = new TcpLevelOptions(stack);
        ipLevel = new IpLevelOptions(stack);
    }

    /// An option's level, as far as we have it: null and −1 say that there is no such option.
    interface Level {
        /// The value as it lies in memory; null if there is no such option.
        byte[] get(StackSocket socket, int option);

        /// 0 or an errno.
        int set(StackSocket socket, int option, byte[] value);
    }

    private Level level(StackSocket socket, int level) {
        return switch (level) {
            case Linux.SOL_SOCKET -> socketLevel;
            case Linux.SOL_TCP -> tcpLevel;
            case Linux.SOL_IP -> ipLevel;
            case Linux.SOL_IPV6 -> socket.isIpv6 ? ipLevel.six() : null;
            default -> null;
        };
    }

    Answer get(StackSocket socket, int level, int option, int room) {
        if (room < 0) {
            return Answer.error(Linux.EINVAL);
        }
        Level found = level(socket, level);
        byte[] value = found == null ? null : found.get(socket, option);
        if (value == null) {
            return Answer.error(found == null && level != Linux.SOL_IPV6 ? Linux.EOPNOTSUPP : Linux.ENOPROTOOPT);
        }
        Answer answer = Answer.of(0);
        answer.data = value.length > room ? Arrays.copyOf(value, room) : value;
        return answer;
    }

    Answer set(StackSocket socket, int level, int option, byte[] value) {
        Level found = level(socket, level);
        if (found == null) {
            return Answer.error(Linux.ENOPROTOOPT);
        }
        int result = found.set(socket, option, value);
        if (result != 0) {
            return Answer.error(result);
        }
        if (socket.slot != null) {
            socket.options.writeTo(socket.slot);
            socket.ring();
        }
        return Answer.of(0);
    }

    Answer fcntl(StackSocket socket, int command, int argument) {
        return switch (command) {
            case Linux.F_GETFL -> Answer.of(Linux.O_RDWR | (socket.nonBlocking ? Linux.O_NONBLOCK : 0));
            case Linux.F_SETFL -> {
                socket.nonBlocking = (argument & Linux.O_NONBLOCK) != 0;
                yield Answer.of(0);
            }
            default -> Answer.error(Linux.EINVAL);
        };
    }

    Answer ioctl(StackSocket socket, int request) {
        boolean listening = socket.isListening();
        return switch (request) {
            case Linux.SIOCINQ -> listening ? Answer.error(Linux.EINVAL) : number(readable(socket));
            case Linux.SIOCATMARK -> number(socket.urgent.isAt() ? 1 : 0);
            case Linux.SIOCOUTQ -> listening ? Answer.error(Linux.EINVAL) : number(outstanding(socket));
            case Linux.SIOCOUTQNSD -> listening ? Answer.error(Linux.EINVAL) : number(socket.unsent());
            default -> Answer.error(Linux.EINVAL);
        };
    }

    private static int readable(StackSocket socket) {
        return socket.phase() == StackSocket.Phase.CONNECTING ? 0 : socket.urgent.untilMark();
    }

    /// Linux counts a FIN that is not acknowledged.
    private static int outstanding(StackSocket socket) {
        Tcb tcb = socket.record();
        boolean finished = tcb != null && tcb.has(Tcb.OUTPUT_SHUT)
                && !socket.slot.hasConditions(io.longshore.channel.SlotLayout.CONDITION_OUTPUT_END);
        return socket.queued() + (finished ? 1 : 0);
    }

    private static Answer number(int value) {
        Answer answer = Answer.of(0);
        answer.number = value;
        return answer;
    }
}
