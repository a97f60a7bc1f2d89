package io.longshore.ip;

import java.lang.foreign.Arena;

/// Puts fragmented datagrams of both families together (RFC 791 3.2, RFC 815, RFC 8200 4.5), within limits that an
/// attacker cannot stretch: a fixed number of datagrams, fewer from one source, 64 fragments each, 30 or 60 seconds.
/// Overlapping fragments ruin their datagram (RFC 5722 section 3, here for IPv4 too); only a fragment that came twice,
/// the same bytes, is forgiven.
///
/// Where there is no room the oldest datagram makes place, of the same source if that has its share: a flood wastes
/// nobody's thirty seconds. The few datagrams are looked through one by one: there is no hash table whose key could be
/// guessed, and a fragment costs [#DATAGRAMS] steps and [Datagram#FRAGMENTS], whoever sends it.
public final class Reassembly {

    static final int DATAGRAMS = 64;
    static final int PER_SOURCE = 16;
    /// What one datagram's memory counts for, against `ipfrag_high_thresh`.
    static final int DATAGRAM_BYTES = 1 << 16;

    private final IpSettings settings;
    private final IpCounters counters;
    private final Datagram[] datagrams = new Datagram[DATAGRAMS];
    /// Not free.
    private int occupied;
    /// Datagrams so far.
    private long begun;
    /// No datagram times out before.
    private long nextTimeout = Long.MAX_VALUE;

    /// @param arena where datagrams' memory is allocated when first needed, 64 KiB each, and kept
    public Reassembly(IpSettings settings, IpCounters counters, Arena arena) {
        this.settings = settings;
        this.counters = counters;
        for (int i = 0; i < DATAGRAMS; i++) {
            datagrams[i] = new Datagram(arena);
        }
    }

    /// Takes a fragment.
    ///
    /// @param packet the fragment; if it was the last one missing, it becomes the whole datagram
    /// @return [IpVerdict#HELD], or [IpVerdict#DROPPED] with its reason, or null if the datagram is whole
    IpVerdict fragment(Packet packet, Fragment fragment, long now) {
        boolean six = packet.version == 6;
        counters.count(six ? IpCounter.REASSEMBLY6_REQUIRED : IpCounter.REASSEMBLY_REQUIRED);
        Datagram datagram = find(packet, fragment);
        if (datagram == null) {
            datagram = begin(packet, fragment, now);
        }
        if (datagram == null) {
            return fails(packet, six ? IpCounter.REASSEMBLY6_FAILS : IpCounter.REASSEMBLY_FAILS);
        }
        return switch (datagram.add(packet, fragment)) {
            case KEPT -> IpVerdict.HELD;
            case WHOLE -> whole(datagram, packet);
            case OVERLAPS -> fails(packet, six ? IpCounter.REASSEMBLY6_OVERLAPS : IpCounter.REASSEMBLY_OVERLAPS);
            case MALFORMED -> fails(packet, six ? IpCounter.REASSEMBLY6_FAILS : IpCounter.REASSEMBLY_FAILS);
        };
    }

    private static IpVerdict fails(Packet packet, IpCounter reason) {
        packet.reason = reason;
        return IpVerdict.DROPPED;
    }

    private IpVerdict whole(Datagram datagram, Packet packet) {
        counters.count(packet.version == 6 ? IpCounter.REASSEMBLED6 : IpCounter.REASSEMBLED);
        datagram.deliver(packet);
        return null;
    }

    private Datagram find(Packet packet, Fragment fragment) {
        for (int i = 0; i < DATAGRAMS && occupied > 0; i++) {
            if (datagrams[i].collects(packet, fragment)) {
                return datagrams[i];
            }
        }
        return null;
    }

    private Datagram begin(Packet packet, Fragment fragment, long now) {
        Datagram place = place(packet);
        if (place == null) {
            return null;
        }
        occupied++;
        long timeout = now + (packet.version == 6 ? settings.fragmentTime6 : settings.fragmentTime);
        place.begin(packet, fragment, timeout, begun++);
        nextTimeout = Math.min(nextTimeout, timeout);
        return place;
    }

    /// A free datagram, freed for this if need be; null if there are none but delivered ones.
    private Datagram place(Packet packet) {
        Datagram free = null;
        Datagram oldest = null;
        Datagram oldestOfSource = null;
        int before = 0;
        for (Datagram datagram : datagrams) {
            if (datagram.isFree()) {
                free = datagram;
            } else if (!datagram.isDelivered()) {
                oldest = older(datagram, oldest);
                oldestOfSource = datagram.isFrom(packet) ? older(datagram, oldestOfSource) : oldestOfSource;
                before += datagram.isFrom(packet) ? 1 : 0;
            }
        }
        boolean full = free == null || occupied >= limit(packet.version);
        Datagram victim = before >= PER_SOURCE ? oldestOfSource : full ? oldest : null;
        if (victim != null) {
            counters.count(packet.version == 6 ? IpCounter.REASSEMBLY6_EVICTED : IpCounter.REASSEMBLY_EVICTED);
            free(victim);
            return victim;
        }
        return full ? null : free;
    }

    private static Datagram older(Datagram one, Datagram other) {
        return other == null || one.isOlderThan(other) ? one : other;
    }

    /// Datagrams at a time.
    private int limit(int version) {
        long bytes = version == 6 ? settings.fragmentHighThreshold6 : settings.fragmentHighThreshold;
        return (int) Math.min(DATAGRAMS, bytes / DATAGRAM_BYTES);
    }

    /// Frees what was delivered in an earlier turn, and ends what took too long. Once a turn.
    ///
    /// @param expired becomes what is there of a datagram that has timed out and whose first fragment came
    /// @return whether there is such a one: its sender must be told (RFC 1122 3.3.2, RFC 8200 4.5); call again
    boolean turn(Packet expired, long now) {
        if (occupied == 0) {
            return false;
        }
        nextTimeout = Long.MAX_VALUE;
        for (int i = 0; i < DATAGRAMS; i++) {
            if (end(datagrams[i], expired, now)) {
                return true;
            }
            nextTimeout = Math.min(nextTimeout, datagrams[i].timeout());
        }
        return false;
    }

    /// Frees a datagram if its time is over.
    ///
    /// @return whether there is something to tell its sender
    private boolean end(Datagram datagram, Packet expired, long now) {
        if (datagram.isDelivered()) {
            free(datagram);
            return false;
        }
        if (now < datagram.timeout()) {
            return false;
        }
        counters.count(IpCounter.REASSEMBLY_TIMEOUTS);
        boolean reported = datagram.expire(expired);
        free(datagram);
        return reported;
    }

    private void free(Datagram datagram) {
        datagram.free();
        occupied--;
    }

    /// When [#turn(Packet, long)] is due; `Long.MAX_VALUE` for never.
    public long deadline() {
        return nextTimeout;
    }

    /// Datagrams not yet done with.
    int occupied() {
        return occupied;
    }
}
