package io.longshore.ip;

import io.longshore.wire.Ethernet;
import io.longshore.wire.Frame;
import io.longshore.wire.FrameBatch;
import io.longshore.wire.IpAddress;
import java.lang.foreign.Arena;

/// Which neighbour has which Ethernet address, and whether it is still there: RFC 4861 section 7.3 for IPv6, and in the
/// same way for IPv4 over ARP (RFC 826, RFC 1122 2.3.2), with Linux's timings.
///
/// What a neighbour says unasked is believed where nothing is known; whoever is known is asked at its old address
/// before it counts as moved, and at most once a second, so that a forged claim does not take a living neighbour's
/// traffic.
public final class Neighbours {

    /// [#resolve(long, long, long)]: the neighbour is being asked.
    public static final long PENDING = -1;
    /// [#resolve(long, long, long)]: the neighbour does not answer.
    public static final long UNREACHABLE = -2;

    static final long SECOND = 1_000_000_000L;
    /// A neighbour's address is not challenged twice within this time (Linux's `locktime`).
    static final long LOCKED = SECOND;
    /// Who was spoken to within this time is not displaced by who speaks.
    static final long PRECIOUS = 60 * SECOND;

    private static final long NONE = 0;

    private final Interface ours;
    private final IpSettings settings;
    private final IpCounters counters;
    private final HeldFrames held;
    private final NeighbourTable table;
    private final NdpOutput ndp;
    private final Randomness randomness;
    private final RateLimit solicitations = new RateLimit(null);

    private final byte[] states;
    private final long[] macs = new long[NeighbourTable.ENTRIES];
    /// Another address that the neighbour is said to have now.
    private final long[] challengers = new long[NeighbourTable.ENTRIES];
    private final byte[] requests = new byte[NeighbourTable.ENTRIES];
    /// INCOMPLETE, DELAY, PROBE: when the next question is due. REACHABLE: until when. FAILED: not asked again before.
    private final long[] due = new long[NeighbourTable.ENTRIES];
    /// When the Ethernet address was last set or questioned.
    private final long[] changed = new long[NeighbourTable.ENTRIES];
    /// The earliest `due` of those to be asked, or earlier.
    private long nextRequest = Long.MAX_VALUE;

    /// @param secret keys the table
    Neighbours(Interface ours, NdpOutput ndp, IpCounters counters, Arena arena, long secret) {
        this.ours = ours;
        this.ndp = ndp;
        this.counters = counters;
        settings = ours.settings();
        held = new HeldFrames(arena, ours.mtu() + Ethernet.HEADER);
        table = new NeighbourTable(secret);
        states = table.states;
        randomness = new Randomness(~secret);
    }

    /// The neighbour's Ethernet address, or [#PENDING] or [#UNREACHABLE].
    public long resolve(long high, long low, long now) {
        if (ours.isPointToPoint()) {
            return ours.peerMac();
        }
        int entry = table.find(high, low);
        if (entry < 0) {
            return sought(high, low, now);
        }
        table.used[entry] = now;
        return switch (states[entry]) {
            case NeighbourTable.REACHABLE -> reachable(entry, now);
            case NeighbourTable.STALE -> stale(entry, now);
            case NeighbourTable.FAILED -> failed(entry, now);
            case NeighbourTable.INCOMPLETE -> PENDING;
            default -> macs[entry];
        };
    }

    /// Begins to ask for a neighbour, if there is room for it and not too many are asked for.
    private long sought(long high, long low, long now) {
        if (!solicitations.allows(settings.solicitationsPerSecond, settings.solicitationsPerSecond, now)) {
            counters.count(IpCounter.NEIGHBOUR_LIMITED);
            return PENDING;
        }
        int entry = table.displaced(high, low, Long.MAX_VALUE, settings.neighbourThreshold);
        if (entry < 0) {
            counters.count(IpCounter.NEIGHBOUR_TABLE_FULL);
            return PENDING;
        }
        enter(entry, high, low, now);
        table.used[entry] = now;
        ask(entry, NeighbourTable.INCOMPLETE, now);
        return PENDING;
    }

    private long reachable(int entry, long now) {
        return now - due[entry] >= 0 ? stale(entry, now) : macs[entry];
    }

    /// RFC 4861 7.3.3: used, and asked about if nothing is heard of it within five seconds.
    private long stale(int entry, long now) {
        ask(entry, NeighbourTable.DELAY, now + settings.delayFirstProbe);
        return macs[entry];
    }

    /// Says that there is no answer, and has it tried again, but not more often than once a second.
    private long failed(int entry, long now) {
        if (now - due[entry] >= 0) {
            ask(entry, NeighbourTable.INCOMPLETE, now);
        }
        return UNREACHABLE;
    }

    /// Keeps a copy of a frame for a neighbour that is being asked for.
    ///
    /// @return false if there is no room for it
    boolean hold(long high, long low, Frame frame) {
        return table.find(high, low) >= 0 && held.hold(high, low, frame);
    }

    /// The peer behind this neighbour has heard from us: it is reachable (RFC 4861 7.3.1), and where it was.
    void confirm(long high, long low, long now) {
        int entry = table.find(high, low);
        if (entry >= 0 && states[entry] >= NeighbourTable.STALE) {
            challengers[entry] = NONE;
            believe(entry, now);
        }
    }

    private void believe(int entry, long now) {
        states[entry] = NeighbourTable.REACHABLE;
        long base = settings.baseReachable;
        // RFC 4861 6.3.2: between a half and one and a half of the base, so that neighbours do not ask in step
        due[entry] = now + base / 2 + Math.floorMod((long) randomness.next() << 8, Math.max(1, base));
    }

