package io.longshore.ip;

import io.longshore.wire.Ethernet;
import io.longshore.wire.Frame;
import io.longshore.wire.FrameBatch;
import java.lang.foreign.Arena;

/// Which neighbour has which Ethernet address (RFC 826, RFC 1122 2.3.2).
///
/// A bounded table of sets of eight: a keyed hash chooses the set, and a new neighbour displaces the least useful of
/// its set. A neighbour is asked once a second, three times at most. One that has answered is believed for a minute;
/// after that, when it is needed, it is asked again, directly, and used in the meantime.
public final class ArpCache {

    /// [#resolve(int, long)]: the neighbour is being asked.
    public static final long PENDING = -1;
    /// [#resolve(int, long)]: the neighbour does not answer.
    public static final long UNREACHABLE = -2;

    static final int ENTRIES = 2048;
    static final int WAYS = 8;
    static final int REQUESTS = 3;
    static final long SECOND = 1_000_000_000L;
    static final long BELIEVED = 60 * SECOND;
    /// A neighbour's address does not change twice within this time (Linux's `locktime`).
    static final long LOCKED = SECOND;

    private static final int SET_BITS = 8;

    private static final byte FREE = 0;
    /// Did not answer.
    private static final byte FAILED = 1;
    /// Asked for, not known.
    private static final byte INCOMPLETE = 2;
    /// Known, and asked again.
    private static final byte PROBED = 3;
    private static final byte REACHABLE = 4;

    private final Interface ours;
    private final IpCounters counters;
    private final HeldFrames held;
    private final int key;

    private final int[] addresses = new int[ENTRIES];
    private final long[] macs = new long[ENTRIES];
    private final byte[] states = new byte[ENTRIES];
    private final byte[] requests = new byte[ENTRIES];
    /// Asked for: when to ask again. Reachable: until when it is believed. Failed: until when it is not asked again.
    private final long[] due = new long[ENTRIES];
    private final long[] changed = new long[ENTRIES];
    private final long[] used = new long[ENTRIES];
    /// The earliest `due` of those asked for, or earlier.
    private long nextRequest = Long.MAX_VALUE;

    /// @param secret keys the table
    public ArpCache(Interface ours, IpCounters counters, Arena arena, long secret) {
        this.ours = ours;
        this.counters = counters;
        held = new HeldFrames(arena, ours.mtu() + Ethernet.HEADER);
        key = new Randomness(secret).next() | 1;
    }

    /// The neighbour's Ethernet address, or [#PENDING] or [#UNREACHABLE].
    public long resolve(int address, long now) {
        int entry = find(address);
        if (entry < 0) {
            entry = displace(address, Long.MAX_VALUE);
            enter(entry, address, now);
            ask(entry, INCOMPLETE, now);
        }
        used[entry] = now;
        return switch (states[entry]) {
            case REACHABLE -> reachable(entry, now);
            case PROBED -> macs[entry];
            case FAILED -> failed(entry, now);
            default -> PENDING;
        };
    }

    private long reachable(int entry, long now) {
        if (now - due[entry] >= 0) {
            ask(entry, PROBED, now);
        }
        return macs[entry];
    }

    /// Says that there is no answer, and has it tried again, but not more often than once a second.
    private long failed(int entry, long now) {
        if (now - due[entry] >= 0) {
            ask(entry, INCOMPLETE, now);
        }
        return UNREACHABLE;
    }

    /// Keeps a copy of a frame for a neighbour that is being asked for.
    ///
    /// @return false if there is no room for it
    boolean hold(int address, Frame frame) {
        return held.hold(address, frame);
    }

