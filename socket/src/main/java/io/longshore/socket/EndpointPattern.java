package io.longshore.socket;

import java.net.InetAddress;
import java.util.List;

/**
 * The endpoints that a rule names: {@code *}, {@code own}, {@code 10.0.0.0/8}, {@code fd00::/8}, each with
 * {@code :PORT} or {@code :FIRST-LAST} behind it, an IPv6 prefix with ports in brackets.
 *
 * @param text     as it was written
 * @param prefixes null: any address
 * @param first    the lowest port that it names
 * @param last     the highest
 */
record EndpointPattern(String text, List<Prefix> prefixes, int first, int last) {

    private static final int MOST_PORT = 65_535;

    EndpointPattern {
        prefixes = prefixes == null ? null : List.copyOf(prefixes);
    }

    /**
     * Understands a pattern.
     *
     * @param own what {@code own} stands for: the stack's addresses, each with its network
     */
    static EndpointPattern parse(String text, List<Prefix> own) {
        if (text.indexOf('[') >= 0 && (!text.startsWith("[") || text.indexOf(']') < 0)) {
            throw new IllegalArgumentException("'" + text + "' has a bracket without its pair");
        }
        int colon = text.startsWith("[") ? text.indexOf(':', Math.max(0, text.indexOf(']'))) : text.indexOf(':');
        if (!text.startsWith("[") && colon >= 0 && text.indexOf(':', colon + 1) >= 0) {
            // An IPv6 prefix as it stands: whatever is behind its colons is not a port.
            colon = -1;
        }
        String address = (colon < 0 ? text : text.substring(0, colon)).replace("[", "").replace("]", "");
        String ports = colon < 0 ? null : text.substring(colon + 1);
        List<Prefix> prefixes = prefixes(address, own);
        if (ports == null) {
            return new EndpointPattern(text, prefixes, 0, MOST_PORT);
        }
        int dash = ports.indexOf('-');
        int first = port(dash < 0 ? ports : ports.substring(0, dash), text);
        int last = dash < 0 ? first : port(ports.substring(dash + 1), text);
        if (first > last) {
            throw new IllegalArgumentException("the ports of '" + text + "' end before they begin");
        }
        return new EndpointPattern(text, prefixes, first, last);
    }

    private static List<Prefix> prefixes(String address, List<Prefix> own) {
        if (address.equals("*")) {
            return null;
        }
        return address.equals("own") ? own : List.of(Prefix.parse(address));
    }

    private static int port(String digits, String text) {
        try {
            int port = Integer.parseInt(digits);
            if (port > 0 && port <= MOST_PORT) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw new IllegalArgumentException("'" + digits + "' in '" + text + "' is no port from 1 to " + MOST_PORT);
    }

    boolean isAnyAddress() {
        return prefixes == null;
    }

    boolean matches(InetAddress address, int port) {
        return matchesPort(port) && (isAnyAddress() || isWithin(address));
    }

    boolean matchesPort(int port) {
        return port >= first && port <= last;
    }

    private boolean isWithin(InetAddress address) {
        for (Prefix prefix : prefixes) {
            if (prefix.contains(address)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return text;
    }
}
