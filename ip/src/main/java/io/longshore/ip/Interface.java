package io.longshore.ip;

import io.longshore.wire.Ipv4Address;
import io.longshore.wire.Prefix;

/// What one network interface of ours is called and what lies around it.
public final class Interface {

    /// The answer where there is no way to a destination.
    public static final int NO_ROUTE = Ipv4Address.ANY;

    private final long mac;
    private final int mtu;
    private final int gateway;
    private final Prefix[] prefixes;
    private final IpSettings settings = new IpSettings();

    /// @param mac      our Ethernet address
    /// @param mtu      most bytes of an IP packet in one frame
    /// @param gateway  the router for everything that is not on the link, or 0
    /// @param prefixes our addresses with their networks, at least one
    public Interface(long mac, int mtu, int gateway, Prefix... prefixes) {
        if (prefixes.length == 0) {
            throw new IllegalArgumentException("An interface needs at least one address");
        }
        this.mac = mac;
        this.mtu = mtu;
        this.gateway = gateway;
        this.prefixes = prefixes.clone();
    }

    public long mac() {
        return mac;
    }

    public int mtu() {
        return mtu;
    }

    /// The router's address, or 0.
    public int gateway() {
        return gateway;
    }

    /// What can be set; its fields may change at any time, on the thread of the shard.
    public IpSettings settings() {
        return settings;
    }

    /// How many addresses we have.
    public int addresses() {
        return prefixes.length;
    }

    public Prefix prefix(int index) {
        return prefixes[index];
    }

    /// Whether the address is ours.
    public boolean owns(int address) {
        for (Prefix prefix : prefixes) {
            if (prefix.address() == address) {
                return true;
            }
        }
        return false;
    }

    /// Whether the address means everybody on this link.
    public boolean isBroadcast(int address) {
        if (address == Ipv4Address.LIMITED_BROADCAST) {
            return true;
        }
        for (Prefix prefix : prefixes) {
            if (prefix.isBroadcast(address)) {
                return true;
            }
        }
        return false;
    }

    /// Whether the address is a neighbour's: reached without a router.
    public boolean isOnLink(int address) {
        return networkOf(address) >= 0;
    }

    /// Which of our networks contains the address, the longest if several do; -1 if none.
    private int networkOf(int address) {
        int best = -1;
        for (int i = 0; i < prefixes.length; i++) {
            boolean longer = best < 0 || prefixes[i].length() > prefixes[best].length();
            if (longer && prefixes[i].contains(address)) {
                best = i;
            }
        }
        return best;
    }

    /// The neighbour to whom a packet for this destination goes (RFC 1122 3.3.1.1), or [#NO_ROUTE].
    public int nextHop(int destination) {
        return isOnLink(destination) ? destination : gateway;
    }

    /// The address of ours to speak from to this destination.
    public int sourceFor(int destination) {
        int network = networkOf(nextHop(destination));
        return prefixes[Math.max(network, 0)].address();
    }
}
