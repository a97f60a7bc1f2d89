package io.longshore.testing.simulation;

import io.longshore.agent.VirtualClock;
import io.longshore.channel.AcceptEntry;
import io.longshore.channel.Address128;
import io.longshore.channel.CutOff;
import io.longshore.channel.HostAttachment;
import io.longshore.channel.HostContext;
import io.longshore.channel.HostSlot;
import io.longshore.channel.RegionLayout;
import io.longshore.channel.SlotLayout;
import io.longshore.link.FaultyLink;
import io.longshore.link.MemoryLink;
import io.longshore.stack.Lease;
import io.longshore.stack.ServerAttachment;
import io.longshore.stack.OwnAddresses;
import io.longshore.stack.StackAgent;
import io.longshore.stack.StackConfig;
import io.longshore.stack.StackAudit;
import io.longshore.sysctl.SettingTable;
import io.longshore.tcp.Errno;
import io.longshore.tcp.TcbSlab;
import io.longshore.tcp.TcpCounters;
import io.longshore.wire.Prefix;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// One machine: a stack as the TCP Server runs it, an application's region, and the applications. Each half sleeps
/// by the protocol of the real ones and turns only when a bell, a frame or the time wakes it.
final class SimulatedHost implements Lease {

    static final int PORT = 80;
    private static final int SLOTS = 128;
    private static final int CONNECTIONS = 128;
    private static final int NETWORK = 0x0a000000;
    private static final long NETWORK6 = 0xfd00_0000_0000_0000L;

    private final VirtualClock clock;
    private final MemoryLink wire;
    /// Null where the wire is all there is.
    private final BottleneckLink path;
    private final FaultyLink faulty;
    private final TracingLink trace;
    private final boolean wireBad;
    private final MemorySegment memory;
    private final StackAgent agent;
    private final StackAudit audit;
    private final ServerAttachment served;
    private final HostAttachment attachment;
    private final HostContext context;
    private final Map<Integer, Peer> peers = new HashMap<>();
    private final Map<Integer, Peer> clientsByPort = new HashMap<>();
    private final Prefix address;
    private final SplittableRandom options;
    private SimulatedHost neighbour;
    private HostSlot listener;
    private final int backlog;
    private boolean dawdling;
    private boolean relistened;
    private boolean dead;
    private boolean ended;
    private boolean stackAwake = true;
    private boolean hostAwake = true;
    private long wakeAt = Long.MAX_VALUE;

    SimulatedHost(Scenario scenario, int side, MemoryLink wire, VirtualClock clock, Arena arena) {
        this.clock = clock;
        this.wire = wire;
        backlog = scenario.backlog;
        wireBad = scenario.badness > 0;
        long faultSeed = scenario.random.nextLong();
        PathSpec spec = scenario.paths[side];
        path = spec == null ? null : new BottleneckLink(wire, spec, clock, ~faultSeed);
        faulty = new FaultyLink(path == null ? wire : path, scenario.faults[side], clock, faultSeed);
        trace = new TracingLink(faulty, clock, scenario);
        address = scenario.ipv6 ? new Prefix(NETWORK6, 1 + side, 64) : new Prefix(NETWORK + 1 + side, 24);
        options = scenario.random.split();
        RegionLayout layout = new RegionLayout(SLOTS, 1, 1, scenario.log2Ring);
        memory = SparseMemory.map(arena, layout.bytes());
        StackConfig config = new StackConfig(0, new OwnAddresses(List.of(address), List.of()), 1,
                new StackConfig.Secret(scenario.firstSecret + side, scenario.secondSecret), scenario.settings());
        agent = new StackAgent(config, trace, arena.allocate(TcbSlab.bytes(CONNECTIONS), 64), clock.nanoTime());
        // The addresses are ours at once: what happens while one is looked for is a matter of tests of ip.
        agent.tables().settings().apply("net.ipv6.conf.all.dad_transmits", "0", SettingTable.Occasion.START);
        audit = StackAudit.of(agent);
        served = new ServerAttachment(0, layout, 0, memory, this);
        agent.attach(served);
        try {
            attachment = HostAttachment.over(SparseMemory.region(memory), layout, () -> stackAwake = true);
            context = attachment.openContext();
        } catch (IOException e) {
            throw new SimulationFailure("cannot attach", e);
        }
    }

