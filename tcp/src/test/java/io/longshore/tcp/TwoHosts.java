package io.longshore.tcp;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.BooleanSupplier;

/// Two hosts on a wire that delays, and may lose, duplicate and reorder, on virtual time.
final class TwoHosts {

    static final int LEFT = 0x0a000001;
    static final int RIGHT = 0x0a000002;
    static final long MILLISECOND = 1_000_000L;

    private record Flight(long at, long order, TestHost.Packet packet) {
    }

    final TcpSettings settings = new TcpSettings();
    final TestHost left;
    final TestHost right;
    final Random random;
    double loss;
    double duplication;
    double reordering;
    long delay = 5 * MILLISECOND;
    long now = 1_000 * MILLISECOND;
    long sent;
    /// Every packet is shown to it; it says whether the packet is lost.
    java.util.function.Predicate<TestHost.Packet> filter = packet -> false;

    private final PriorityQueue<Flight> flights = new PriorityQueue<>((a, b) ->
            a.at != b.at ? Long.compare(a.at, b.at) : Long.compare(a.order, b.order));

    TwoHosts(long seed) {
        this(seed, settings -> { });
    }

    TwoHosts(long seed, java.util.function.Consumer<TcpSettings> set) {
        set.accept(settings);
        random = new Random(seed);
        left = new TestHost(LEFT, settings, seed + 1);
        right = new TestHost(RIGHT, settings, seed + 2);
    }

    /// Lets time pass until the condition holds; false if it does not within so many milliseconds.
    boolean runUntil(long milliseconds, BooleanSupplier condition) {
        long end = now + milliseconds * MILLISECOND;
        for (int turns = 0; now <= end; turns++) {
            if (turns > 1_000_000) {
                throw new AssertionError("a million turns");
            }
            turn();
            if (condition.getAsBoolean()) {
                return true;
            }
            long next = Math.min(left.deadline(), right.deadline());
            if (!flights.isEmpty()) {
                next = Math.min(next, flights.peek().at());
            }
            now = Math.max(now, Math.min(next, end + 1));
        }
        return condition.getAsBoolean();
    }

    void run(long milliseconds) {
        runUntil(milliseconds, () -> false);
    }

    private void turn() {
        List<TestHost.Packet> wire = new ArrayList<>();
        while (!flights.isEmpty() && flights.peek().at() <= now) {
            TestHost.Packet packet = flights.poll().packet();
            (packet.destination() == LEFT ? left : right).deliver(packet, now, wire);
        }
        left.readAll();
        right.readAll();
        left.turn(now, wire);
        right.turn(now, wire);
        for (TestHost.Packet packet : wire) {
            launch(packet);
        }
    }

    private void launch(TestHost.Packet packet) {
        sent++;
        if (filter.test(packet) || random.nextDouble() < loss) {
            return;
        }
        long slower = random.nextDouble() < reordering ? random.nextLong(20 * MILLISECOND) : 0;
        flights.add(new Flight(now + delay + slower, sent, packet));
        if (random.nextDouble() < duplication) {
            flights.add(new Flight(now + delay + slower + MILLISECOND, sent, packet));
        }
    }
}
