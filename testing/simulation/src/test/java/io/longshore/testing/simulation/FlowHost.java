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
import io.longshore.stack.Lease;
import io.longshore.stack.OwnAddresses;
import io.longshore.stack.ServerAttachment;
import io.longshore.stack.StackAgent;
import io.longshore.stack.StackConfig;
import io.longshore.tcp.TcbSlab;
import io.longshore.tcp.TcpCounters;
import io.longshore.tcp.TcpSettings;
import io.longshore.wire.Prefix;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;

/// One machine at an end of a shared path: whatever connects to it is read and forgotten, and whatever it opens is kept
/// full of zeros.
final class FlowHost implements Lease {

    private static final int NETWORK = 0x0a000000;
    private static final int PORT = 80;
    private static final int SLOTS = 128;
    private static final int LOG2_RING = 22;
    private static final byte[] ZEROS = new byte[1 << 16];

    private final VirtualClock clock;
    private final BottleneckLink link;
    private final int address;
    private final MemorySegment memory;
    private final StackAgent agent;
    private final HostAttachment attachment;
    private final HostContext context;
    private final Map<Integer, HostSlot> streams = new HashMap<>();
    private HostSlot listener;
    private boolean stackAwake = true;
    private boolean hostAwake = true;

    FlowHost(int side, BottleneckLink link, VirtualClock clock, Arena arena, TcpSettings settings) {
        this.clock = clock;
        this.link = link;
        address = NETWORK + 1 + side;
        RegionLayout layout = new RegionLayout(SLOTS, 1, 1, LOG2_RING);
        memory = SparseMemory.map(arena, layout.bytes());
        StackConfig config = new StackConfig(0, OwnAddresses.of(new Prefix(address, 24), 0), 1,
                new StackConfig.Secret(1 + side, 2), settings);
        agent = new StackAgent(config, link, arena.allocate(TcbSlab.bytes(SLOTS), 64), clock.nanoTime());
        agent.attach(new ServerAttachment(0, layout, 0, memory, this));
        try {
            attachment = HostAttachment.over(SparseMemory.region(memory), layout, () -> stackAwake = true);
            context = attachment.openContext();
        } catch (IOException e) {
            throw new SimulationFailure("cannot attach", e);
        }
    }

    int address() {
        return address;
    }

    TcpCounters counters() {
        return agent.tcpCounters();
    }

    void listen() {
        listener = attachment.open(context.number());
        listener.local(Address128.ANY, PORT);
        listener.backlog(SLOTS);
        listener.request(SlotLayout.REQUEST_LISTEN);
        attachment.ring(listener);
    }

    /// Opens a stream that never ends; its slot's `acknowledged` is what has arrived.
    HostSlot open(int to, int algorithm) {
        HostSlot slot = attachment.open(context.number());
        slot.option(SlotLayout.CONGESTION, algorithm);
        slot.local(Address128.ANY, 0);
        slot.remote(Address128.ofIpv4(to), PORT);
        slot.request(SlotLayout.REQUEST_CONNECT);
        attachment.ring(slot);
        streams.put(slot.number(), slot);
        return slot;
    }

    /// One turn of each half that is awake; false if both sleep.
    boolean turn() {
        boolean stackTurned = turnStack();
        return turnApplication() || stackTurned;
    }

    private boolean turnStack() {
        long now = clock.nanoTime();
        if (!stackAwake && link.nextArrival() > now && agent.deadline() > now) {
            return false;
        }
        agent.awake();
        stackAwake = true;
        agent.turn(now);
        if (agent.counters().frameFaults > 0) {
            throw new SimulationFailure("the stack failed", agent.counters().lastFault);
        }
        if (agent.deadline() > now && agent.fallAsleep()) {
            stackAwake = false;
        }
        return true;
    }

    private boolean turnApplication() {
        if (!hostAwake) {
            return false;
        }
        context.awake();
        for (int number = context.next(); number >= 0; number = context.next()) {
            if (listener != null && number == listener.number()) {
                accept();
            } else if (streams.containsKey(number)) {
                serve(streams.get(number));
            }
        }
        context.fallAsleep();
        hostAwake = !context.isQuiet();
        return true;
    }

    private void accept() {
        for (long entry = listener.nextAccepted(); entry != AcceptEntry.NONE; entry = listener.nextAccepted()) {
            attachment.ring(listener);
            HostSlot slot = attachment.accept(entry, context.number());
            streams.put(slot.number(), slot);
            serve(slot);
        }
    }

    private void serve(HostSlot slot) {
        if (slot.hasConditions(SlotLayout.CONDITION_ERROR)) {
            throw new SimulationFailure("errno " + slot.error());
        }
        if (listener != null) {
            slot.skip(slot.available());
            if (slot.isReadNews()) {
                attachment.ring(slot);
            }
        } else if (slot.state() == SlotLayout.STATE_ESTABLISHED) {
            fill(slot);
        }
    }

    private void fill(HostSlot slot) {
        boolean more = true;
        while (more) {
            boolean wrote = slot.write(ZEROS, 0, ZEROS.length) > 0;
            if (wrote) {
                attachment.ring(slot);
            }
            more = wrote || slot.askForRoom();
        }
    }

    /// When it will turn again, if nothing comes from outside.
    long deadline() {
        if (stackAwake || hostAwake) {
            return clock.nanoTime();
        }
        return Math.min(link.nextArrival(), agent.deadline());
    }

    void end() {
        agent.close();
    }

    @Override
    public void bell(int number) {
        hostAwake = true;
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
        throw new SimulationFailure("the attachment has ended");
    }
}
