package io.longshore.testing.simulation;

import io.longshore.agent.VirtualClock;
import io.longshore.link.MemoryCable;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Two machines and the cable between them, on virtual time, from one seed.
final class World implements AutoCloseable {

    private static final long SECOND = 1_000_000_000L;
    /// Initial sequence numbers count these nanoseconds (RFC 6528, 3).
    private static final long ISN_TICK = 4_000;
    private static final int CABLE_FRAMES = 128;
    /// Turns at one instant after which something is going round in circles.
    private static final int RESTLESS = 100_000;
    /// Virtual time after which a world must have come to its end.
    private static final long LIFETIME = 40L * 3_600 * SECOND;

    private final Scenario scenario;
    private final VirtualClock clock;
    private final Arena arena = Arena.ofConfined();
    private final SimulatedHost[] hosts = new SimulatedHost[2];
    private final List<Conversation> conversations = new ArrayList<>();
    private final List<Conversation> waiting = new ArrayList<>();
    private boolean closing;
    private long talkedUntil;

    World(Scenario scenario) {
        this.scenario = scenario;
        clock = new VirtualClock(scenario.clock);
        MemoryCable cable = new MemoryCable(scenario.mtu, scenario.offloads, CABLE_FRAMES);
        hosts[0] = new SimulatedHost(scenario, 0, cable.left(), clock, arena);
        hosts[1] = new SimulatedHost(scenario, 1, cable.right(), clock, arena);
        hosts[0].meet(hosts[1]);
        hosts[1].meet(hosts[0]);
        for (SimulatedHost host : hosts) {
            host.listen();
            if (scenario.relistenAt > scenario.clock) {
                host.dawdle();
            }
        }
        Conversation lastOnPort = null;
        for (int i = 0; i < scenario.conversations; i++) {
            long start = clock.nanoTime() + 1 + scenario.random.nextLong(2 * SECOND);
            Conversation next = new Conversation(i, scenario.opening(), scenario.plans(), start, lastOnPort);
            lastOnPort = next.opening == Conversation.Opening.SAME_PORT ? next : lastOnPort;
            conversations.add(next);
        }
        waiting.addAll(conversations);
    }

    /// The world of a seed. In one of four the first connection's sequence numbers wrap early: a rehearsal tells its
    /// initial sequence number, which moves with the clock.
    static World of(long seed) {
        if ((seed & 3) != 0) {
            return new World(new Scenario(seed, 0));
        }
        try (World rehearsal = new World(new Scenario(seed, 0))) {
            int untilWrap = -rehearsal.firstInitialSequence() - 1 - (int) (seed >>> 2 & 0x3fff);
            return new World(new Scenario(seed, Integer.toUnsignedLong(untilWrap) * ISN_TICK));
        }
    }

    private int firstInitialSequence() {
        Conversation first = waiting.stream().min(Comparator.comparingLong(Conversation::startsAt)).orElseThrow();
        SimulatedHost host = hosts[first.side()];
        while (host.connections() == 0) {
            if (waiting.isEmpty() || !step()) {
                return 0;
            }
        }
        return host.firstInitialSequence();
    }

    /// Turns until all is over; returns a hash of all that happened.
    long run() {
        try {
            boolean goesOn = true;
            while (goesOn) {
                goesOn = step();
            }
            end();
        } catch (RuntimeException | AssertionError failure) {
            throw new SimulationFailure(describe(failure), failure);
        }
        return hosts[0].traceHash() * 31 + hosts[1].traceHash();
    }

    /// One round of both hosts, or the way to the next instant; false if nothing is left to happen.
    private boolean step() {
        kill();
        relisten();
        start();
        int rounds = 0;
        while (hosts[0].turn() | hosts[1].turn()) {
            if (rounds++ > RESTLESS) {
                throw new SimulationFailure("does not come to rest");
            }
        }
        long next = Math.min(hosts[0].deadline(), hosts[1].deadline());
        if (!closing) {
            next = Math.min(next, talk());
            next = scenario.relistenAt > clock.nanoTime() ? Math.min(next, scenario.relistenAt) : next;
            next = scenario.victim >= 0 && !hosts[scenario.victim].isDead() ? Math.min(next, scenario.killedAt) : next;
        }
        if (next == Long.MAX_VALUE || closing && hosts[0].remains() == null && hosts[1].remains() == null) {
            return false;
        }
        if (next - scenario.clock > LIFETIME) {
            throw new SimulationFailure("comes to no end");
        }
        clock.advanceTo(Math.max(next, clock.nanoTime()));
        return true;
    }

