package io.longshore.socket;

import java.util.Properties;

/**
 * The transports of Netty and its like that speak to the kernel past every channel of Java's. Their own switches keep
 * such frameworks on NIO; what the user has set stays as it is.
 */
final class NativeTransports {

    /** Netty's epoll, kqueue and io_uring; the Netty inside gRPC; Reactor Netty. Each with the value that says no. */
    private static final String[][] SWITCHES = {
        {"io.netty.transport.noNative", "true"},
        {"io.grpc.netty.shaded.io.netty.transport.noNative", "true"},
        {"reactor.netty.native", "false"}};

    private NativeTransports() {
    }

    /** Switches to NIO what nobody has set, and says in one clause how it stands. */
    static String switchOff(Properties properties) {
        StringBuilder kept = new StringBuilder();
        for (String[] one : SWITCHES) {
            Object before = properties.putIfAbsent(one[0], one[1]);
            if (before != null && !one[1].equals(before)) {
                kept.append(kept.length() == 0 ? "" : ", ").append(one[0]).append('=').append(before);
            }
        }
        return kept.length() == 0
                ? "native transports of Netty, gRPC and Reactor are off"
                : "native transports are on, past Longshore, as " + kept + " says";
    }
}
