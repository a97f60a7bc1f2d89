package io.longshore.testing.frameworks;

/// Whose TCP a process uses.
enum Side {
    /// The namespace's kernel.
    KERNEL(null),
    /// The TCP Server on the first TAP.
    SERVER("10.94.1"),
    /// The TCP Server on the second TAP; the kernel forwards between the two.
    CLIENT("10.94.2");

    private final String network;

    Side(String network) {
        this.network = network;
    }

    String address() {
        return network + ".2";
    }

    String hostAddress() {
        return network + ".1";
    }

    String prefix() {
        return network + ".0/24";
    }
}
