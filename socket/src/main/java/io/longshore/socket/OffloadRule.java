package io.longshore.socket;

import java.net.InetAddress;
import java.util.Locale;

/**
 * One rule, as {@code connect 10.0.0.0/8}.
 *
 * @param verb     what it is about
 * @param pattern  which endpoints
 * @param decision what becomes of a socket that it names
 */
record OffloadRule(Verb verb, EndpointPattern pattern, Decision decision) {

    /** What a rule is about. */
    enum Verb {
        /** Listeners there go to the stack. */
        LISTEN,
        /** Connections to there go to the stack. */
        CONNECT,
        /** Either stays on the kernel, whatever other rules say. */
        EXCEPT,
        EXCEPT_LISTEN,
        EXCEPT_CONNECT;

        boolean isException() {
            return this != LISTEN && this != CONNECT;
        }

        boolean isAboutListeners() {
            return this != CONNECT && this != EXCEPT_CONNECT;
        }

        boolean isAboutConnections() {
            return this != LISTEN && this != EXCEPT_LISTEN;
        }

        /** As it is written. */
        String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** Whether a connection to there, or a listener on that very address, is named. */
    boolean names(InetAddress address, int port) {
        return pattern.matches(address, port);
    }

    /** Whether a listener on the wildcard address is named: an exception has to name every address for that. */
    boolean namesWildcard(int port) {
        return pattern.matchesPort(port) && (!verb.isException() || pattern.isAnyAddress());
    }
}
