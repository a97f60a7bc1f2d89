package io.longshore.testing.simulation;

import io.longshore.link.Faults;
import io.longshore.link.LinkCapabilities;
import io.longshore.tcp.CongestionControl;
import io.longshore.tcp.TcpSettings;
import java.util.Arrays;
import java.util.SplittableRandom;

/// All that a seed decides about a world before it begins to turn.
final class Scenario {

    private static final long MS = 1_000_000;
    private static final int LEAST_IPV6_MTU = 1_280;
    /// A wire that loses nothing by itself may still be too slow for who has little patience.
    private static final double CONGESTED = 1e-6;
    private static final int[] MTUS = {576, 1_280, 1_500, 1_500, 1_500, 9_000};

    final long seed;
    final SplittableRandom random;
    int mtu;
    int offloads;
    /// The worst chance of a frame's loss or corruption, either way; 1 if the wire is cut.
    double badness;
    final Faults[] faults = new Faults[2];
    /// Whether the wire keeps order and loses nothing, and its rate does not make queues.
    boolean perfect;
    int log2Ring;
    final int backlog;
    /// Most bytes of one stream.
    final int most;
    int conversations;
    /// When the world begins.
    final long clock;
    /// Side whose application is killed, −1 for none, and when.
    int victim;
    final long killedAt;
    /// When both listeners, which nobody accepted from until then, are closed and opened again; never if it is
    /// before the beginning.
    long relistenAt;
    /// When the wire is cut, and when it is mended: equal if it is not.
    final long cutFrom;
    long cutTo;
    /// Bytes that the only conversation moves from client to server, as fast as it can; 0 for what the seed says.
    int bulk;
    /// Whether SACK, timestamps, scaling and CUBIC are on, as usual, instead of as the seed says.
    private boolean usual;
    /// Whether the two speak IPv6.
    boolean ipv6;
    final long firstSecret;
    final long secondSecret;

    /// What each direction's path is like before its faults; null where there is no more to it.
    final PathSpec[] paths = new PathSpec[2];
    /// What tcp_ecn is where there are such paths.
    private int pathEcn;

    /// @param later nanoseconds by which all happens later than the seed says
    Scenario(long seed, long later) {
        this.seed = seed;
        random = new SplittableRandom(seed);
        mtu = MTUS[random.nextInt(MTUS.length)];
        boolean corrupt = random.nextInt(3) == 0;
        boolean offload = !corrupt && random.nextInt(4) == 0;
        offloads = offload ? LinkCapabilities.CHECKSUM | LinkCapabilities.SEGMENTATION : 0;
        double worst = 0;
        perfect = random.nextInt(5) == 0;
        for (int side = 0; side < 2; side++) {
            double loss = chance(0.3);
            double corruption = corrupt ? chance(0.1) : 0;
            faults[side] = perfect ? delayed() : draw(loss, corruption);
            worst = perfect ? 0 : Math.max(worst, loss + corruption);
        }
        log2Ring = 16 + random.nextInt(4);
        backlog = 1 << random.nextInt(5);
        most = worst > 0.1 || mtu < 1_000 ? 60_000 : 500_000;
        conversations = random.nextInt(1, 7);
        clock = random.nextLong(1L << 60) + 1 + later;
        victim = random.nextInt(6) == 0 ? random.nextInt(2) : -1;
        killedAt = clock + random.nextLong(1, 8_000 * MS);
        cutFrom = clock + random.nextLong(1, 5_000 * MS);
        cutTo = cutFrom + (!perfect && random.nextInt(6) == 0 ? random.nextLong(40_000 * MS) : 0);
        badness = cutTo > cutFrom ? 1 : worst;
        relistenAt = random.nextInt(8) == 0 ? clock + random.nextLong(1, 2_500 * MS) : clock - 1;
        firstSecret = random.nextLong();
        secondSecret = random.nextLong();
        // Of its own, so that a seed is the same world in both families.
        ipv6 = mtu >= LEAST_IPV6_MTU && new SplittableRandom(~seed).nextInt(3) == 0;
        drawPaths(new SplittableRandom(seed * 31 + 19));
    }

