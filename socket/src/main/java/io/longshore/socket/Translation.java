package io.longshore.socket;

import java.io.IOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ConnectionPendingException;
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

    static <T> T of(Action<T> action) throws IOException {
        try {
            return action.run();
        } catch (ClosedByInterruptException closed) {
            throw with(new SocketException("Closed by interrupt"), closed);
        } catch (AsynchronousCloseException closed) {
            throw with(new SocketException("Socket closed"), closed);
        } catch (ClosedChannelException closed) {
            throw with(new SocketException("Socket is closed"), closed);
        } catch (UnresolvedAddressException unresolved) {
            throw with(new UnknownHostException(), unresolved);
        } catch (IllegalStateException state) {
            throw with(new SocketException(sentence(state)), state);
        } catch (UnsupportedAddressTypeException address) {
            throw new IllegalArgumentException("Unsupported address type", address);
        }
    }

    static <T> T ofOption(Action<T> action) throws SocketException {
        try {
            return of(action);
        } catch (SocketException asItIs) {
            throw asItIs;
        } catch (IOException other) {
            throw with(new SocketException(other.getMessage()), other);
        }
    }

    private static String sentence(IllegalStateException state) {
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
        if (state instanceof ConnectionPendingException) {
            return "Connection pending";
        }
        throw state;
    }

    private static <E extends IOException> E with(E exception, Exception cause) {
        exception.initCause(cause);
        return exception;
    }
}
