package io.longshore.ip;

import io.longshore.wire.IpAddress;
import io.longshore.wire.Ipv4Address;
import io.longshore.wire.Prefix;
import java.util.Arrays;

/// What one network interface of ours is called and what lies around it, for both families.
public final class Interface {

    /// The answer where there is no way to a destination.
    public static final int NO_ROUTE = Ipv4Address.ANY;
    /// No link address.
    static final long NO_MAC = 0;

    private final long mac;
    private final int mtu;
    private final int gateway;
    private final Prefix[] prefixes;
    private final IpSettings settings = new IpSettings();
    private final AddressTable addresses;
    private final Routers routers = new Routers();
    private long peerMac = NO_MAC;
    private boolean autoconfigured;
    private long stableSecret;
    private int mtu6;
    private int advertisedHopLimit;

    /// @param mac      our Ethernet address
    /// @param mtu      most bytes of an IP packet in one frame
    /// @param gateway  the IPv4 router for everything that is not on the link, or 0
    /// @param prefixes our addresses with their networks, of either family or both
    public Interface(long mac, int mtu, int gateway, Prefix... prefixes) {
        this.mac = mac;
        this.mtu = mtu;
        mtu6 = mtu;
        this.gateway = gateway;
        this.prefixes = Arrays.stream(prefixes).filter(Prefix::isIpv4).toArray(Prefix[]::new);
        addresses = new AddressTable(Arrays.stream(prefixes).filter(p -> !p.isIpv4()).toArray(Prefix[]::new));
    }

    /// Sets the IPv6 router for everything that is not on the link, zeros for none; besides it there are those that
    /// advertise themselves.
    public Interface gateway(long high, long low) {
        routers.configure(high, low);
        return this;
    }

    /// Makes the link a wire with one host at its end, which gets everything: no ARP, no neighbour discovery, no
    /// duplicate address detection.
    ///
    /// @param peer its Ethernet address
    public Interface pointToPoint(long peer) {
        peerMac = peer;
        return this;
    }

    /// Speaks IPv6 even where no address of it is given: with a link-local one, and with those that routers let it
    /// make.
    ///
    /// @param secret decides the addresses (RFC 7217): the same one, the same addresses; 0 for others at each start
    public Interface autoconfigured(long secret) {
        autoconfigured = true;
        stableSecret = secret;
        return this;
    }

    boolean isAutoconfigured() {
        return autoconfigured;
    }

    long stableSecret() {
        return stableSecret;
    }

    boolean speaksIpv6() {
        return autoconfigured || addresses.size() > 0;
    }

    /// Most bytes of an IPv6 packet in one frame: the link's, or less where a router says so.
    public int mtu6() {
        return mtu6;
    }

    void mtu6(int bytes) {
        mtu6 = bytes;
    }

    /// The hop limit of what we send: what a router advertised, or the setting.
    int hopLimit() {
        return advertisedHopLimit > 0 ? advertisedHopLimit : settings.hopLimit;
    }

    void hopLimit(int advertised) {
        advertisedHopLimit = advertised;
    }

    /// The only neighbour's Ethernet address, or [#NO_MAC] where neighbours are found.
    long peerMac() {
        return peerMac;
    }

    boolean isPointToPoint() {
        return peerMac != NO_MAC;
    }

    public long mac() {
        return mac;
    }

    public int mtu() {
        return mtu;
    }

    /// The IPv4 router's address, or 0.
    public int gateway() {
        return gateway;
    }

    /// What can be set; its fields may change at any time, on the thread of the shard.
    public IpSettings settings() {
        return settings;
    }

    /// How many IPv4 addresses we have.
    public int addresses() {
        return prefixes.length;
    }

    /// An IPv4 address of ours.
    public Prefix prefix(int index) {
        return prefixes[index];
    }

    /// Our IPv6 addresses.
    AddressTable table() {
        return addresses;
    }

    /// The IPv6 routers and what is known to be on the link.
    Routers routers() {
        return routers;
    }

    /// Whether the IPv4 address is ours.
    public boolean owns(int address) {
        for (Prefix prefix : prefixes) {
            if (prefix.address() == address) {
                return true;
            }
        }
        return false;
    }

    /// Whether the address is ours and in use: one whose uniqueness is still being tested is not.
    public boolean owns(long high, long low) {
        return IpAddress.isIpv4(high, low) ? owns((int) low) : addresses.owns(high, low);
    }

    /// Whether the address is ours, in use or still being tested for uniqueness: a program that starts with us may bind
    /// to it already.
    public boolean isAssigned(long high, long low) {
        return IpAddress.isIpv4(high, low) ? owns((int) low) : addresses.isAssigned(high, low);
    }

    /// Whether the IPv4 address means everybody on this link.
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

    /// Whether the IPv4 address is a neighbour's: reached without a router.
    public boolean isOnLink(int address) {
        return isPointToPoint() || networkOf(address) >= 0;
    }

    /// Whether the IPv6 address is a neighbour's (RFC 5942 section 4): link-local, in a network that we were given an
    /// address with, or in one that a router says is here.
    public boolean isOnLink(long high, long low) {
        return isPointToPoint() || IpAddress.isLinkLocal(high, low) || addresses.isOnLink(high, low)
            || routers.isOnLink(high, low);
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

    /// Finds the neighbour to whom a packet for an IPv6 destination goes (RFC 4861 5.2).
    ///
    /// @return false if there is no route
    boolean nextHop(PacketFields fields) {
        if (routers.isRedirected(fields)) {
            return true;
        }
        if (isOnLink(fields.destinationHigh, fields.destinationLow)) {
            fields.hopHigh = fields.destinationHigh;
            fields.hopLow = fields.destinationLow;
            return true;
        }
        int router = routers.choose();
        fields.hopHigh = router < 0 ? 0 : routers.high(router);
        fields.hopLow = router < 0 ? 0 : routers.low(router);
        return router >= 0;
    }

    /// The IPv4 address of ours to speak from to this destination.
    public int sourceFor(int destination) {
        int network = networkOf(nextHop(destination));
        return prefixes.length == 0 ? Ipv4Address.ANY : prefixes[Math.max(network, 0)].address();
    }

    /// Whether there is a way to the fields' destination, and it is one host: no broadcast, no multicast.
    public boolean hasRoute(PacketFields fields) {
        if (IpAddress.isMulticast(fields.destinationHigh, fields.destinationLow)) {
            return false;
        }
        int ipv4 = (int) fields.destinationLow;
        return fields.isIpv4() ? nextHop(ipv4) != NO_ROUTE && !isBroadcast(ipv4) : nextHop(fields);
    }

    /// Fills in the address of ours to speak from to the fields' destination (RFC 6724 section 5).
    ///
    /// @return false if we have none of its family
    public boolean choosesSource(PacketFields fields) {
        if (!fields.isIpv4()) {
            return addresses.choosesSource(fields);
        }
        fields.source(0, IpAddress.mapped(sourceFor((int) fields.destinationLow)));
        return prefixes.length > 0;
    }
}
