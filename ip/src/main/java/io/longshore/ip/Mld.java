package io.longshore.ip;

import io.longshore.wire.FrameBatch;
import io.longshore.wire.Icmpv6;
import io.longshore.wire.IpAddress;
import io.longshore.wire.NetworkOrder;
import java.util.Arrays;

/// Tells routers, and the switches that listen in, which groups we listen to (RFC 9777; RFC 2710 where a router of
/// version 1 asks): the solicited-node groups of our addresses, without which neighbour discovery would not reach us.
final class Mld {

    private static final long SECOND = 1_000_000_000L;
    private static final long MILLISECOND = 1_000_000L;
    private static final int V1_LENGTH = 24;
    /// Record types (RFC 9777 5.2.12).
    private static final int MODE_IS_EXCLUDE = 2;
    private static final int CHANGE_TO_EXCLUDE = 4;
    private static final int ROBUSTNESS = 2;
    /// How long a router of version 1 is remembered (RFC 9777 9.12).
    private static final long OLD_ROUTER = 260 * SECOND;
    /// Not even who allows no delay makes us answer more often.
    private static final long LEAST_DELAY = 100 * MILLISECOND;
    private static final long MOST_DELAY = 10 * SECOND;
    private static final long NEVER = Long.MAX_VALUE;

    private final AddressTable table;
    private final NdpOutput ndp;
    private final Randomness randomness;
    /// Unasked reports that a group still needs, because one may be lost.
    private final int[] reports = new int[AddressTable.ADDRESSES];
    private final long[] due = new long[AddressTable.ADDRESSES];
    private long oldRouterUntil;
    private boolean oldRouter;

    Mld(Interface ours, NdpOutput ndp, long secret) {
        table = ours.table();
        this.ndp = ndp;
        randomness = new Randomness(secret);
        Arrays.fill(due, NEVER);
    }

    /// An address is new, so its group is; before the address is asked for (RFC 4862 5.4.2).
    void join(int entry, long now) {
        reports[entry] = ROBUSTNESS;
        due[entry] = now;
    }

    /// A router asks (RFC 9777 6.2): for all groups, or for one.
    void query(Packet packet, long now) {
        boolean sound = packet.transportLength >= V1_LENGTH && packet.hopLimit == 1
            && IpAddress.isLinkLocal(packet.sourceHigh, packet.sourceLow);
        if (!sound) {
            return;
        }
        if (packet.transportLength == V1_LENGTH) {
            oldRouter = true;
            oldRouterUntil = now + OLD_ROUTER;
        }
        long group = packet.transportAt + Icmpv6.HEADER;
        long high = NetworkOrder.get64(packet.memory, group);
        long low = NetworkOrder.get64(packet.memory, group + 8);
        int code = NetworkOrder.get16(packet.memory, packet.transportAt + 4);
        long most = Math.clamp(delay(code) * MILLISECOND, LEAST_DELAY, MOST_DELAY);
        for (int entry = 0; entry < table.size(); entry++) {
            boolean asked = (high | low) == 0
                || high == NdpOutput.LINK_GROUP && low == NdpOutput.solicitedNode(table.lows[entry]);
            if (asked) {
                due[entry] = Math.min(due[entry], now + Math.floorMod((long) randomness.next() << 6, most));
            }
        }
    }

    /// The most milliseconds until the answer (RFC 9777 5.1.3).
    private static long delay(int code) {
        return code < 0x8000 ? code : (code & 0xFFFL | 0x1000) << (code >> 12 & 7) + 3;
    }

    void turn(FrameBatch out, long now) {
        oldRouter &= now < oldRouterUntil;
        for (int entry = 0; entry < table.size(); entry++) {
            if (now >= due[entry] && !out.isFull()) {
                report(entry, out, now);
            }
        }
    }

    private void report(int entry, FrameBatch out, long now) {
        due[entry] = NEVER;
        if (table.states[entry] <= AddressTable.DUPLICATE) {
            return;
        }
        int type = reports[entry] > 0 ? CHANGE_TO_EXCLUDE : MODE_IS_EXCLUDE;
        ndp.report(out.add(), table.lows[entry], oldRouter ? 0 : type);
        if (reports[entry] > 0) {
            reports[entry]--;
            due[entry] = reports[entry] > 0 ? now + Math.floorMod((long) randomness.next() << 4, SECOND) : NEVER;
        }
    }

    /// When [#turn(FrameBatch, long)] is due; `Long.MAX_VALUE` for never.
    long deadline() {
        long deadline = NEVER;
        for (int entry = 0; entry < table.size(); entry++) {
            deadline = Math.min(deadline, due[entry]);
        }
        return deadline;
    }
}
