package io.longshore.socket;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;

/** Linux error numbers, as the registers carry them, and the exceptions that the JDK makes of them. */
final class Errno {

    static final int EINVAL = 22;
    static final int EPIPE = 32;
    static final int EADDRINUSE = 98;
    static final int EADDRNOTAVAIL = 99;
    static final int ENETUNREACH = 101;
    static final int ECONNABORTED = 103;
    static final int ECONNRESET = 104;
    static final int ENOBUFS = 105;
    static final int ETIMEDOUT = 110;
    static final int ECONNREFUSED = 111;
    static final int EHOSTUNREACH = 113;

    private static final int EACCES = 13;

    private Errno() {
    }

    /** Why a connection could not be opened. */
    static IOException connecting(int errno) {
        switch (errno) {
            case ECONNREFUSED:
            case ECONNRESET:
            case ETIMEDOUT:
            case ENETUNREACH:
                return new ConnectException(text(errno));
            case EHOSTUNREACH:
                return new NoRouteToHostException(text(errno));
            default:
                return binding(errno);
        }
    }

    /** Why an address could not be taken. */
    static IOException binding(int errno) {
        return errno == EADDRINUSE || errno == EADDRNOTAVAIL
                ? new BindException(text(errno)) : new SocketException(text(errno));
    }

    /** Why an open connection gives no more bytes. */
    static IOException reading(int errno) {
        return errno == ECONNRESET ? new SocketException("Connection reset") : new IOException(text(errno));
    }

    /** Why an open connection takes no more bytes. */
    static IOException writing(int errno) {
        return new IOException(text(errno));
    }

    static String text(int errno) {
        switch (errno) {
            case EACCES: return "Permission denied";
            case EINVAL: return "Invalid argument";
            case EPIPE: return "Broken pipe";
            case EADDRINUSE: return "Address already in use";
            case EADDRNOTAVAIL: return "Cannot assign requested address";
            case ENETUNREACH: return "Network is unreachable";
            case ECONNABORTED: return "Software caused connection abort";
            case ECONNRESET: return "Connection reset by peer";
            case ENOBUFS: return "No buffer space available";
            case ETIMEDOUT: return "Connection timed out";
            case ECONNREFUSED: return "Connection refused";
            case EHOSTUNREACH: return "No route to host";
            default: return "error " + errno;
        }
    }
}
