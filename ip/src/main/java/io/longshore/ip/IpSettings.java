package io.longshore.ip;

/// What can be set about IP, ICMP, ARP and neighbour discovery, with the defaults of Linux. The names are in
/// [IpSettingList]. One shard has one, and its thread alone reads and writes it. Times are nanoseconds.
public final class IpSettings {

    private static final long SECOND = 1_000_000_000L;

    /// Time to live of what we send.
    public int defaultTtl = 64;
    /// Hop limit of what we send, where no router advertises one.
    public int hopLimit = 64;
    /// Whether echo requests go unanswered.
    public boolean echoIgnored;
    public boolean echoIgnored6;
    /// Whether IPv6 echo requests to a group go unanswered.
    public boolean echoMulticastIgnored6;

    /// ICMP errors a second to all destinations together, and how many at once.
    public int icmpMessagesPerSecond = 1000;
    public int icmpBurst = 50;
    /// Least time between two ICMP errors to one destination, after the first six.
    public long icmpInterval = SECOND;
    public long icmpInterval6 = SECOND;

    /// Bytes of memory for fragments; datagrams count 64 KiB each.
    public long fragmentHighThreshold = 4 << 20;
    public long fragmentHighThreshold6 = 4 << 20;
    /// How long a datagram waits for its fragments (RFC 8200 4.5: 60 seconds).
    public long fragmentTime = 30 * SECOND;
    public long fragmentTime6 = 60 * SECOND;

    /// The smallest IPv4 path MTU that is believed (RFC 5927 7.2).
    public int minPathMtu = 552;
    /// When a path MTU is forgotten (RFC 1191 6.3, RFC 8201 section 4).
    public long pathMtuExpires = 600 * SECOND;

    /// How long a neighbour that has answered is believed, on average (RFC 4861 section 10).
    public long baseReachable = 30 * SECOND;
    /// Between two questions to or about a neighbour.
    public long retransmit = SECOND;
    /// Between a stale neighbour's use and its being asked.
    public long delayFirstProbe = 5 * SECOND;
    public int unicastSolicitations = 3;
    public int multicastSolicitations = 3;
    /// Neighbours in the table: here as many as there are places, twice what Linux has.
    public int neighbourThreshold = NeighbourTable.ENTRIES;
    /// Unknown neighbours that may be asked for in a second (RFC 6583 section 7).
    public int solicitationsPerSecond = 100;

    /// Whether routers' advertisements are heeded.
    public boolean acceptRa = true;
    /// Whether addresses are made from what routers advertise, on an interface that configures itself.
    public boolean autoconf = true;
    public boolean acceptRedirects = true;
    /// How often an address is asked for before it is ours (RFC 4862 5.1); 0: not at all.
    public int dadTransmits = 1;
    public int routerSolicitations = 3;

    /// The defaults.
    public IpSettings() {
    }
}
