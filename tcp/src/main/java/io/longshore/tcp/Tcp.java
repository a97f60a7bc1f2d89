package io.longshore.tcp;

import io.longshore.wire.SipHash;

/// One shard's TCP: everything that decides, around one slab of records. No clock, no I/O, one thread.
///
/// A received segment goes to [#input] where [#find] knows its connection, else to [#passive]. Whatever the verdict
/// says SEND for is fetched from [#output] until it says false. A record whose verdict says DEAD is given to [#release]
/// when output says false.
public final class Tcp {

    /// How many listeners there can be.
    public static final int MAX_LISTENERS = 1024;
    /// How many applications have their memory counted: the shard has no more.
    public static final int MAX_ATTACHMENTS = 1024;

    public final TcpSettings settings;
    public final TcpCounters counters = new TcpCounters();
    public final TcbSlab slab;
    public final ConnectionTable table;
    public final Listeners listeners = new Listeners(MAX_LISTENERS);
    public final Input input;
    public final Output output;
    public final TcpTimers timers;
    public final Opening opening;
    public final Passive passive;
    public final Closing closing;
    public final Resets resets;
    public final IcmpErrors icmpErrors;
    public final SynQueue synQueue;
    public final FastOpenOutput fastOpen;
    public final MemoryPressure pressure;
    public final ReceiveBuffer receiveBuffer;
    public final Reading reading;
    public final SendBuffer sendBuffer;

    final SourceLimits sources;
    final SynCookies synCookies;
    final EphemeralPorts ports;
    final Handshake handshake;
    final ChallengeAcks challengeAcks;
    final Ending ending;
    final Orphans orphans;
    final Acked acked = new Acked();
    final Reordering reordering;
    final Retransmission retransmission;
    final Delivery delivery;
    final TailLossProbe probe;
    final MtuProbe mtuProbe;
    final Undo undo;
    final DuplicateText duplicates;
    final LossRecovery recovery;
    final DelayedAck delayedAck;
    final RightSizing rightSizing;

    private final IsnGenerator isnGenerator;
    private final Endpoints endpoints = new Endpoints();

    /// @param secret0 all randomness comes from these
    /// @param secret1 two words of secret
    public Tcp(TcpSettings settings, TcbSlab slab, long secret0, long secret1) {
        this.settings = settings;
        this.slab = slab;
        SipHash secret = SipHash.strong(secret0, secret1);
        SipHash key = SipHash.strong(secret.hash(1, 0), secret.hash(1, 1));
        table = new ConnectionTable(slab, SipHash.fast(secret.hash(2, 0), secret.hash(2, 1)));
        ports = new EphemeralPorts(SipHash.strong(secret.hash(3, 0), secret.hash(3, 1)));
        isnGenerator = new IsnGenerator(key);
        challengeAcks = new ChallengeAcks(this, secret.hash(4, 0));
        sources = new SourceLimits(this, SipHash.fast(secret.hash(5, 0), secret.hash(5, 1)));
        synQueue = new SynQueue(this);
        synCookies = new SynCookies(this, SipHash.strong(secret.hash(6, 0), secret.hash(6, 1)));
        fastOpen = new FastOpenOutput(this, SipHash.fast(secret.hash(7, 0), secret.hash(7, 1)));
        settings.fastOpenKeys.setIfAbsent(secret.hash(8, 0), secret.hash(8, 1));
        reordering = new Reordering(this);
        retransmission = new Retransmission(this);
        delivery = new Delivery(this);
        probe = new TailLossProbe(this);
        mtuProbe = new MtuProbe(this);
        undo = new Undo(this);
        duplicates = new DuplicateText(this);
        recovery = new LossRecovery(this);
        pressure = new MemoryPressure(this);
        receiveBuffer = new ReceiveBuffer(this);
        rightSizing = new RightSizing(this);
        delayedAck = new DelayedAck(this);
        reading = new Reading(this);
        sendBuffer = new SendBuffer(this);
        handshake = new Handshake(this);
        ending = new Ending(this);
        orphans = new Orphans(this);
        input = new Input(this);
        output = new Output(this);
        timers = new TcpTimers(this);
        opening = new Opening(this);
        passive = new Passive(this);
        closing = new Closing(this);
        resets = new Resets(this);
        icmpErrors = new IcmpErrors(this);
    }

    /// The connection that a received segment belongs to: lays `tcb` over it and returns its number, or −1.
    public int find(Tcb tcb, Segment segment) {
        int number = table.find(endpoints.ofReceived(segment));
        if (number >= 0) {
            slab.at(tcb, number);
        }
        return number;
    }

    /// Makes the answer to a segment that belongs to no connection, or to none that would know it, where the verdict
    /// has [Verdict#RESET] or [Verdict#COOKIE].
    public void answer(Segment segment, Verdict verdict, OutgoingSegment outgoing, long now) {
        if (verdict.has(Verdict.COOKIE)) {
            synCookies.answer(segment, outgoing, now);
        } else {
            resets.answer(segment, outgoing);
        }
    }

    /// Takes a dead record out of the table and frees it.
    public void release(Tcb tcb) {
        fastOpen.ended(tcb);
        ending.forget(tcb);
        table.remove(tcb);
        slab.free(tcb.number());
    }

    /// The application has set options of a connection; `bits` are what they were.
    public void optionsChanged(Tcb tcb, int bits) {
        boolean holds = SocketOptions.has(tcb, (SocketOptions.CORK | SocketOptions.MORE) & ~bits);
        if (tcb.has(Tcb.NO_DELAY) && !holds) {
            // TCP_NODELAY pushes even where it was set before, and from under a cork
            Nagle.push(tcb);
        }
        delayedAck.optionsChanged(tcb, bits);
        receiveBuffer.clampChanged(tcb);
    }

    /// What every new record begins with; its endpoints are set.
    void begin(Tcb tcb, long now) {
        // RFC 9293 3.10.1: "An initial send sequence number (ISS) is selected. ... Set SND.UNA to ISS, SND.NXT to
        // ISS+1"
        int iss = isnGenerator.initialSequence(tcb, now);
        tcb.iss(iss);
        tcb.sndUna(iss);
        tcb.sndNxt(iss + 1);
        tcb.smallSentEnd(iss);
        tcb.tsOffset(isnGenerator.timestampOffset(tcb));
        Nagle.begin(tcb);
        handshake.begin(tcb, now);
    }
}
