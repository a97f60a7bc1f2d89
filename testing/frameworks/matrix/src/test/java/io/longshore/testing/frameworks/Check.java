package io.longshore.testing.frameworks;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// What is asked of every framework that has it.
enum Check {
    /// 200 requests of 1 KB, one after the other.
    SMALL,
    /// 3 MB there and back, compared byte for byte.
    ECHO,
    /// A file of 5 MB, by `transferTo` where the framework uses it.
    FILE,
    /// 5,000 requests at concurrency 32.
    LOAD,
    /// The first four under TLS.
    TLS,
    /// The first four over HTTP/2, under TLS.
    HTTP2,
    /// A port that nobody listens on: the exception is the kernel's, word for word.
    REFUSED,
    /// The server stops while a request is under way: that is answered, the JVM ends by itself with exit code 0,
    /// nothing was complained of, no socket is left.
    SHUTDOWN,
    /// No kernel TCP socket was ever seen in `/proc` but listeners: half of a wildcard listener is the kernel's.
    SOCKETS;

    /// What a client program is told to do in its first run; the rest is looked at from outside.
    static final Set<Check> BY_CLIENT = EnumSet.of(SMALL, ECHO, FILE, LOAD, TLS, HTTP2, REFUSED);

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
