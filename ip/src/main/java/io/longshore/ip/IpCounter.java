package io.longshore.ip;

/// What is counted below TCP. Names are those of `nstat` where it has one.
public enum IpCounter {

    LINK_SHORT("LongshoreLinkInShort"),
    LINK_OTHER_HOST("LongshoreLinkInOtherHost"),
    LINK_UNKNOWN_TYPE("LongshoreLinkInUnknownType"),

    IN_RECEIVES("IpInReceives"),
    IN_HEADER_ERRORS("IpInHdrErrors"),
    IN_TRUNCATED("IpExtInTruncatedPkts"),
    IN_CHECKSUM_ERRORS("IpExtInCsumErrors"),
    IN_ADDRESS_ERRORS("IpInAddrErrors"),
    IN_BROADCAST("IpExtInBcastPkts"),
    IN_MULTICAST("IpExtInMcastPkts"),
    /// A source that nobody may have who sends from elsewhere: ours, a group's, loopback, none.
    IN_MARTIANS("LongshoreIpInMartians"),
    IN_SOURCE_ROUTES("LongshoreIpInSourceRoutes"),
    IN_UNKNOWN_PROTOCOLS("IpInUnknownProtos"),
    IN_DELIVERS("IpInDelivers"),

    IN6_RECEIVES("Ip6InReceives"),
    IN6_HEADER_ERRORS("Ip6InHdrErrors"),
    IN6_TRUNCATED("Ip6InTruncatedPkts"),
    IN6_ADDRESS_ERRORS("Ip6InAddrErrors"),
    /// For a group that we do not listen to, or of what is never sent to groups.
    IN6_MULTICAST("LongshoreIp6InOtherGroup"),
    IN6_MARTIANS("LongshoreIp6InMartians"),
    /// A routing header with segments left (RFC 5095).
    IN6_SOURCE_ROUTES("LongshoreIp6InSourceRoutes"),
    /// More extension headers, options or padding than anybody needs (RFC 8504 5.3).
    IN6_EXTENSION_LIMIT("LongshoreIp6InExtensionLimit"),
    /// An unknown option that says the packet is to be dropped.
    IN6_OPTIONS_REFUSED("LongshoreIp6InOptionsRefused"),
    IN6_NO_NEXT_HEADER("LongshoreIp6InNoNextHeader"),
    IN6_UNKNOWN_PROTOCOLS("Ip6InUnknownProtos"),
    IN6_DELIVERS("Ip6InDelivers"),

    REASSEMBLY_REQUIRED("IpReasmReqds"),
    REASSEMBLED("IpReasmOKs"),
    REASSEMBLY_FAILS("IpReasmFails"),
    REASSEMBLY_OVERLAPS("IpExtReasmOverlaps"),
    /// Datagrams given up before their time for newer ones.
    REASSEMBLY_EVICTED("LongshoreIpReasmEvicted"),
    /// Of either family.
    REASSEMBLY_TIMEOUTS("IpReasmTimeout"),
    REASSEMBLY6_REQUIRED("Ip6ReasmReqds"),
    REASSEMBLED6("Ip6ReasmOKs"),
    REASSEMBLY6_FAILS("Ip6ReasmFails"),
    REASSEMBLY6_OVERLAPS("LongshoreIp6ReasmOverlaps"),
    REASSEMBLY6_EVICTED("LongshoreIp6ReasmEvicted"),

    OUT_REQUESTS("IpOutRequests"),
    OUT_DISCARDS("IpOutDiscards"),
    OUT_NO_ROUTES("IpOutNoRoutes"),
    FRAGMENTED("IpFragOKs"),
    FRAGMENT_FAILS("IpFragFails"),
    FRAGMENTS_CREATED("IpFragCreates"),
    OUT6_REQUESTS("Ip6OutRequests"),
    OUT6_NO_ROUTES("Ip6OutNoRoutes"),
    FRAGMENTED6("Ip6FragOKs"),
    FRAGMENTS6_CREATED("Ip6FragCreates"),

    ICMP_IN_MESSAGES("IcmpInMsgs"),
    ICMP_IN_ERRORS("IcmpInErrors"),
    ICMP_IN_CHECKSUM_ERRORS("IcmpInCsumErrors"),
    ICMP_IN_UNREACHABLE("IcmpInDestUnreachs"),
    ICMP_IN_TIME_EXCEEDED("IcmpInTimeExcds"),
    ICMP_IN_PARAMETER_PROBLEM("IcmpInParmProbs"),
    ICMP_IN_SOURCE_QUENCH("IcmpInSrcQuenchs"),
    ICMP_IN_REDIRECT("IcmpInRedirects"),
    ICMP_IN_ECHO("IcmpInEchos"),
    ICMP_IN_ECHO_REPLY("IcmpInEchoReps"),
    ICMP_OUT_MESSAGES("IcmpOutMsgs"),
    ICMP_OUT_UNREACHABLE("IcmpOutDestUnreachs"),
    ICMP_OUT_TIME_EXCEEDED("IcmpOutTimeExcds"),
    ICMP_OUT_ECHO_REPLY("IcmpOutEchoReps"),
    /// Of either family: what all destinations together may get was used up.
    ICMP_OUT_LIMITED("IcmpOutRateLimitGlobal"),
    /// Of either family: what one destination may get was used up.
    ICMP_OUT_LIMITED_HOST("IcmpOutRateLimitHost"),

