package io.longshore.testing.conformance;

import io.longshore.channel.SlotLayout;
import io.longshore.testing.conformance.StackSocket.Phase;

/// close and shutdown.
final class SocketClosing {

    private static final long SECOND = 1_000_000_000L;

    private final StackSockets sockets;

    SocketClosing(StackSockets sockets) {
        this.sockets = sockets;
    }

    /// With SO_LINGER a close waits until the peer has everything, or for so long.
    Answer close(int handle, StackSocket socket) {
        sockets.remove(handle);
        int linger = socket.options.linger();
        if (linger <= 0 || socket.phase() != Phase.CONNECTED || socket.available() > 0) {
            return end(socket);
        }
        socket.slot.intend(SlotLayout.INTENT_SHUT_OUTPUT);
        socket.ring();
        return sockets.call(() -> isDelivered(socket) ? end(socket) : null, linger * SECOND, () -> end(socket));
    }

    private static boolean isDelivered(StackSocket socket) {
        return socket.phase() != Phase.CONNECTED || socket.slot.hasConditions(SlotLayout.CONDITION_OUTPUT_END);
    }

    private static Answer end(StackSocket socket) {
        socket.drop(0);
        return Answer.of(0);
    }

    Answer shutdown(StackSocket socket, int how) {
        if (how < Linux.SHUT_RD || how > Linux.SHUT_RDWR) {
            return Answer.error(Linux.EINVAL);
        }
        return switch (socket.phase()) {
            case CLOSED -> {
                mark(socket, how);
                yield Answer.error(Linux.ENOTCONN);
            }
            case LISTENING -> {
                if (how != Linux.SHUT_WR) {
                    socket.drop(0);
                }
                yield Answer.of(0);
            }
            case CONNECTING -> {
                socket.drop(SlotLayout.INTENT_ABORT);
                yield Answer.of(0);
            }
            case CONNECTED -> {
                shut(socket, how);
                yield Answer.of(0);
            }
        };
    }

    private static void mark(StackSocket socket, int how) {
        socket.inputShut |= how != Linux.SHUT_WR;
        socket.outputShut |= how != Linux.SHUT_RD;
    }

    /// Linux goes on receiving after a shutdown of input; a reader finds what has come, then the end.
    private static void shut(StackSocket socket, int how) {
        boolean finish = how != Linux.SHUT_RD && !socket.outputShut;
        mark(socket, how);
        if (finish) {
            socket.slot.intend(SlotLayout.INTENT_SHUT_OUTPUT);
            socket.ring();
        }
    }
}
