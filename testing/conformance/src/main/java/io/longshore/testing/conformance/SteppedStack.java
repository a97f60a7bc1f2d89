package io.longshore.testing.conformance;

import io.longshore.channel.CutOff;
import io.longshore.channel.HostAttachment;
import io.longshore.channel.HostContext;
import io.longshore.channel.RegionLayout;
import io.longshore.stack.Lease;
import io.longshore.stack.OwnAddresses;
import io.longshore.stack.ServerAttachment;
import io.longshore.stack.StackAgent;
import io.longshore.stack.StackConfig;
import io.longshore.tcp.Tcb;
import io.longshore.tcp.TcpSettings;
import io.longshore.wire.IpAddress;
import io.longshore.wire.Prefix;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;

/// A fresh stack that moves only when it is told to: the product's own agent, an application's region in this process,
/// and a wire of bare IP packets. One thread. Its time is whatever it was advanced to.
public final class SteppedStack implements AutoCloseable {

    /// A timer that is not armed.
    public static final long NEVER = Long.MAX_VALUE;

    private static final int SLOTS = 1024;
    private static final int LOG2_RING = 24;
    private static final int CONNECTIONS = 1024;
    private static final int LOG2_TIMER_TICK = 10;
    /// Turns at one instant after which something is going round in circles.
    private static final int RESTLESS = 100_000;
    private static final Path KERNEL_RANDOMNESS = Path.of("/dev/urandom");

    private final Arena arena = Arena.ofShared();
    private final PacketLink link;
    private final StackAgent agent;
    private final ServerAttachment served;
    private final HostAttachment attachment;
    private final HostContext context;
    private final TcpSettings settings;
    private long now;
    private long epoch;
    private String failure;

    /// With a secret of its own, fresh for each stack: nothing of one session tells anything of another.
    public SteppedStack(StackSpec spec) {
        this(spec, secret());
    }

    /// With a given secret: the same happens at the same time.
    public SteppedStack(StackSpec spec, StackConfig.Secret secret) {
        now = spec.start();
        settings = spec.settings();
        // Each timer fires at its own instant, to the microsecond.
        settings.log2TimerTick = LOG2_TIMER_TICK;
        link = new PacketLink(spec.mtu());
        RegionLayout layout = new RegionLayout(SLOTS, 1, 1, LOG2_RING);
        try {
            MemorySegment memory = SessionMemory.map(arena, layout.bytes());
            agent = new StackAgent(config(spec, secret), link, arena.allocate((long) CONNECTIONS * Tcb.BYTES, 64), now);
            served = new ServerAttachment(0, layout, 0, memory, new SessionLease(memory));
            agent.attach(served);
            attachment = HostAttachment.over(SessionMemory.region(memory), layout, () -> { });
            context = attachment.openContext();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a session's memory", e);
        }
        settle();
    }

    /// All that is sent goes to the wire's other end, whoever that is.
    private static StackConfig config(StackSpec spec, StackConfig.Secret secret) {
        List<Prefix> own = spec.local().stream().map(Prefix::parse).toList();
        List<IpAddress> gateways = spec.gateways().stream().map(IpAddress::parse)
                .filter(gateway -> own.stream().noneMatch(prefix -> isSame(prefix, gateway))).toList();
        OwnAddresses addresses = new OwnAddresses(own, gateways, PacketLink.NEIGHBOUR_MAC);
        return new StackConfig(0, addresses, 1, secret, spec.settings());
    }

    private static boolean isSame(Prefix own, IpAddress address) {
        return own.high() == address.high() && own.low() == address.low();
    }

    private static StackConfig.Secret secret() {
        try (InputStream in = Files.newInputStream(KERNEL_RANDOMNESS)) {
            ByteBuffer bytes = ByteBuffer.wrap(in.readNBytes(2 * Long.BYTES));
            return new StackConfig.Secret(bytes.getLong(), bytes.getLong());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + KERNEL_RANDOMNESS, e);
        }
    }

    // --- Time -------------------------------------------------------------------------------------------------------

    public long now() {
        return now;
    }

    /// What the driver's clock calls 0.
    void epoch(long instant) {
        epoch = instant;
    }

    /// Nanoseconds, as the driver's clock has them.
    long sinceEpoch() {
        return now - epoch;
    }

    /// When the stack has something to do by itself, [#NEVER] if it never has.
    public long deadline() {
        return agent.deadline();
    }

    /// Moves time forward to an instant; each timer on the way fires at its own.
    public void advanceTo(long time) {
        advance(() -> false, time);
    }

    /// Moves time forward until a condition holds, or to an instant, or until no timer is armed any more.
    ///
    /// @return whether the condition holds
    public boolean advance(BooleanSupplier condition, long limit) {
        settle();
        while (!condition.getAsBoolean()) {
            long next = agent.deadline();
            if (next > limit || next == NEVER) {
                move(limit);
                return false;
            }
            move(next);
        }
        return true;
    }

    private void move(long time) {
        if (time > now && time != NEVER) {
            now = time;
            settle();
        }
    }

    /// Turns until all that has come from the wire and from the application has had its effect.
    public void settle() {
        link.now(now);
        int rounds = 0;
        boolean restless = true;
        while (restless) {
            int work = agent.turn(now);
            restless = work > 0 || link.hasIncoming() || agent.deadline() <= now;
            if (rounds++ > RESTLESS) {
                throw new IllegalStateException("the stack does not come to rest");
            }
        }
        for (int slot = context.next(); slot >= 0; slot = context.next()) {
            // Events are hints; who is interested looks at the registers.
            continue;
        }
        check();
    }

    private void check() {
        if (agent.counters().frameFaults > 0) {
            throw new IllegalStateException("the stack failed", agent.counters().lastFault);
        }
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
    }

    // --- The wire ---------------------------------------------------------------------------------------------------

    /// An IP packet arrives now; all of its effects are there when this returns.
    public void inject(byte[] packet) {
        link.inject(packet);
        settle();
    }

    /// The oldest packet sent that nobody has taken yet, or null.
    public SentPacket sniff() {
        return link.poll();
    }

    public boolean hasSent() {
        return link.hasSent();
    }

    // --- The application's side -------------------------------------------------------------------------------------

    /// Slots to be had. After registers were written and rung, [#settle].
    public HostAttachment host() {
        return attachment;
    }

    public HostContext context() {
        return context;
    }

    /// TCP's settings, which may be changed between steps.
    public TcpSettings settings() {
        return settings;
    }

    public StackAgent agent() {
        return agent;
    }

    @Override
    public void close() {
        agent.close();
        arena.close();
    }

    /// The session is its own lender.
    private final class SessionLease implements Lease {

        private final MemorySegment memory;

        private SessionLease(MemorySegment memory) {
            this.memory = memory;
        }

        @Override
        public void bell(int number) {
            // Nobody sleeps.
        }

        @Override
        public void discard(long at, long bytes) {
            memory.asSlice(at, bytes).fill((byte) 0);
        }

        @Override
        public void cutOff(CutOff reason) {
            failure = "the session's attachment was cut off: " + reason.sentence();
        }

        @Override
        public void ended() {
            failure = "the session's attachment has ended";
        }
    }
}
