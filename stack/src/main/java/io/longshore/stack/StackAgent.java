package io.longshore.stack;

import io.longshore.agent.Agent;
import io.longshore.agent.Mailbox;
import io.longshore.agent.TimerWheel;
import io.longshore.channel.CutOff;
import io.longshore.ip.Network;
import io.longshore.ip.Packet;
import io.longshore.link.Link;
import io.longshore.link.LinkCapabilities;
import io.longshore.tcp.State;
import io.longshore.tcp.Tcb;
import io.longshore.tcp.TcbSlab;
import io.longshore.tcp.Tcp;
import io.longshore.tcp.TcpCounters;
import io.longshore.tcp.TcpSettings;
import io.longshore.tcp.Verdict;
import io.longshore.wire.Frame;
import io.longshore.wire.FrameBatch;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// One shard of the stack: link → ip → tcp → rings, and back. One thread, no clock, nothing shared with other shards.
///
/// Attach, bury and reports come by the [#mailbox], or from the thread that turns it.
public final class StackAgent implements Agent {

    private static final int FRAMES_IN = 64;
    private static final int FRAMES_OUT = 64;
    /// Headers, and the answers that ARP and ICMP build in place.
    private static final int OUT_ROOM = 2048;
    private static final int MOST_TIMERS = 1024;
    private static final int MAILBOX = 256;
    /// The larger IP header, and a TCP header with all options.
    private static final int MOST_HEADERS = 40 + 60;

    private final StackConfig config;
    private final Link link;
    private final Arena arena = Arena.ofShared();
    private final FrameBatch in;
    private final FrameBatch out;
    private final Network network;
    private final Tcp tcp;
    private final Shard shard;
    private final Announcer announcer;
    private final Consequences consequences;
    private final Receiver receiver;
    private final Sender sender;
    private final Doorbells doorbells;
    private final Burial burial;
    private final ConnectionFaults faults;
    private final ShardSleep sleep;
    private final Mailbox<ShardCommand> mailbox = new Mailbox<>(MAILBOX);
    private final Verdict verdict = new Verdict();
    private final Tcb tcb = new Tcb();
    private final ShardTables tables;
    private final Lateness lateness;
    private long lastTurn;

    /// @param slab memory for connection records, 64-byte aligned; its size bounds the connections
    /// @param now  the present time of the clock that turns will be told
    public StackAgent(StackConfig config, Link link, MemorySegment slab, long now) {
        this.config = config;
        this.link = link;
        lastTurn = now;
        lateness = new Lateness(now);
        LinkCapabilities capabilities = link.capabilities();
        in = new FrameBatch(arena, FRAMES_IN, capabilities.frameRoom());
        out = new FrameBatch(arena, FRAMES_OUT, OUT_ROOM);
        StackConfig.Secret secret = config.secret();
        network = new Network(config.addresses().on(capabilities), arena, secret.first() ^ secret.second());
        TcbSlab records = TcbSlab.over(slab);
        tcp = new Tcp(fit(config.tcp(), capabilities, records), records, secret.first(), secret.second());
        shard = new Shard(config, tcp, network, now);
        announcer = new Announcer(shard);
        Acceptor acceptor = new Acceptor(shard, announcer);
        consequences = new Consequences(shard, acceptor, announcer);
        sender = new Sender(shard, network, link, out, consequences);
        receiver = new Receiver(shard, network, out, consequences, sender);
        SlotEnds ends = new SlotEnds(shard, consequences);
        HostPositions positions = new HostPositions(shard);
        doorbells = new Doorbells(shard, consequences, positions, acceptor, ends);
        burial = new Burial(shard, ends, positions);
        faults = new ConnectionFaults(shard, burial, consequences, sender);
        sleep = new ShardSleep(shard, burial);
        tables = ShardTables.of(tcp, network, shard.counters);
    }

