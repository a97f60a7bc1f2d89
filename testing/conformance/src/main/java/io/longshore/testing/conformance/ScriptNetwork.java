package io.longshore.testing.conformance;

/// Where the stack under test and its peer are, in one family.
record ScriptNetwork(String family, byte[] stack, byte[] peer) {

    static final String IPV4_LOCAL = "192.168.0.1/16";
    static final String IPV4_GATEWAY = "192.168.0.2";
    static final String IPV6_LOCAL = "fd00::1/64";
    static final String IPV6_GATEWAY = "fd00::2";

    static ScriptNetwork of(String family) {
        return switch (family) {
            case "ipv4" -> new ScriptNetwork(family, TestPacket.address("192.168.0.1"),
                    TestPacket.address("192.0.2.1"));
            case "ipv6" -> new ScriptNetwork(family, TestPacket.address("fd00::1"), TestPacket.address("2001:db8::1"));
            default -> throw new ScriptFailure("a family is ipv4 or ipv6, not " + family);
        };
    }

    boolean isIpv4() {
        return family.equals("ipv4");
    }

    int domain() {
        return isIpv4() ? SocketName.IPV4 : SocketName.IPV6;
    }

    SocketName name(byte[] address, int port) {
        return new SocketName(domain(), port, 0, address);
    }

    /// A packet of the peer's to the stack.
    TestPacket toStack(int protocol, int tos, byte[] payload) {
        return new TestPacket(peer, stack, tos, 64, protocol, payload);
    }
}