    void meet(SimulatedHost other) {
        neighbour = other;
    }

    Address128 address() {
        return new Address128(address.high(), address.low());
    }

    boolean isWireBad() {
        return wireBad;
    }

    // --- What applications do ---------------------------------------------------------------------------------------

    void listen() {
        listener = attachment.open(context.number());
        listener.local(Address128.ANY, PORT);
        listener.backlog(backlog);
        listener.request(SlotLayout.REQUEST_LISTEN);
        attachment.ring(listener);
    }

    /// Accepts nobody until [#relisten].
    void dawdle() {
        dawdling = true;
    }

    /// The listener is closed with all that waits in its queue, and another opened at once.
    void relisten() {
        if (!dead && dawdling) {
            dawdling = false;
            relistened = true;
            attachment.close(listener, 0);
            listen();
        }
    }

    /// Whether connections that were never accepted may have been reset.
    boolean hasRelistened() {
        return relistened;
    }

    /// Whether it reset what was no cookie. Text that overtakes the first acknowledgment of a SYN cookie is none: who
    /// sent it was connected, and is refused (RFC 9293, 3.10.7.2; Linux the same).
    boolean hasRefusedCookies() {
        return agent.tcpCounters().syncookiesFailed > 0;
    }

    SimulatedHost neighbour() {
        return neighbour;
    }

    /// Option bits for a slot; keep-alive only where the wire is good, for it gives up soon.
    int options() {
        int bits = options.nextInt(16) & (SlotLayout.OPTION_NO_DELAY | SlotLayout.OPTION_QUICK_ACK);
        return wireBad || options.nextBoolean() ? bits : bits | SlotLayout.OPTION_KEEP_ALIVE;
    }

    HostSlot open(Peer peer) {
        HostSlot slot = attachment.open(context.number());
        if (slot == null) {
            throw new SimulationFailure("no slot is free");
        }
        peers.put(slot.number(), peer);
        return slot;
    }

    void ring(HostSlot slot) {
        attachment.ring(slot);
    }

    void close(HostSlot slot, int abort) {
        if (!dead) {
            peers.remove(slot.number());
            attachment.close(slot, abort);
        }
    }

    /// From now on what comes from this peer's port is its conversation's.
    void nameClient(Peer peer) {
        clientsByPort.put(peer.localPort(), peer);
    }

    void wakeAt(long time) {
        wakeAt = Math.min(wakeAt, time);
    }

    /// Nobody is accepted any more.
    void closeListener() {
        if (dead) {
            return;
        }
        if (listener.result() != 0 || listener.state() != SlotLayout.STATE_LISTENING) {
            throw new SimulationFailure("the listener is in state " + listener.state());
        }
        attachment.close(listener, 0);
        listener = null;
    }

    private void acceptAll(long now) {
        for (long entry = next(); entry != AcceptEntry.NONE; entry = next()) {
            HostSlot slot = attachment.accept(entry, context.number());
            Peer client = neighbour.clientsByPort.get(slot.remotePort());
            if (client == null) {
                throw new SimulationFailure("accepted from port " + slot.remotePort() + ", which is nobody's");
            }
            Peer server = client.conversation.server;
            if (server.isDone() && agent.tcpCounters().syncookiesRecv > 0) {
                // A cookie is good as often as it comes back: a late copy of the handshake's end, or of the text that
                // went with it, opens the connection once more (RFC 4987, 3.6; Linux the same).
                attachment.close(slot, SlotLayout.INTENT_ABORT);
                continue;
            }
            peers.put(slot.number(), server);
            server.accepted(this, slot, now);
            server.look(now);
        }
    }

    private long next() {
        long entry = listener.nextAccepted();
        if (entry != AcceptEntry.NONE) {
            attachment.ring(listener);
        }
        return entry;
    }

    /// The application is killed: what it held is the stack's to bury.
    void die() {
        dead = true;
        peers.clear();
        wakeAt = Long.MAX_VALUE;
        hostAwake = false;
        agent.bury(served, clock.nanoTime());
        stackAwake = true;
    }

    boolean isDead() {
        return dead;
    }

    // --- Turning ----------------------------------------------------------------------------------------------------

