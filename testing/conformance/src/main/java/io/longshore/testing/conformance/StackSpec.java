package io.longshore.testing.conformance;

import io.longshore.tcp.TcpSettings;
import java.util.ArrayList;
import java.util.List;

/// What a stepped stack is made with: the flags of a session.
///
/// @param local    addresses of ours with the lengths of their networks, as in `192.168.0.1/16` or `fd00::1/64`
/// @param gateways the next hops for everything that is not on the link, at most one of each family; one of ours means
///                 that the wire is point to point
/// @param mtu      most bytes of an IP packet
/// @param start    the clock's first time, nanoseconds
/// @param settings TCP's
public record StackSpec(List<String> local, List<String> gateways, int mtu, long start, TcpSettings settings) {

    /// What packetdrill uses where nothing is said.
    private static final String DEFAULT_LOCAL = "192.168.0.1/16";
    private static final String DEFAULT_GATEWAY = "192.168.0.2";
    private static final int SMALLEST_MTU = 68;
    private static final int LARGEST_MTU = 65_535;

    public StackSpec {
        local = List.copyOf(local);
        gateways = List.copyOf(gateways);
        if (mtu < SMALLEST_MTU || mtu > LARGEST_MTU) {
            throw new IllegalArgumentException("an MTU is " + SMALLEST_MTU + " to " + LARGEST_MTU + ", not " + mtu);
        }
    }

    /// Reads the keys `local`, `gw` and `mtu` of a session's flags; others are ignored.
    ///
    /// @param mtu where the flags name none
    /// @throws IllegalArgumentException with a sentence
    public static StackSpec of(String flags, int mtu, long start, TcpSettings settings) {
        List<String> local = new ArrayList<>();
        List<String> gateways = new ArrayList<>();
        int packets = mtu;
        for (String flag : flags.split(",")) {
            int equals = flag.indexOf('=');
            String value = flag.substring(equals + 1).trim();
            switch (flag.substring(0, Math.max(0, equals)).trim()) {
                case "local" -> local.add(value);
                case "gw" -> gateways.add(value);
                case "mtu" -> packets = number(value);
                default -> { }
            }
        }
        if (local.isEmpty()) {
            local.add(DEFAULT_LOCAL);
            gateways.add(DEFAULT_GATEWAY);
        }
        return new StackSpec(local, gateways, packets, start, settings);
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("mtu=" + text + " is not a number", e);
        }
    }
}