    /// TCP's view of the link. Connections in TIME-WAIT take at most half of the records: new ones come before them.
    private static TcpSettings fit(TcpSettings settings, LinkCapabilities capabilities, TcbSlab records) {
        settings.maxTimeWait = Math.min(settings.maxTimeWait, records.capacity() / 2);
        settings.mtu = capabilities.mtu();
        settings.maxSuperSegment = capabilities.offloads(LinkCapabilities.SEGMENTATION)
                ? capabilities.maxSuperSegment() - MOST_HEADERS
                : 0;
        return settings;
    }

    @Override
    public int turn(long now) {
        shard.late = lateness.turn(now);
        lastTurn = now;
        shard.now = now;
        shard.counters.turns++;
        try {
            return lateness.worked(steps(now));
        } catch (InternalError failure) {
            memoryLost(failure);
            return 1;
        }
    }

    /// The JVM reports access to memory that is no more at its next convenience, which may be anywhere: ends the
    /// attachments whose memory it is. A failure that is nobody's is thrown on.
    public void memoryLost(InternalError failure) {
        shard.counters.fault(failure);
        if (!burial.cutOffTruncated(lastTurn)) {
            throw failure;
        }
    }

    private int steps(long now) {
        int work = receive(now);
        work += commands(now);
        work += doorbells(now);
        work += timers(now);
        work += send(now);
        network.turn(out, now);
        sender.transmit();
        work += announce(now);
        giveBack(now);
        burial.sweep();
        return work;
    }

    private int receive(long now) {
        in.clear();
        int frames = link.receive(in);
        for (int i = 0; i < frames; i++) {
            if (out.isFull()) {
                sender.transmit();
            }
            receive(in.get(i), now);
        }
        // Answers may refer to the frames received.
        sender.transmit();
        shard.counters.framesIn += frames;
        return frames + receiveOwn(now);
    }

    private int receiveOwn(long now) {
        int packets = 0;
        for (Packet packet = shard.loopback.take(); packet != null; packet = shard.loopback.take()) {
            try {
                receiver.receiveOwn(packet, now);
            } catch (RuntimeException | InternalError failure) {
                faults.connection(receiver.culprit(), failure, now);
            }
            packets++;
        }
        return packets;
    }

    /// A frame from the wire can raise a counter; it never raises an exception that leaves the turn.
    private void receive(Frame frame, long now) {
        try {
            receiver.receive(frame, now);
        } catch (RuntimeException | InternalError failure) {
            faults.connection(receiver.culprit(), failure, now);
        }
    }

    private int commands(long now) {
        int done = 0;
        for (ShardCommand command = mailbox.poll(); command != null; command = mailbox.poll()) {
            command.run(this, now);
            done++;
        }
        return done;
    }

    private int doorbells(long now) {
        int done = 0;
        for (int i = 0; i < shard.attachments.length; i++) {
            ServerAttachment attachment = shard.attachments[i];
            // What the dead rang for last must not begin anything.
            if (attachment != null && !attachment.isOrphaned()) {
                done += doorbells(attachment, now);
            }
        }
        return done;
    }

    private int doorbells(ServerAttachment attachment, long now) {
        try {
            return doorbells.drain(attachment, now);
        } catch (RuntimeException | InternalError failure) {
            faults.slot(attachment, doorbells.culprit(), failure, now);
            return 1;
        }
    }

    private int timers(long now) {
        int done = 0;
        while (done < MOST_TIMERS) {
            int number = shard.timers.poll(now);
            if (number == TimerWheel.NONE) {
                break;
            }
            expire(number, now);
            done++;
        }
        return done;
    }

    private void expire(int number, long now) {
        if (!tcp.slab.isLive(number)) {
            return;
        }
        tcp.slab.at(tcb, number);
        try {
            if (tcb.deadline() <= now) {
                tcp.timers.expire(tcb, verdict, now);
                consequences.apply(tcb, verdict);
            }
            shard.arm(tcb);
        } catch (RuntimeException | InternalError failure) {
            faults.connection(number, failure, now);
        }
    }

    private int send(long now) {
        int waiting = shard.ready.size();
        for (int i = 0; i < waiting; i++) {
            int number = shard.ready.take();
            try {
                sender.send(number, now);
            } catch (RuntimeException | InternalError failure) {
                faults.connection(number, failure, now);
            }
        }
        return waiting;
    }

