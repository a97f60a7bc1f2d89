package io.longshore.ip;

import io.longshore.wire.SipHash;

/// Makes addresses of our own: the link-local one, and one for each prefix that a router offers (RFC 4862 5.3 and 5.5).
/// The second half is a keyed hash of prefix and interface (RFC 7217): the same whenever we come back to a network,
/// another in each network, and not to be guessed.
final class AddressGenerator {

    private static final long LINK_LOCAL = 0xFE80_0000_0000_0000L;
    private static final long SECOND = 1_000_000_000L;
    /// RFC 4862 5.5.3 e: a lifetime is not cut below this by an advertisement that anybody can forge.
    private static final long TWO_HOURS = 7200 * SECOND;
    private static final int TRIES = 3;
    private static final int ONLY_ITSELF = 128;

    private final Interface ours;
    private final AddressTable table;
    private final DuplicateDetection detection;
    private final Mld mld;
    private final SipHash hash;
    /// How often an address turned out to be another's (RFC 7217 section 6).
    private final int[] tries = new int[AddressTable.ADDRESSES];
    private final boolean[] made = new boolean[AddressTable.ADDRESSES];

    AddressGenerator(Interface ours, DuplicateDetection detection, Mld mld, long secret) {
        this.ours = ours;
        this.detection = detection;
        this.mld = mld;
        table = ours.table();
        long stable = ours.stableSecret() == 0 ? secret : ours.stableSecret();
        hash = SipHash.strong(stable, ~stable);
    }

    /// The first turn: addresses that were given are asked for, and a link-local one is made.
    void begin(long now) {
        if (ours.isPointToPoint() || !ours.speaksIpv6()) {
            return;
        }
        for (int entry = 0; entry < table.size(); entry++) {
            tentative(entry, now);
        }
        make(LINK_LOCAL, now);
    }

    private void tentative(int entry, long now) {
        mld.join(entry, now);
        detection.begin(entry, now);
    }

    private int make(long high, long now) {
        int entry = table.add(high, identifier(high, 0), ONLY_ITSELF);
        if (entry >= 0) {
            made[entry] = true;
            tries[entry] = 0;
            tentative(entry, now);
        }
        return entry;
    }

    private long identifier(long high, int counter) {
        return hash.hash(high, ours.mac(), counter);
    }

    /// The address is another's: if we made it, we make the next (RFC 7217 section 6).
    void duplicate(int entry, long now) {
        detection.failed(entry);
        if (made[entry] && tries[entry] < TRIES) {
            tries[entry]++;
            table.lows[entry] = identifier(table.highs[entry], tries[entry]);
            tentative(entry, now);
        }
    }

    /// A router offers a prefix of 64 bits to make addresses from (RFC 4862 5.5.3).
    ///
    /// @param preferred lifetimes, nanoseconds, `Long.MAX_VALUE` for ever
    void prefix(long high, long preferred, long valid, long now) {
        if (!ours.isAutoconfigured() || !ours.settings().autoconf || preferred > valid || high == LINK_LOCAL) {
            return;
        }
        int entry = find(high);
        if (entry < 0 && valid > 0) {
            entry = make(high, now);
            set(entry, preferred, valid, now);
        } else if (entry >= 0) {
            long left = table.validUntil[entry] - now;
            boolean longer = valid > TWO_HOURS || valid > left;
            set(entry, preferred, longer ? valid : Math.min(left, TWO_HOURS), now);
        }
    }

    private int find(long high) {
        for (int entry = 0; entry < table.size(); entry++) {
            if (made[entry] && table.highs[entry] == high && table.states[entry] != AddressTable.FREE) {
                return entry;
            }
        }
        return -1;
    }

    private void set(int entry, long preferred, long valid, long now) {
        if (entry < 0) {
            return;
        }
        table.preferredUntil[entry] = Routers.until(preferred, now);
        table.validUntil[entry] = Routers.until(valid, now);
        if (table.states[entry] >= AddressTable.DEPRECATED) {
            table.states[entry] = preferred > 0 ? AddressTable.PREFERRED : AddressTable.DEPRECATED;
        }
    }
}
