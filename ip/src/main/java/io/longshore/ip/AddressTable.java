package io.longshore.ip;

import io.longshore.wire.IpAddress;
import io.longshore.wire.Prefix;

/// Our IPv6 addresses: a fixed number of them, given or made from what routers advertise (RFC 4862).
final class AddressTable {

    static final int ADDRESSES = 16;

    static final byte FREE = 0;
    /// Somebody else has it (RFC 4862 5.4.5).
    static final byte DUPLICATE = 1;
    /// Not known to be unique yet: nothing is sent from it, and nothing taken for it but neighbour discovery.
    static final byte TENTATIVE = 2;
    /// In use by connections that have it, not by new ones (RFC 4862 5.5.4).
    static final byte DEPRECATED = 3;
    static final byte PREFERRED = 4;

    private static final long FOREVER = Long.MAX_VALUE;
    /// ff01::, the groups of one interface.
    private static final long INTERFACE_GROUP = 0xFF01_0000_0000_0000L;

    final long[] highs = new long[ADDRESSES];
    final long[] lows = new long[ADDRESSES];
    /// How many leading bits are known to be on the link with the address; 128 where only routers say so.
    final int[] lengths = new int[ADDRESSES];
    final byte[] states = new byte[ADDRESSES];
    final long[] preferredUntil = new long[ADDRESSES];
    final long[] validUntil = new long[ADDRESSES];
    private int size;

    AddressTable(Prefix... given) {
        for (Prefix prefix : given) {
            if (add(prefix.high(), prefix.low(), prefix.length()) < 0) {
                throw new IllegalArgumentException("An interface has at most " + ADDRESSES + " IPv6 addresses");
            }
        }
    }

    /// The entry of a new address, valid for ever, -1 if there is no room.
    int add(long high, long low, int length) {
        int entry = 0;
        while (entry < ADDRESSES && states[entry] != FREE) {
            entry++;
        }
        if (entry == ADDRESSES) {
            return -1;
        }
        highs[entry] = high;
        lows[entry] = low;
        lengths[entry] = length;
        states[entry] = PREFERRED;
        preferredUntil[entry] = FOREVER;
        validUntil[entry] = FOREVER;
        size = Math.max(size, entry + 1);
        return entry;
    }

    /// Makes all addresses tentative.
    void doubt() {
        for (int entry = 0; entry < size; entry++) {
            states[entry] = TENTATIVE;
        }
    }

    /// Entries in use are below.
    int size() {
        return size;
    }

    /// The address's entry, whatever its state, or -1.
    int find(long high, long low) {
        for (int entry = 0; entry < size; entry++) {
            if (lows[entry] == low && highs[entry] == high && states[entry] > DUPLICATE) {
                return entry;
            }
        }
        return -1;
    }

    boolean owns(long high, long low) {
        int entry = find(high, low);
        return entry >= 0 && states[entry] >= DEPRECATED;
    }

    /// Whether a group is one that we listen to: all nodes, and those of all addresses that end like one of ours
    /// (RFC 4291 2.8).
    boolean listensTo(long high, long low) {
        if (high != NdpOutput.LINK_GROUP) {
            return high == INTERFACE_GROUP && low == NdpOutput.ALL_NODES && size > 0;
        }
        for (int entry = 0; entry < size; entry++) {
            boolean group = low == NdpOutput.ALL_NODES || low == NdpOutput.solicitedNode(lows[entry]);
            if (group && states[entry] > DUPLICATE) {
                return true;
            }
        }
        return false;
    }

    /// The entry of our link-local address, or -1 while there is none to use.
    int linkLocal() {
        for (int entry = 0; entry < size; entry++) {
            if (states[entry] >= DEPRECATED && isLocal(entry)) {
                return entry;
            }
        }
        return -1;
    }

    /// Whether the address is ours or is about to be.
    boolean isAssigned(long high, long low) {
        int entry = find(high, low);
        return entry >= 0 && states[entry] != DUPLICATE;
    }

    boolean isOnLink(long high, long low) {
        for (int entry = 0; entry < size; entry++) {
            if (states[entry] > DUPLICATE && common(entry, high, low) >= lengths[entry]) {
                return true;
            }
        }
        return false;
    }

    /// Ends the lifetimes that are over (RFC 4862 5.5.4).
    void turn(long now) {
        for (int entry = 0; entry < size; entry++) {
            if (states[entry] != FREE && validUntil[entry] != FOREVER && now >= validUntil[entry]) {
                states[entry] = FREE;
            } else if (states[entry] == PREFERRED && preferredUntil[entry] != FOREVER && now >= preferredUntil[entry]) {
                states[entry] = DEPRECATED;
            }
        }
    }

    /// When [#turn(long)] is due; `Long.MAX_VALUE` for never.
    long deadline() {
        long deadline = FOREVER;
        for (int entry = 0; entry < size; entry++) {
            if (states[entry] != FREE) {
                long next = states[entry] == PREFERRED ? preferredUntil[entry] : validUntil[entry];
                deadline = Math.min(deadline, Math.min(next, validUntil[entry]));
            }
        }
        return deadline;
    }

    /// How many leading bits an address has in common with ours.
    private int common(int entry, long high, long low) {
        long first = highs[entry] ^ high;
        return first != 0 ? Long.numberOfLeadingZeros(first) : 64 + Long.numberOfLeadingZeros(lows[entry] ^ low);
    }

    /// RFC 6724 section 5, of its rules those that can matter on one interface: 1 same address, 2 scope,
    /// 3 not deprecated, 8 longest matching prefix.
    boolean choosesSource(PacketFields fields) {
        int best = -1;
        for (int entry = 0; entry < size; entry++) {
            boolean usable = states[entry] >= DEPRECATED;
            if (usable && (best < 0 || isBetter(entry, best, fields.destinationHigh, fields.destinationLow))) {
                best = entry;
            }
        }
        if (best >= 0) {
            fields.source(highs[best], lows[best]);
        }
        return best >= 0;
    }

    private boolean isBetter(int entry, int than, long high, long low) {
        int match = common(entry, high, low);
        int other = common(than, high, low);
        if (match == 128 || other == 128) {
            return match == 128;
        }
        if (isLocal(entry) != isLocal(than)) {
            return isLocal(entry) == isLocalScope(high, low);
        }
        return states[entry] == states[than] ? match > other : states[entry] > states[than];
    }

    private boolean isLocal(int entry) {
        return IpAddress.isLinkLocal(highs[entry], lows[entry]);
    }

    /// Link-local, or multicast of link-local scope or less (RFC 4291 2.7).
    private static boolean isLocalScope(long high, long low) {
        boolean multicast = high >>> 56 == 0xFF;
        return multicast ? (high >>> 48 & 0xF) <= 2 : IpAddress.isLinkLocal(high, low);
    }
}
