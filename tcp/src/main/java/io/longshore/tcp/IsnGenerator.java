package io.longshore.tcp;

import io.longshore.wire.SipHash;

/// Initial sequence numbers (RFC 6528, 3) and timestamp offsets (RFC 7323, 5.4): a clock plus a keyed hash of the
/// connection's addresses and ports, so that they rise for one peer and tell nothing to another.
public final class IsnGenerator {

    /// RFC 6528, 3: "M is the 4 microsecond timer".
    private static final long CLOCK_NANOS = 4_000;

    private static final long SEQUENCE = 1;
    private static final long TIMESTAMP = 2;

    private final SipHash hash;
    private final Endpoints endpoints = new Endpoints();

    /// @param hash keyed by a secret of this run
    public IsnGenerator(SipHash hash) {
        this.hash = hash;
    }

    /// `ISN = M + F(localip, localport, remoteip, remoteport, secretkey)` for a record that knows its four.
    public int initialSequence(Tcb tcb, long now) {
        return (int) (now / CLOCK_NANOS + hash(tcb, SEQUENCE));
    }

    /// What this connection adds to the clock in its timestamps.
    public int timestampOffset(Tcb tcb) {
        return (int) hash(tcb, TIMESTAMP);
    }

    private long hash(Tcb tcb, long purpose) {
        endpoints.of(tcb);
        return hash.hash(endpoints.addresses(hash), endpoints.ports(), purpose);
    }
}
