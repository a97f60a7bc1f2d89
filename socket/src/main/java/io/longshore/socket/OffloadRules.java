package io.longshore.socket;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Decides which sockets the stack serves. Loopback stays on the kernel; the stack takes listeners on its own addresses
 * and its half of wildcard listeners, and connections to its own prefixes and to those it was told to take.
 *
 * @param local       the stack's own addresses with the length of their network
 * @param connect     further destinations that are reached through the stack
 * @param kernelPorts ports, local for listeners and remote for connections, that stay on the kernel
 */
record OffloadRules(List<Prefix> local, List<Prefix> connect, List<Integer> kernelPorts) {

    OffloadRules {
        local = List.copyOf(local);
        connect = List.copyOf(connect);
        kernelPorts = List.copyOf(kernelPorts);
    }

    /** Where a connection to {@code remote} is opened. */
    Placement connection(InetSocketAddress remote) {
        InetAddress address = remote.getAddress();
        if (kernelPorts.contains(remote.getPort()) || address.isLoopbackAddress() || address.isAnyLocalAddress()) {
            return Placement.KERNEL;
        }
        return within(local, address) || within(connect, address) ? Placement.STACK : Placement.KERNEL;
    }

    /** Where a listener on {@code address} listens. */
    Placement listener(InetSocketAddress address) {
        if (kernelPorts.contains(address.getPort()) && address.getPort() != 0) {
            return Placement.KERNEL;
        }
        if (address.getAddress().isAnyLocalAddress()) {
            return Placement.BOTH;
        }
        return isOwn(address.getAddress()) ? Placement.STACK : Placement.KERNEL;
    }

    /** Whether the stack owns this very address. */
    boolean isOwn(InetAddress address) {
        for (Prefix prefix : local) {
            if (prefix.names(address)) {
                return true;
            }
        }
        return false;
    }

    private static boolean within(List<Prefix> prefixes, InetAddress address) {
        for (Prefix prefix : prefixes) {
            if (prefix.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