    private int announce(long now) {
        int waiting = shard.news.size();
        for (int i = 0; i < waiting; i++) {
            int number = shard.news.take();
            try {
                announcer.announce(number);
            } catch (RuntimeException | InternalError failure) {
                faults.connection(number, failure, now);
            }
        }
        for (int i = 0; i < shard.attachments.length; i++) {
            ServerAttachment attachment = shard.attachments[i];
            if (attachment != null && !attachment.isCutOff()) {
                attachment.bells().flush();
            }
        }
        return waiting;
    }

    private void giveBack(long now) {
        try {
            shard.idle.turn(now);
        } catch (RuntimeException | InternalError failure) {
            faults.connection(shard.idle.culprit(), failure, now);
        }
    }

    @Override
    public long deadline() {
        if (shard.ready.size() > 0 || shard.news.size() > 0 || !shard.loopback.isEmpty()) {
            return lastTurn;
        }
        long soonest = Math.min(shard.timers.earliest(), network.deadline());
        return lateness.due(Math.max(lastTurn, Math.min(soonest, shard.idle.deadline())));
    }

    /// Says to all hosts that the shard is about to sleep, and looks again.
    ///
    /// @return whether there is no news, so that it may block
    public boolean fallAsleep() {
        lateness.sleeps();
        return sleep.fallAsleep(lastTurn) && mailbox.isEmpty();
    }

    /// Says to all hosts that the shard is awake.
    public void awake() {
        sleep.awake(lastTurn);
    }

    /// Where other threads put what they want done; wake the shard afterwards.
    public Mailbox<ShardCommand> mailbox() {
        return mailbox;
    }

    /// Begins to serve an application. On the shard's thread, like the following.
    public void attach(ServerAttachment attachment) {
        shard.attachments[attachment.number()] = attachment;
    }

    /// The application is gone: what the kernel does for a killed process. The region is given back through its lease
    /// when nothing is left to send from it.
    public void bury(ServerAttachment dead, long now) {
        if (shard.attachments[dead.number()] != dead || dead.isOrphaned()) {
            return;
        }
        try {
            burial.bury(dead, now);
        } catch (RuntimeException | InternalError failure) {
            burial.cutOff(dead, failure, now);
        }
    }

    /// Ends everything: all applications are cut off, and their connections reset in this turn.
    public void stop(long now) {
        for (int i = 0; i < shard.attachments.length; i++) {
            if (shard.attachments[i] != null) {
                burial.cutOff(shard.attachments[i], CutOff.SERVER_STOPPED, now);
            }
        }
        for (int n = tcp.slab.next(0); n >= 0; n = tcp.slab.next(n + 1)) {
            tcp.slab.at(tcb, n);
            if (tcb.state() != State.TIME_WAIT && !shard.connections.has(n, Connections.DYING)) {
                tcp.closing.abort(tcb, verdict, now);
                consequences.apply(tcb, verdict);
            }
        }
    }

    /// All connections and listeners, one record each.
    public List<ConnectionRow> connections(long now) {
        return new ConnectionsReport(shard).rows(now);
    }

    /// All that can be set and is counted, by name: before the first turn, then on the shard's thread.
    public ShardTables tables() {
        return tables;
    }

    public StackCounters counters() {
        return shard.counters;
    }

    public TcpCounters tcpCounters() {
        return tcp.counters;
    }

    /// Applications attached, the dead among them that still have something to send.
    public int attachments() {
        int count = 0;
        for (ServerAttachment attachment : shard.attachments) {
            count += attachment == null ? 0 : 1;
        }
        return count;
    }

    /// Connection records in use, and what else says whether all is given back.
    public int connections() {
        return tcp.slab.size();
    }

    public int boundPorts() {
        return shard.ports.size();
    }

    Shard shard() {
        return shard;
    }

    @Override
    public String role() {
        return "longshore-shard-" + config.shard();
    }

    /// Gives the frames' memory back; the link is closed by its owner.
    @Override
    public void close() {
        arena.close();
    }
}
