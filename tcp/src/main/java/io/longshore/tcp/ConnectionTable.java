package io.longshore.tcp;

import io.longshore.wire.SipHash;

/// From the addresses and ports that name a connection to its record: an index over the slab, rebuilt from it when need
/// be. Open addressing with linear probing, at most half full; a removal moves back what it would cut off, so there are
/// no tombstones to decay. The hash is keyed: who does not know the key cannot make entries collide.
public final class ConnectionTable {

    private final TcbSlab slab;
    private final SipHash hash;
    private final int mask;
    private final int[] hashes;
    /// Record number + 1; 0 where there is none.
    private final int[] entries;
    private final Tcb candidate = new Tcb();
    private final Endpoints key = new Endpoints();
    private int size;

    public ConnectionTable(TcbSlab slab, SipHash hash) {
        this.slab = slab;
        this.hash = hash;
        int places = Integer.highestOneBit(Math.max(slab.capacity(), 1)) * 4;
        mask = places - 1;
        hashes = new int[places];
        entries = new int[places];
    }

    public int size() {
        return size;
    }

    /// The number of the record with these endpoints, or −1.
    public int find(Endpoints endpoints) {
        int at = place(endpoints);
        return entries[at] - 1;
    }

    /// Enters a record by the endpoints it bears; false if there is one with the same.
    public boolean insert(Tcb tcb) {
        key.of(tcb);
        int at = place(key);
        if (entries[at] != 0) {
            return false;
        }
        hashes[at] = hash(key);
        entries[at] = tcb.number() + 1;
        size++;
        return true;
    }

    /// Takes a record out; false if it is not in.
    public boolean remove(Tcb tcb) {
        int at = place(key.of(tcb));
        if (entries[at] != tcb.number() + 1) {
            return false;
        }
        size--;
        closeGap(at);
        return true;
    }

    /// Where these endpoints are, or where they would go.
    private int place(Endpoints endpoints) {
        int wanted = hash(endpoints);
        int at = wanted & mask;
        while (entries[at] != 0 && !(hashes[at] == wanted && matches(entries[at] - 1, endpoints))) {
            at = at + 1 & mask;
        }
        return at;
    }

    private boolean matches(int number, Endpoints endpoints) {
        slab.at(candidate, number);
        return candidate.remotePort() == endpoints.remotePort && candidate.localPort() == endpoints.localPort
                && candidate.remoteLow() == endpoints.remoteLow && candidate.localLow() == endpoints.localLow
                && candidate.remoteHigh() == endpoints.remoteHigh && candidate.localHigh() == endpoints.localHigh;
    }

    /// Knuth, 6.4, algorithm R: an entry behind the gap moves into it unless its home lies cyclically within (gap, at].
    private void closeGap(int gap) {
        int hole = gap;
        for (int at = gap + 1 & mask; entries[at] != 0; at = at + 1 & mask) {
            int fromHome = at - hashes[at] & mask;
            int fromHole = at - hole & mask;
            if (fromHome >= fromHole) {
                hashes[hole] = hashes[at];
                entries[hole] = entries[at];
                hole = at;
            }
        }
        entries[hole] = 0;
    }

    private int hash(Endpoints endpoints) {
        return (int) hash.hash(endpoints.addresses(hash), endpoints.ports());
    }
}
