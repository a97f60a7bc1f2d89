package io.longshore.tcp;

/// Packetization-layer path MTU discovery (RFC 4821).
final class PathProbing {

    /// Bit of FLOW_BITS: a search is on.
    private static final int ON = 1;

    private PathProbing() {
    }

    static boolean isOn(Tcb tcb) {
        return (tcb.intAt(FlowLayout.FLOW_BITS) & ON) != 0;
    }
}