    /// Takes what a neighbour says about itself.
    ///
    /// @param wanted it spoke to us, so that it may be entered if it is not there
    void learn(int address, long mac, boolean wanted, long now) {
        int entry = find(address);
        if (entry < 0) {
            // Who is spoken to is not displaced by who speaks.
            entry = wanted ? displace(address, now - BELIEVED) : -1;
            if (entry < 0) {
                counters.count(IpCounter.ARP_IGNORED);
                return;
            }
            enter(entry, address, now - LOCKED);
            used[entry] = now - BELIEVED;
        }
        boolean known = states[entry] >= PROBED;
        if (known && macs[entry] != mac && now - changed[entry] < LOCKED) {
            counters.count(IpCounter.ARP_IGNORED);
            return;
        }
        if (!known || macs[entry] != mac) {
            changed[entry] = now;
        }
        macs[entry] = mac;
        states[entry] = REACHABLE;
        due[entry] = now + BELIEVED;
        held.answered(address, mac);
    }

    /// Sends what is due: requests, and held frames whose neighbour has answered. Once a turn.
    public void turn(FrameBatch out, long now) {
        held.turn(out);
        if (now >= nextRequest) {
            nextRequest = Long.MAX_VALUE;
            for (int entry = 0; entry < ENTRIES; entry++) {
                repeat(entry, out, now);
            }
        }
    }

    /// When [#turn(FrameBatch, long)] is due; `Long.MAX_VALUE` for never.
    public long deadline() {
        return held.waiting() ? Long.MIN_VALUE : nextRequest;
    }

    private void repeat(int entry, FrameBatch out, long now) {
        boolean asked = states[entry] == INCOMPLETE || states[entry] == PROBED;
        if (asked && now - due[entry] >= 0) {
            request(entry, out, now);
        }
        if (states[entry] == INCOMPLETE || states[entry] == PROBED) {
            nextRequest = Math.min(nextRequest, due[entry]);
        }
    }

    private void request(int entry, FrameBatch out, long now) {
        if (requests[entry] == REQUESTS) {
            states[entry] = FAILED;
            due[entry] = now + SECOND;
            held.forget(addresses[entry]);
            counters.count(IpCounter.ARP_UNANSWERED);
            return;
        }
        if (out.isFull()) {
            return;
        }
        requests[entry]++;
        due[entry] = now + SECOND;
        long mac = states[entry] == PROBED ? macs[entry] : Ethernet.BROADCAST;
        ArpOutput.request(out.add(), ours, mac, addresses[entry]);
        counters.count(IpCounter.ARP_OUT_REQUESTS);
    }

    private void ask(int entry, byte state, long now) {
        states[entry] = state;
        requests[entry] = 0;
        due[entry] = now;
        nextRequest = Math.min(nextRequest, now);
    }

    private void enter(int entry, int address, long now) {
        if (states[entry] == INCOMPLETE) {
            held.forget(addresses[entry]);
        }
        addresses[entry] = address;
        states[entry] = INCOMPLETE;
        changed[entry] = now;
    }

    private int set(int address) {
        int hash = (address ^ key >>> 16) * key;
        return (hash ^ hash >>> 15) * key >>> 32 - SET_BITS;
    }

    private int find(int address) {
        int first = set(address) * WAYS;
        for (int entry = first; entry < first + WAYS; entry++) {
            if (addresses[entry] == address && states[entry] != FREE) {
                return entry;
            }
        }
        return -1;
    }

    /// The entry of the address's set that is missed least: a free one, else a failed, else one only asked for, else a
    /// known one; among equals, the one not used for longest. A known one only if last used before `unusedSince`.
    private int displace(int address, long unusedSince) {
        int first = set(address) * WAYS;
        int victim = first;
        for (int entry = first + 1; entry < first + WAYS; entry++) {
            int rank = rank(entry) - rank(victim);
            if (rank < 0 || rank == 0 && used[entry] - used[victim] < 0) {
                victim = entry;
            }
        }
        boolean precious = states[victim] >= PROBED && unusedSince != Long.MAX_VALUE
            && used[victim] - unusedSince > 0;
        return precious ? -1 : victim;
    }

    private int rank(int entry) {
        return Math.min(states[entry], PROBED);
    }
}