    ICMP6_IN_MESSAGES("Icmp6InMsgs"),
    ICMP6_IN_ERRORS("Icmp6InErrors"),
    ICMP6_IN_CHECKSUM_ERRORS("Icmp6InCsumErrors"),
    ICMP6_IN_UNREACHABLE("Icmp6InDestUnreachs"),
    ICMP6_IN_TOO_BIG("Icmp6InPktTooBigs"),
    ICMP6_IN_TIME_EXCEEDED("Icmp6InTimeExcds"),
    ICMP6_IN_PARAMETER_PROBLEM("Icmp6InParmProblems"),
    ICMP6_IN_ECHO("Icmp6InEchos"),
    ICMP6_IN_ECHO_REPLY("Icmp6InEchoReplies"),
    ICMP6_IN_QUERIES("Icmp6InGroupMembQueries"),
    ICMP6_IN_ROUTER_ADVERTISEMENTS("Icmp6InRouterAdvertisements"),
    ICMP6_IN_SOLICITATIONS("Icmp6InNeighborSolicits"),
    ICMP6_IN_ADVERTISEMENTS("Icmp6InNeighborAdvertisements"),
    ICMP6_IN_REDIRECTS("Icmp6InRedirects"),
    ICMP6_OUT_MESSAGES("Icmp6OutMsgs"),
    ICMP6_OUT_UNREACHABLE("Icmp6OutDestUnreachs"),
    ICMP6_OUT_TIME_EXCEEDED("Icmp6OutTimeExcds"),
    ICMP6_OUT_PARAMETER_PROBLEM("Icmp6OutParmProblems"),
    ICMP6_OUT_ECHO_REPLY("Icmp6OutEchoReplies"),
    ICMP6_OUT_ROUTER_SOLICITATIONS("Icmp6OutRouterSolicits"),
    ICMP6_OUT_SOLICITATIONS("Icmp6OutNeighborSolicits"),
    ICMP6_OUT_ADVERTISEMENTS("Icmp6OutNeighborAdvertisements"),
    ICMP6_OUT_REPORTS("Icmp6OutMLDv2Reports"),

    UDP_NO_PORTS("UdpNoPorts"),
    UDP_IN_ERRORS("UdpInErrors"),
    UDP_IN_CHECKSUM_ERRORS("UdpInCsumErrors"),

    ARP_IN_ERRORS("LongshoreArpInErrors"),
    ARP_IN_REQUESTS("LongshoreArpInRequests"),
    ARP_IN_REPLIES("LongshoreArpInReplies"),
    ARP_OUT_REQUESTS("LongshoreArpOutRequests"),
    ARP_OUT_REPLIES("LongshoreArpOutReplies"),

    /// Neighbour discovery that does not pass the checks of RFC 4861.
    NDP_IN_ERRORS("LongshoreNdpInErrors"),
    /// Neighbour discovery in fragments (RFC 6980).
    NDP_FRAGMENTED("LongshoreNdpInFragmented"),
    NDP_REDIRECTS_REFUSED("LongshoreNdpRedirectsRefused"),
    /// An address that we wanted, and that another host has (RFC 4862 5.4.5).
    DUPLICATE_ADDRESSES("LongshoreDuplicateAddresses"),

    /// Somebody else claims an address of ours (RFC 5227 2.4).
    ADDRESS_CONFLICTS("LongshoreAddressConflicts"),
    /// News about a neighbour that nobody asked for, or that came too soon after others.
    NEIGHBOUR_IGNORED("LongshoreNeighbourIgnored"),
    /// A known neighbour is said to have moved: the old address is asked first.
    NEIGHBOUR_CHALLENGED("LongshoreNeighbourChallenged"),
    /// The old address did not answer.
    NEIGHBOUR_MOVED("LongshoreNeighbourMoved"),
    NEIGHBOUR_UNANSWERED("LongshoreNeighbourUnanswered"),
    /// No place in the table for another.
    NEIGHBOUR_TABLE_FULL("LongshoreNeighbourTableFull"),
    /// Not asked for, because too many are being asked for (RFC 6583 section 7).
    NEIGHBOUR_LIMITED("LongshoreNeighbourLimited");

    private final String nstatName;

    IpCounter(String nstatName) {
        this.nstatName = nstatName;
    }

    public String nstatName() {
        return nstatName;
    }
}