    /// One turn of each half that is awake; false if both sleep.
    boolean turn() {
        boolean stackTurned = turnStack();
        return turnApplications() || stackTurned;
    }

    private boolean turnStack() {
        long now = clock.nanoTime();
        if (!stackAwake && nextArrival() > now && agent.deadline() > now) {
            return false;
        }
        agent.awake();
        stackAwake = true;
        agent.turn(now);
        audit();
        if (agent.deadline() > now && agent.fallAsleep()) {
            stackAwake = false;
        }
        return true;
    }

    private void audit() {
        if (agent.counters().frameFaults > 0) {
            throw new SimulationFailure("the stack failed", agent.counters().lastFault);
        }
        String violation = audit.violation();
        if (violation != null) {
            throw new SimulationFailure(violation);
        }
    }

    private boolean turnApplications() {
        long now = clock.nanoTime();
        if (dead || !hostAwake && wakeAt > now) {
            return false;
        }
        context.awake();
        if (wakeAt <= now) {
            wakeAt = Long.MAX_VALUE;
            peers.values().stream().toList().forEach(peer -> peer.look(now));
        }
        for (int slot = context.next(); slot >= 0; slot = context.next()) {
            news(slot, now);
        }
        context.fallAsleep();
        hostAwake = !context.isQuiet();
        return true;
    }

    private void news(int slot, long now) {
        if (listener != null && slot == listener.number()) {
            newsOfListener(now);
        } else if (peers.containsKey(slot)) {
            peers.get(slot).look(now);
        }
    }

    private void newsOfListener(long now) {
        if (listener.isAnswered() && listener.result() == Errno.EADDRINUSE && relistened) {
            // The one before is not closed yet.
            attachment.close(listener, 0);
            listen();
        } else if (!dawdling) {
            acceptAll(now);
        }
    }

    /// When it will turn again, if nothing comes from outside.
    long deadline() {
        if (stackAwake || hostAwake) {
            return clock.nanoTime();
        }
        return Math.min(Math.min(nextArrival(), agent.deadline()), wakeAt);
    }

    /// When the stack finds something at its link; now where it is there.
    private long nextArrival() {
        if (wire.waiting() > 0) {
            return clock.nanoTime();
        }
        return path == null ? faulty.nextArrival() : Math.min(path.nextArrival(), faulty.nextArrival());
    }

    // --- What is left -----------------------------------------------------------------------------------------------

    /// What is still held, in words; null if it is nothing.
    String remains() {
        String left = audit.remains();
        if (left == null && dead && !ended) {
            left = "the dead application's region";
        } else if (left == null && !dead && attachment.openSlots() > 0) {
            left = attachment.openSlots() + " slots of the host are not free";
        }
        return left;
    }

    /// Over a perfect wire nothing is sent twice, unless queues on the way or those of listeners were full; but for
    /// probes of the tail (RFC 8985, 7), which overtake an acknowledgment that is delayed for more text.
    void expectNoRetransmission() {
        boolean lossless = dropped() + neighbour.dropped() == 0;
        long sentAgain = agent.tcpCounters().retransSegs - agent.tcpCounters().tcpLossProbes;
        if (lossless && sentAgain > 0) {
            throw new SimulationFailure(sentAgain + " segments were sent again over a perfect wire, "
                    + agent.tcpCounters().tcpTimeouts + " timeouts");
        }
    }

    private long dropped() {
        TcpCounters counters = agent.tcpCounters();
        return faulty.lost() + wire.dropped() + counters.listenDrops + counters.listenOverflows;
    }

    int connections() {
        return agent.connections();
    }

    /// The initial sequence number of the connection that was opened first.
    int firstInitialSequence() {
        return audit.firstInitialSequence();
    }

    long traceHash() {
        return trace.hash();
    }

    long frames() {
        return trace.frames();
    }

    void end() {
        agent.close();
    }

    @Override
    public void bell(int number) {
        hostAwake = !dead;
    }

    @Override
    public void discard(long at, long bytes) {
        memory.asSlice(at, bytes).fill((byte) 0);
    }

    @Override
    public void cutOff(CutOff reason) {
        throw new SimulationFailure("cut off: " + reason);
    }

    @Override
    public void ended() {
        if (!dead) {
            throw new SimulationFailure("the attachment has ended");
        }
        ended = true;
    }
}