    private void kill() {
        long now = clock.nanoTime();
        if (closing || scenario.victim < 0 || hosts[scenario.victim].isDead() || now < scenario.killedAt) {
            return;
        }
        hosts[scenario.victim].die();
        for (Conversation conversation : conversations) {
            conversation.die(scenario.victim, now);
        }
    }

    private void relisten() {
        if (!closing && clock.nanoTime() == scenario.relistenAt) {
            hosts[0].relisten();
            hosts[1].relisten();
            // Who waited in a queue was reset; a client that has nothing to send may never hear of it.
            long now = clock.nanoTime();
            conversations.stream().filter(one -> !waiting.contains(one)).forEach(one -> one.bePatient(now));
        }
    }

    private void start() {
        long now = clock.nanoTime();
        for (int i = waiting.size() - 1; i >= 0; i--) {
            if (waiting.get(i).isDue(now)) {
                start(waiting.remove(i), now);
            }
        }
    }

    private void start(Conversation conversation, long now) {
        int side = conversation.side();
        boolean crossed = conversation.opening == Conversation.Opening.CROSSED;
        if (hosts[side].isDead() || hosts[1 - side].isDead()) {
            conversation.client.die(now);
            conversation.server.die(now);
        } else {
            int port = crossed ? conversation.port : SimulatedHost.PORT;
            conversation.client.connect(hosts[side], hosts[1 - side].address(), port);
        }
        if (crossed && !conversation.server.isDone()) {
            conversation.server.connect(hosts[1 - side], hosts[side].address(), conversation.port);
        }
    }

    /// Ends conversations whose other end is gone; when all are over the listeners are closed. Returns when to come
    /// again.
    private long talk() {
        long next = Long.MAX_VALUE;
        boolean over = true;
        for (Conversation conversation : conversations) {
            conversation.losePatience(clock.nanoTime());
            over &= conversation.isOver();
            if (conversation.client.isPostponed() && !waiting.contains(conversation)) {
                waiting.add(conversation);
            }
            next = Math.min(next, conversation.deadline());
        }
        for (Conversation conversation : waiting) {
            boolean held = conversation.before != null && !conversation.before.isOver();
            next = held ? next : Math.min(next, conversation.startsAt());
        }
        if (over) {
            closing = true;
            talkedUntil = clock.nanoTime();
            hosts[0].closeListener();
            hosts[1].closeListener();
            return clock.nanoTime();
        }
        return next;
    }

    private void end() {
        if (!closing) {
            throw new SimulationFailure("nothing will ever happen again, and not all is over");
        }
        for (SimulatedHost host : hosts) {
            String left = host.remains();
            if (left != null) {
                throw new SimulationFailure("when all was over: " + left);
            }
        }
        // A SYN that is older than what TIME-WAIT remembers has to wait for its end: a second use of a port is no test.
        boolean quiet = scenario.victim < 0 && scenario.relistenAt < scenario.clock;
        if (scenario.perfect && quiet && conversations.stream().allMatch(one -> one.before == null)) {
            hosts[0].expectNoRetransmission();
            hosts[1].expectNoRetransmission();
        }
    }

    private String describe(Throwable failure) {
        StringBuilder text = new StringBuilder(failure.toString()).append("\n  after ")
                .append((clock.nanoTime() - scenario.clock) / 1_000_000).append(" ms and ").append(frames())
                .append(" frames of ").append(scenario);
        for (Conversation conversation : conversations) {
            text.append("\n  ").append(conversation);
        }
        return text.append("\n  replay: ./mvnw -q -pl testing/simulation -am test -Dtest=SimulationTest ")
                .append("-Dsurefire.failIfNoSpecifiedTests=false -Dlongshore.seed=").append(scenario.seed).toString();
    }

    /// Virtual nanoseconds from the first conversation's start until all were over.
    long talkedFor() {
        return talkedUntil - conversations.get(0).startsAt();
    }

    long frames() {
        return hosts[0].frames() + hosts[1].frames();
    }

    @Override
    public void close() {
        hosts[0].end();
        hosts[1].end();
        arena.close();
    }
}