    /// Takes what a neighbour says about itself unasked: it asked for us, or announced itself.
    ///
    /// @param wanted it spoke to us, so that it may be entered if it is not there
    void heard(long high, long low, long mac, boolean wanted, long now) {
        int entry = table.find(high, low);
        if (entry < 0 && wanted) {
            // Who is spoken to is not displaced by who speaks.
            entry = table.displaced(high, low, now - PRECIOUS, settings.neighbourThreshold);
            if (entry >= 0) {
                enter(entry, high, low, now);
                table.used[entry] = now - PRECIOUS;
            }
        }
        if (entry < 0) {
            counters.count(IpCounter.NEIGHBOUR_IGNORED);
        } else if (states[entry] < NeighbourTable.STALE) {
            take(entry, mac, NeighbourTable.STALE, now);
        } else if (macs[entry] != mac) {
            challenge(entry, mac, now);
        }
    }

    /// Takes an answer to a question of ours, if it is one.
    ///
    /// @param mac the neighbour's address, or [#PENDING] if the answer does not repeat it
    void answered(long high, long low, long mac, long now) {
        int entry = table.find(high, low);
        if (entry < 0 || states[entry] == NeighbourTable.FAILED || mac < 0 && states[entry] < NeighbourTable.STALE) {
            counters.count(IpCounter.NEIGHBOUR_IGNORED);
        } else if (states[entry] == NeighbourTable.INCOMPLETE) {
            take(entry, mac, NeighbourTable.REACHABLE, now);
            believe(entry, now);
        } else if (mac >= 0 && macs[entry] != mac) {
            challenge(entry, mac, now);
        } else if (states[entry] == NeighbourTable.PROBE) {
            challengers[entry] = NONE;
            believe(entry, now);
        } else {
            counters.count(IpCounter.NEIGHBOUR_IGNORED);
        }
    }

    private void take(int entry, long mac, byte state, long now) {
        macs[entry] = mac;
        states[entry] = state;
        challengers[entry] = NONE;
        changed[entry] = now;
        held.answered(table.highs[entry], table.lows[entry], mac);
    }

    /// A known neighbour is said to have another address now: it is asked once at the old one.
    private void challenge(int entry, long mac, long now) {
        if (now - changed[entry] < LOCKED || challengers[entry] != NONE) {
            counters.count(IpCounter.NEIGHBOUR_IGNORED);
            return;
        }
        counters.count(IpCounter.NEIGHBOUR_CHALLENGED);
        changed[entry] = now;
        challengers[entry] = mac;
        ask(entry, NeighbourTable.PROBE, now);
        requests[entry] = (byte) (settings.unicastSolicitations - 1);
    }

    /// Sends what is due: questions, and held frames whose neighbour has answered. Once a turn.
    void turn(FrameBatch out, long now) {
        held.turn(out);
        if (now >= nextRequest) {
            nextRequest = Long.MAX_VALUE;
            for (int entry = 0; entry < NeighbourTable.ENTRIES; entry++) {
                repeat(entry, out, now);
            }
        }
    }

    /// When [#turn(FrameBatch, long)] is due; `Long.MAX_VALUE` for never.
    long deadline() {
        return held.waiting() ? Long.MIN_VALUE : nextRequest;
    }

    private void repeat(int entry, FrameBatch out, long now) {
        if (isAsked(entry) && now - due[entry] >= 0) {
            request(entry, out, now);
        }
        if (isAsked(entry)) {
            nextRequest = Math.min(nextRequest, due[entry]);
        }
    }

    private boolean isAsked(int entry) {
        return switch (states[entry]) {
            case NeighbourTable.INCOMPLETE, NeighbourTable.DELAY, NeighbourTable.PROBE -> true;
            default -> false;
        };
    }

    private void request(int entry, FrameBatch out, long now) {
        if (states[entry] == NeighbourTable.DELAY) {
            ask(entry, NeighbourTable.PROBE, now);
        }
        boolean known = states[entry] == NeighbourTable.PROBE;
        if (requests[entry] >= (known ? settings.unicastSolicitations : settings.multicastSolicitations)) {
            unanswered(entry, now);
        } else if (!out.isFull()) {
            requests[entry]++;
            due[entry] = now + settings.retransmit;
            solicit(entry, known ? macs[entry] : PENDING, out);
        }
    }

    private void solicit(int entry, long mac, FrameBatch out) {
        Frame frame = out.add();
        if (IpAddress.isIpv4(table.highs[entry], table.lows[entry])) {
            ArpOutput.request(frame, ours, mac < 0 ? Ethernet.BROADCAST : mac, (int) table.lows[entry]);
            counters.count(IpCounter.ARP_OUT_REQUESTS);
        } else if (!ndp.solicit(frame, table.highs[entry], table.lows[entry], mac)) {
            out.removeLast();
        }
    }

    /// A challenged neighbour has moved; another is not there.
    private void unanswered(int entry, long now) {
        if (challengers[entry] != NONE) {
            counters.count(IpCounter.NEIGHBOUR_MOVED);
            take(entry, challengers[entry], NeighbourTable.STALE, now);
            return;
        }
        states[entry] = NeighbourTable.FAILED;
        due[entry] = now + SECOND;
        held.forget(table.highs[entry], table.lows[entry]);
        counters.count(IpCounter.NEIGHBOUR_UNANSWERED);
        ours.routers().failed(table.highs[entry], table.lows[entry]);
    }

    private void ask(int entry, byte state, long when) {
        states[entry] = state;
        requests[entry] = 0;
        due[entry] = when;
        nextRequest = Math.min(nextRequest, when);
    }

    private void enter(int entry, long high, long low, long now) {
        table.enter(entry, high, low);
        challengers[entry] = NONE;
        changed[entry] = now - LOCKED;
    }

    /// Neighbours in the table, whatever their state.
    int size() {
        return table.size();
    }
}
