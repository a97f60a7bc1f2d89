package io.longshore.ip;

import io.longshore.wire.FrameBatch;

/// Asks the link before an address becomes ours (RFC 4862 5.4), with a number in each question by which we know it when
/// it comes back (RFC 7527).
final class DuplicateDetection {

    private static final long SECOND = 1_000_000_000L;
    private static final long NONCE_BITS = 0xFFFF_FFFF_FFFFL;

    private final AddressTable table;
    private final IpSettings settings;
    private final IpCounters counters;
    private final NdpOutput ndp;
    private final Randomness randomness;
    private final int[] probes = new int[AddressTable.ADDRESSES];
    private final long[] due = new long[AddressTable.ADDRESSES];
    private final long[] nonces = new long[AddressTable.ADDRESSES];

    DuplicateDetection(Interface ours, NdpOutput ndp, IpCounters counters, long secret) {
        table = ours.table();
        settings = ours.settings();
        this.ndp = ndp;
        this.counters = counters;
        randomness = new Randomness(secret);
    }

    /// Begins to ask for an address; where nobody wants to know, it is ours at once.
    void begin(int entry, long now) {
        if (settings.dadTransmits == 0) {
            table.states[entry] = AddressTable.PREFERRED;
            return;
        }
        table.states[entry] = AddressTable.TENTATIVE;
        probes[entry] = 0;
        // RFC 4862 5.4.2: not all hosts at once, after the lights come on again
        due[entry] = now + Math.floorMod((long) randomness.next() << 4, SECOND);
    }

    void turn(FrameBatch out, long now) {
        for (int entry = 0; entry < table.size(); entry++) {
            if (table.states[entry] == AddressTable.TENTATIVE && now >= due[entry]) {
                ask(entry, out, now);
            }
        }
    }

    private void ask(int entry, FrameBatch out, long now) {
        if (probes[entry] >= settings.dadTransmits) {
            table.states[entry] = AddressTable.PREFERRED;
        } else if (!out.isFull()) {
            probes[entry]++;
            due[entry] = now + settings.retransmit;
            nonces[entry] = ((long) randomness.next() << 32 | randomness.next() & 0xFFFF_FFFFL) & NONCE_BITS;
            ndp.probe(out.add(), table.highs[entry], table.lows[entry], nonces[entry]);
        }
    }

    /// Whether a solicitation with this nonce is our own.
    boolean isOwn(int entry, long nonce) {
        return probes[entry] > 0 && nonces[entry] == nonce;
    }

    /// Somebody else has the address, or wants it too: neither gets it by this (RFC 4862 5.4.5).
    void failed(int entry) {
        table.states[entry] = AddressTable.DUPLICATE;
        counters.count(IpCounter.DUPLICATE_ADDRESSES);
    }

    /// When [#turn(FrameBatch, long)] is due; `Long.MAX_VALUE` for never.
    long deadline() {
        long deadline = Long.MAX_VALUE;
        for (int entry = 0; entry < table.size(); entry++) {
            if (table.states[entry] == AddressTable.TENTATIVE) {
                deadline = Math.min(deadline, due[entry]);
            }
        }
        return deadline;
    }
}
