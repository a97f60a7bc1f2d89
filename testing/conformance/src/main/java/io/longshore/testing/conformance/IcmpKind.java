package io.longshore.testing.conformance;

/// What scripts call ICMP's messages, and their type and code in each family.
enum IcmpKind {
    UNREACHABLE_NET("unreachable-net", 0x0300, 0x0100),
    UNREACHABLE_HOST("unreachable-host", 0x0301, 0x0103),
    UNREACHABLE_PROTOCOL("unreachable-protocol", 0x0302, 0x0401),
    UNREACHABLE_PORT("unreachable-port", 0x0303, 0x0104),
    TOO_BIG("too-big", 0x0304, 0x0200),
    SOURCE_ROUTE_FAILED("source-route-failed", 0x0305, 0x0105),
    ADMINISTRATION("unreachable-admin", 0x030D, 0x0101),
    TIME_EXCEEDED("time-exceeded", 0x0B00, 0x0300),
    REASSEMBLY_EXCEEDED("reassembly-exceeded", 0x0B01, 0x0301),
    PARAMETER_PROBLEM("parameter-problem", 0x0C00, 0x0400),
    SOURCE_QUENCH("source-quench", 0x0400, 0x6400),
    REDIRECT("redirect", 0x0501, 0x8900),
    ECHO("echo", 0x0800, 0x8000),
    ECHO_REPLY("echo-reply", 0x0000, 0x8100);

    private final String word;
    private final int ipv4;
    private final int ipv6;

    IcmpKind(String word, int ipv4, int ipv6) {
        this.word = word;
        this.ipv4 = ipv4;
        this.ipv6 = ipv6;
    }

    static IcmpKind of(String word) {
        for (IcmpKind kind : values()) {
            if (kind.word.equals(word)) {
                return kind;
            }
        }
        throw new ScriptFailure("'" + word + "' is no ICMP message");
    }

    /// Type in the high byte, code in the low one.
    int typeAndCode(ScriptNetwork network) {
        return network.isIpv4() ? ipv4 : ipv6;
    }
}
