package io.longshore.ip;

/// What can be set about IP, ICMP, ARP and neighbour discovery, with the defaults of Linux. The names are in
/// [IpSettingList]. One shard has one, and its thread alone reads and writes it.
public final class IpSettings {

    /// Time to live, and hop limit, of what we send.
    public int defaultTtl = 64;
    /// Whether echo requests go unanswered.
    public boolean echoIgnored;

    /// The defaults.
    public IpSettings() {
    }
}