    /// One world in four has queues of its own, which congestion fills.
    private void drawPaths(SplittableRandom own) {
        if (perfect || offloads != 0 || own.nextInt(4) != 0) {
            return;
        }
        paths[0] = PathSpec.draw(own);
        paths[1] = PathSpec.draw(own);
        pathEcn = own.nextInt(6);
        badness = Math.max(badness, CONGESTED);
    }

    /// One transfer over a wire of its own, with 20 ms there and back and nothing wrong but some loss.
    static Scenario bulk(long seed, int bytes, double loss) {
        Scenario scenario = new Scenario(seed, 0);
        scenario.mtu = 1_500;
        scenario.offloads = 0;
        scenario.faults[0] = Faults.none().delay(10 * MS, 0).queue(4_096);
        scenario.faults[1] = Faults.none().delay(10 * MS, 0).queue(4_096).loss(loss);
        scenario.perfect = loss == 0;
        scenario.badness = loss;
        scenario.log2Ring = 22;
        scenario.conversations = 1;
        scenario.victim = -1;
        scenario.cutTo = scenario.cutFrom;
        scenario.relistenAt = scenario.clock - 1;
        scenario.bulk = bytes;
        scenario.usual = true;
        scenario.ipv6 = false;
        Arrays.fill(scenario.paths, null);
        return scenario;
    }

    /// What both sides of a conversation are going to do, client first.
    Plan[] plans() {
        return bulk > 0 ? Plan.bulk(bulk) : Plan.draw(random, most);
    }

    /// How the next conversation is opened.
    Conversation.Opening opening() {
        if (bulk > 0) {
            return Conversation.Opening.PLAIN;
        }
        return switch (random.nextInt(8)) {
            case 0 -> Conversation.Opening.CROSSED;
            case 1, 2 -> Conversation.Opening.SAME_PORT;
            default -> Conversation.Opening.PLAIN;
        };
    }

    private Faults delayed() {
        return Faults.none().delay(random.nextLong(1, 60 * MS), 0).queue(offloads == 0 ? 1024 : 64);
    }

    private Faults draw(double loss, double corruption) {
        long held = random.nextLong(1, 100 * MS);
        Faults drawn = Faults.none().loss(loss).corruption(corruption).duplication(chance(0.2))
                .reordering(chance(0.3), held)
                .delay(random.nextLong(1, 60 * MS), random.nextInt(3) == 0 ? random.nextLong(10 * MS) : 0)
                .queue(offloads == 0 ? 256 : 64);
        return random.nextInt(3) == 0 ? drawn.rate(random.nextLong(1_000_000, 100_000_000)) : drawn;
    }

    /// None, little, or up to `most`.
    private double chance(double most) {
        return switch (random.nextInt(4)) {
            case 0, 1 -> 0;
            case 2 -> random.nextDouble() * most / 10;
            default -> random.nextDouble() * most;
        };
    }

    TcpSettings settings() {
        TcpSettings settings = new TcpSettings();
        if (usual) {
            return settings;
        }
        settings.sack = random.nextInt(4) != 0;
        settings.timestamps = random.nextInt(4) != 0;
        settings.windowScaling = random.nextInt(6) != 0;
        settings.congestionControl = CongestionControl.numbered(random.nextInt(1, 4));
        settings.ecn = random.nextInt(6);
        settings.pacing = random.nextInt(4) == 0;
        settings.ecn = paths[0] == null ? settings.ecn : pathEcn;
        settings.mtuProbing = paths[0] == null ? 0 : pathEcn % 3;
        return settings;
    }

    @Override
    public String toString() {
        return "seed " + seed + ": IPv" + (ipv6 ? 6 : 4) + ", mtu " + mtu + ", offloads " + offloads
                + ", rings up to 2^" + log2Ring
                + ", backlog " + backlog + ", " + conversations + " conversations, wire cut for "
                + (cutTo - cutFrom) / MS + " ms, victim " + victim + "\n  to the right: " + faults[1]
                + "\n  to the left: " + faults[0]
                + (paths[0] == null ? "" : "\n  queue to the right: " + paths[1] + "\n  to the left: " + paths[0]);
    }
}
