package io.longshore.tcp;

import io.longshore.wire.SipHash;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;

/// Chooses local ports: the double-hash algorithm of RFC 6056, 3.3.4. Ports towards one destination follow each other,
/// so none is reused soon, and an observer at one destination learns nothing about another's. The steps are perturbed,
/// and the counters many, so that collisions of counters do not betray them (Kol, Klein and Gilad, 2022).
public final class EphemeralPorts {

    /// Linux's ip_local_port_range.
    public static final int FIRST = 32_768;
    public static final int LAST = 60_999;

    private static final int COUNT = LAST - FIRST + 1;
    private static final int COUNTERS = 1 << 16;

    private static final long OFFSET = 1;
    private static final long INDEX = 2;
    private static final long STEP = 3;

    private final SipHash hash;
    private final int[] counters = new int[COUNTERS];
    private long choices;

    /// @param hash keyed by a secret of this run
    public EphemeralPorts(SipHash hash) {
        this.hash = hash;
        SplittableRandom random = new SplittableRandom(hash.hash(0, STEP));
        for (int i = 0; i < COUNTERS; i++) {
            counters[i] = random.nextInt();
        }
    }

    /// A port for a connection between these ends; the remote one is 0 where it is not known yet (bind).
    ///
    /// @param taken says of a port whether it cannot be used
    /// @return the port, or −1 if all are taken
    public int choose(Endpoints endpoints, IntPredicate taken) {
        long addresses = endpoints.addresses(hash);
        int remotePort = endpoints.remotePort;
        long offset = hash.hash(addresses, remotePort, OFFSET) & 0xffff_ffffL;
        int index = (int) hash.hash(addresses, remotePort, INDEX) & COUNTERS - 1;
        long start = offset + (counters[index] & 0xffff_ffffL);
        for (int i = 0; i < COUNT; i++) {
            int port = FIRST + (int) ((start + i) % COUNT);
            if (!taken.test(port)) {
                counters[index] += i + 1 + perturbation();
                return port;
            }
        }
        return -1;
    }

    private int perturbation() {
        return (int) hash.hash(choices++, STEP) & 7;
    }
}
