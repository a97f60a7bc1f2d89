package io.longshore.ip;

import io.longshore.wire.Ipv4;
import java.lang.foreign.Arena;

/// Puts fragmented datagrams together (RFC 791 3.2, RFC 815), within limits that an attacker cannot stretch: a fixed
/// number of datagrams, fewer from one source, 64 fragments each, 30 seconds. Overlapping fragments ruin their
/// datagram (as RFC 5722 demands of IPv6); only a fragment that came twice, the same bytes, is forgiven.
///
/// The few datagrams are looked through one by one: there is no hash table whose key could be guessed.
public final class Reassembly {

    static final int DATAGRAMS = 64;
    static final int PER_SOURCE = 16;
    /// From the first fragment that came to the last (Linux's `ipfrag_time`).
    static final long TIMEOUT = 30_000_000_000L;

    private final IpCounters counters;
    private final Datagram[] datagrams = new Datagram[DATAGRAMS];
    /// Not free.
    private int occupied;
    /// No datagram times out before.
    private long nextTimeout = Long.MAX_VALUE;

    /// @param arena where datagrams' memory is allocated when first needed, 64 KiB each, and kept
    public Reassembly(IpCounters counters, Arena arena) {
        this.counters = counters;
        for (int i = 0; i < DATAGRAMS; i++) {
            datagrams[i] = new Datagram(arena);
        }
    }

    /// Takes a fragment.
    ///
    /// @param packet the fragment; if it was the last one missing, it becomes the whole datagram
    /// @return [IpVerdict#HELD], or [IpVerdict#DROPPED] with its reason, or null if the datagram is whole
    IpVerdict fragment(Packet packet, long now) {
        counters.count(IpCounter.REASSEMBLY_REQUIRED);
        Datagram datagram = find(packet);
        if (datagram == null) {
            datagram = begin(packet, now);
        }
        if (datagram == null) {
            return fails(packet, IpCounter.REASSEMBLY_FAILS);
        }
        return switch (datagram.add(packet)) {
            case KEPT -> IpVerdict.HELD;
            case WHOLE -> whole(datagram, packet);
            case OVERLAPS -> fails(packet, IpCounter.REASSEMBLY_OVERLAPS);
            case MALFORMED -> fails(packet, IpCounter.REASSEMBLY_FAILS);
        };
    }

    private static IpVerdict fails(Packet packet, IpCounter reason) {
        packet.reason = reason;
        return IpVerdict.DROPPED;
    }

    private IpVerdict whole(Datagram datagram, Packet packet) {
        datagram.deliver(packet);
        counters.count(IpCounter.REASSEMBLED);
        return null;
    }

    private Datagram find(Packet packet) {
        int id = Ipv4.id(packet.memory, packet.networkAt);
        for (int i = 0; i < DATAGRAMS && occupied > 0; i++) {
            if (datagrams[i].collects(packet, id)) {
                return datagrams[i];
            }
        }
        return null;
    }

    private Datagram begin(Packet packet, long now) {
        Datagram free = null;
        int before = 0;
        for (int i = 0; i < DATAGRAMS; i++) {
            if (datagrams[i].isFree()) {
                free = datagrams[i];
            } else if (datagrams[i].isFrom(packet.source())) {
                before++;
            }
        }
        if (free == null || before >= PER_SOURCE) {
            return null;
        }
        occupied++;
        free.begin(packet, now + TIMEOUT);
        nextTimeout = Math.min(nextTimeout, now + TIMEOUT);
        return free;
    }

    /// Frees what was delivered in an earlier turn, and ends what took too long. Once a turn.
    ///
    /// @param expired becomes what is there of a datagram that has timed out and whose first fragment came
    /// @return whether there is such a one: its sender must be told (RFC 1122 3.3.2); call again
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
