package io.longshore.stack;

import io.longshore.tcp.Endpoints;
import io.longshore.tcp.Opening;
import io.longshore.tcp.Tcb;
import io.longshore.wire.IpAddress;

/// What connections opened from here hold of their local ports, as long as their records live, TIME-WAIT included: no
/// socket binds such a port on the same address, unless both wish to share it (Linux's bind table).
final class PortClaims {

    private final Shard shard;
    private final Tcb tcb = new Tcb();

    PortClaims(Shard shard) {
        this.shard = shard;
    }

    /// An opened connection's claim begins.
    void claim(Tcb opened, boolean shared) {
        Opening.claim(opened, shared ? Opening.SHARED_CLAIM : Opening.CLAIM);
        shard.ports.countOpened(opened.localPort(), 1);
    }

    /// A record is about to be free.
    void end(Tcb dying) {
        if (Opening.claim(dying) != Opening.NO_CLAIM) {
            Opening.claim(dying, Opening.NO_CLAIM);
            shard.ports.countOpened(dying.localPort(), -1);
        }
    }

    /// Whether a connection is in the way of a bind. All records are looked at, only where some connection uses the
    /// port.
    ///
    /// @param wish as for [Ports#bind]
    boolean isClaimed(Endpoints local, int wish) {
        if (shard.ports.opened(local.localPort) == 0) {
            return false;
        }
        for (int n = shard.tcp.slab.next(0); n >= 0; n = shard.tcp.slab.next(n + 1)) {
            shard.tcp.slab.at(tcb, n);
            if (tcb.localPort() == local.localPort && isAtOdds(local, wish)) {
                return true;
            }
        }
        return false;
    }

    private boolean isAtOdds(Endpoints local, int wish) {
        int claim = Opening.claim(tcb);
        boolean shared = claim == Opening.SHARED_CLAIM && (wish & Ports.REUSE) != 0;
        return claim != Opening.NO_CLAIM && !shared && IpAddress.covers(local.localHigh, local.localLow,
                (wish & Ports.IPV6_ONLY) != 0, tcb.localHigh(), tcb.localLow());
    }
}
