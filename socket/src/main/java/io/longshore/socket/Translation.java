package io.longshore.socket;

import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetBoundException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;

/** What a channel throws, in the words of {@code java.net}. */
final class Translation {

    private Translation() {
    }

    /** An action of a channel that an adaptor stands in front of. */
    interface Action<T> {
        T run() throws IOException;
    }

    /** States become socket exceptions; what the channel throws of input and output stays as it is. */
    static <T> T of(Action<T> action) throws IOException {
        try {
            return action.run();
        } catch (IllegalStateException | IllegalArgumentException state) {
            throw with(new SocketException(sentence(state)), state);
        }
    }

    /** As {@link #of}, and everything else becomes a socket exception too. */
    static <T> T ofOption(Action<T> action) throws SocketException {
        try {
            return of(action);
        } catch (SocketException asItIs) {
            throw asItIs;
        } catch (ClosedChannelException closed) {
            throw with(new SocketException("Socket is closed"), closed);
        } catch (IOException other) {
            throw with(new SocketException(other.getMessage()), other);
        }
    }

    private static String sentence(RuntimeException state) {
        if (state instanceof NotYetConnectedException) {
            return "Socket is not connected";
        }
        if (state instanceof AlreadyConnectedException) {
            return "Already connected";
        }
        if (state instanceof AlreadyBoundException) {
            return "Already bound";
        }
        if (state instanceof NotYetBoundException) {
            return "Socket is not bound yet";
        }
        if (state instanceof UnresolvedAddressException) {
            return "Unresolved address";
        }
        if (state instanceof UnsupportedAddressTypeException) {
            return "Unsupported address type";
        }
        throw state;
    }

    private static SocketException with(SocketException exception, Exception cause) {
        exception.initCause(cause);
        return exception;
    }
}
