package io.longshore.stack;

import io.longshore.agent.TimerWheel;
import io.longshore.channel.RegionLayout;
import io.longshore.channel.SlotLayout;
import io.longshore.ip.Network;
import io.longshore.memory.RingGeometry;
import io.longshore.tcp.ReceiveBuffer;
import io.longshore.tcp.Tcb;
import io.longshore.tcp.Tcp;

/// What the rooms of one shard have in common: its TCP, its applications, and what waits to be done in this turn.
final class Shard {

    /// A new ring's geometry.
    static final long NEW_RING = RingGeometry.of(0, RegionLayout.INITIAL_LOG2_RING);

    final int number;
    /// The present turn's time.
    long now;
    /// By how much the present turn began later than it should have; 0: not worth mentioning.
    long late;
    final Network network;
    final Tcp tcp;
    final Loopback loopback = new Loopback();
    final Connections connections;
    final TimerWheel timers;
    final Ports ports = new Ports();
    final PortClaims claims = new PortClaims(this);
    final StackCounters counters = new StackCounters();
    /// Applications by number; null where there is none.
    final ServerAttachment[] attachments;
    /// Connections that may have something to send.
    final NumberQueue ready;
    /// Connections whose slots' registers have to be written.
    final NumberQueue news;
    final IdleMemory idle;
    final RingMemory memory = new RingMemory(this);
    final WaitAccounts waits;
    /// Listening slots by listener number.
    final ListeningSlot[] listening = new ListeningSlot[1024];
    private final Tcb asked = new Tcb();
    private long random;

    Shard(StackConfig config, Tcp tcp, Network network, long now) {
        this.number = config.shard();
        this.now = now;
        this.network = network;
        this.random = config.secret().first() ^ Long.rotateLeft(config.secret().second(), 32);
        this.tcp = tcp;
        tcp.opening.reserve(ports::isBound);
        tcp.opening.whenReplaced(claims::end);
        int capacity = tcp.slab.capacity();
        int bound = Integer.highestOneBit(Math.max(64, capacity) * 2 - 1);
        connections = new Connections(capacity);
        waits = new WaitAccounts(this, capacity);
        timers = new TimerWheel(capacity, now, tcp.settings.log2TimerTick);
        attachments = new ServerAttachment[config.attachments()];
        ready = new NumberQueue(bound);
        news = new NumberQueue(bound);
        idle = new IdleMemory(this, bound, now);
    }

    /// Where to begin to look for a free port: unpredictable as long as the secret is (SplitMix64).
    int nextRandom() {
        random += 0x9E37_79B9_7F4A_7C15L;
        long mixed = (random ^ random >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D0_49BB_1331_11EBL;
        return (int) (mixed >>> 32);
    }

    /// The ring that a new connection begins with: its first window fits twice, for segments that go beyond it.
    static long newRing(ServerAttachment attachment, Tcb tcb) {
        int log2 = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, 2 * ReceiveBuffer.full(tcb)) - 1);
        return RingGeometry.of(0, Math.clamp(log2, RegionLayout.INITIAL_LOG2_RING, attachment.layout().log2Ring()));
    }

    /// The attachment that a connection belongs to, or null if it is nobody's.
    ServerAttachment attachmentOf(Tcb tcb) {
        return tcb.slot() < 0 ? null : attachments[tcb.attachment()];
    }

    /// The record of the connection that a slot holds, or null; the view is lent until the next such question.
    Tcb connection(int attachment, int slot) {
        ServerAttachment found = attachments[attachment];
        boolean connected = found != null && (found.state[slot] == SlotLayout.STATE_CONNECTING
                || found.state[slot] == SlotLayout.STATE_ESTABLISHED);
        return connected ? tcp.slab.at(asked, found.owner[slot]) : null;
    }

    /// Says that a connection's slot has something to tell.
    void tell(Tcb tcb, int mark) {
        connections.mark(tcb.number(), mark);
        news.add(tcb.number());
    }

    /// Arms the wheel for a connection's earliest timer. An entry that fires too early is put back then, which is
    /// rarer than the moves of the timers.
    void arm(Tcb tcb) {
        long deadline = tcb.deadline();
        if (deadline < timers.deadline(tcb.number())) {
            timers.arm(tcb.number(), deadline);
        }
    }
}
