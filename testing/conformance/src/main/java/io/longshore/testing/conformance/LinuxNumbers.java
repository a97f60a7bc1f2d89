package io.longshore.testing.conformance;

import java.util.Map;

/// Names of Linux x86-64's constants that scripts use.
final class LinuxNumbers {

    /// Level in the high, option in the low 16 bits.
    static final Map<String, Integer> OPTIONS = Map.ofEntries(
            Map.entry("SO_REUSEADDR", 0x1_0002), Map.entry("SO_ERROR", 0x1_0004), Map.entry("SO_SNDBUF", 0x1_0007),
            Map.entry("SO_RCVBUF", 0x1_0008), Map.entry("SO_KEEPALIVE", 0x1_0009), Map.entry("SO_OOBINLINE", 0x1_000A),
            Map.entry("SO_LINGER", 0x1_000D), Map.entry("SO_REUSEPORT", 0x1_000F), Map.entry("SO_RCVLOWAT", 0x1_0012),
            Map.entry("SO_MAX_PACING_RATE", 0x1_002F),
            Map.entry("IP_TOS", 0x0_0001), Map.entry("IP_TTL", 0x0_0002), Map.entry("IP_MTU_DISCOVER", 0x0_000A),
            Map.entry("IP_MTU", 0x0_000E), Map.entry("IPV6_UNICAST_HOPS", 0x29_0010),
            Map.entry("IPV6_V6ONLY", 0x29_001A), Map.entry("IPV6_TCLASS", 0x29_0043),
            Map.entry("TCP_NODELAY", 0x6_0001), Map.entry("TCP_MAXSEG", 0x6_0002), Map.entry("TCP_CORK", 0x6_0003),
            Map.entry("TCP_KEEPIDLE", 0x6_0004), Map.entry("TCP_KEEPINTVL", 0x6_0005), Map.entry("TCP_KEEPCNT",
            0x6_0006),
            Map.entry("TCP_SYNCNT", 0x6_0007), Map.entry("TCP_LINGER2", 0x6_0008), Map.entry("TCP_DEFER_ACCEPT",
            0x6_0009),
            Map.entry("TCP_WINDOW_CLAMP", 0x6_000A), Map.entry("TCP_QUICKACK", 0x6_000C),
            Map.entry("TCP_CONGESTION", 0x6_000D), Map.entry("TCP_USER_TIMEOUT", 0x6_0012),
            Map.entry("TCP_FASTOPEN", 0x6_0017), Map.entry("TCP_NOTSENT_LOWAT", 0x6_0019),
            Map.entry("TCP_FASTOPEN_CONNECT", 0x6_001E), Map.entry("TCP_FASTOPEN_KEY", 0x6_0021),
            Map.entry("TCP_FASTOPEN_NO_COOKIE", 0x6_0022));

    static final Map<String, Integer> ERRORS = Map.ofEntries(
            Map.entry("EPERM", 1), Map.entry("ENOENT", 2), Map.entry("EBADF", 9), Map.entry("EAGAIN", 11),
            Map.entry("EFAULT", 14),
            Map.entry("EINVAL", 22), Map.entry("EPIPE", 32), Map.entry("EMSGSIZE", 90), Map.entry("ENOPROTOOPT", 92),
            Map.entry("EOPNOTSUPP", 95), Map.entry("EADDRINUSE", 98), Map.entry("EADDRNOTAVAIL", 99),
            Map.entry("ENETUNREACH", 101), Map.entry("ECONNABORTED", 103), Map.entry("ECONNRESET", 104),
            Map.entry("EISCONN", 106), Map.entry("ENOTCONN", 107), Map.entry("ETIMEDOUT", 110),
            Map.entry("ECONNREFUSED", 111), Map.entry("EHOSTUNREACH", 113), Map.entry("EALREADY", 114),
            Map.entry("EINPROGRESS", 115), Map.entry("EACCES", 13), Map.entry("EPROTO", 71),
            Map.entry("EDESTADDRREQ", 89), Map.entry("ENOMEM", 12), Map.entry("ENOBUFS", 105));

    static final Map<String, Integer> QUESTIONS = Map.of("SIOCATMARK", 0x8905, "SIOCINQ", 0x541B, "SIOCOUTQ", 0x5411,
            "SIOCOUTQNSD", 0x894B);

    static final Map<String, Integer> MESSAGE_FLAGS = Map.of("past", 0, "oob", 1, "peek", 2, "trunc", 0x20,
            "waitall", 0x100, "more", 0x8000, "fastopen", 0x2000_0000);

    static final Map<String, Integer> EVENTS = Map.of("in", 1, "pri", 2, "out", 4, "err", 8, "hup", 16, "rdhup",
            0x2000);

    private static final String[] STATES = {"NONE", "ESTABLISHED", "SYN_SENT", "SYN_RECV", "FIN_WAIT1", "FIN_WAIT2",
        "TIME_WAIT", "CLOSE", "CLOSE_WAIT", "LAST_ACK", "LISTEN", "CLOSING"};

    private LinuxNumbers() {
    }

    static int lookUp(Map<String, Integer> numbers, String name) {
        Integer number = numbers.get(name);
        if (number == null) {
            throw new ScriptFailure("'" + name + "' is not known here; known are "
                    + new java.util.TreeSet<>(numbers.keySet()));
        }
        return number;
    }

    static String error(int number) {
        return ERRORS.entrySet().stream().filter(entry -> entry.getValue() == number).map(Map.Entry::getKey).findFirst()
                .orElse("errno " + number);
    }

    /// The number of a state's name, or what the word says as a number.
    static String state(String word) {
        for (int i = 0; i < STATES.length; i++) {
            if (STATES[i].equals(word)) {
                return Integer.toString(i);
            }
        }
        return word;
    }

    static String events(int events) {
        StringBuilder text = new StringBuilder();
        for (String name : new String[] {"in", "pri", "out", "err", "hup", "rdhup"}) {
            text.append((events & EVENTS.get(name)) != 0 ? " " + name : "");
        }
        return text.isEmpty() ? "none" : text.substring(1);
    }
}
