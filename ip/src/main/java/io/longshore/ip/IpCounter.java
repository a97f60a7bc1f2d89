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

    REASSEMBLY_REQUIRED("IpReasmReqds"),
    REASSEMBLED("IpReasmOKs"),
    REASSEMBLY_FAILS("IpReasmFails"),
    REASSEMBLY_TIMEOUTS("IpReasmTimeout"),
    REASSEMBLY_OVERLAPS("IpExtReasmOverlaps"),

    OUT_REQUESTS("IpOutRequests"),
    OUT_DISCARDS("IpOutDiscards"),
    OUT_NO_ROUTES("IpOutNoRoutes"),
    FRAGMENTED("IpFragOKs"),
    FRAGMENT_FAILS("IpFragFails"),
    FRAGMENTS_CREATED("IpFragCreates"),

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
    ICMP_OUT_LIMITED("IcmpOutRateLimitGlobal"),

    ARP_IN_ERRORS("LongshoreArpInErrors"),
    ARP_IN_REQUESTS("LongshoreArpInRequests"),
    ARP_IN_REPLIES("LongshoreArpInReplies"),
    /// Somebody else claims an address of ours (RFC 5227 2.4).
    ARP_CONFLICTS("LongshoreArpConflicts"),
    /// News about a neighbour that nobody asked for.
    ARP_IGNORED("LongshoreArpIgnored"),
    ARP_OUT_REQUESTS("LongshoreArpOutRequests"),
    ARP_OUT_REPLIES("LongshoreArpOutReplies"),
    ARP_UNANSWERED("LongshoreArpUnanswered");

    private final String nstatName;

    IpCounter(String nstatName) {
        this.nstatName = nstatName;
    }

    public String nstatName() {
        return nstatName;
    }
}
