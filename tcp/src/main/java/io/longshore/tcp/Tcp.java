package io.longshore.tcp;

/// One shard's TCP: everything that decides, around one slab of records. No clock, no I/O, one thread.
///
/// A received segment goes to [#input] where the table finds its connection, else to [#passive]. Whatever the verdict
/// says SEND for is fetched from [#output] until it says false. A record whose verdict says DEAD is given to [#release]
/// when output says false.
public final class Tcp {

    public final TcpSettings settings;
    public final TcpCounters counters = new TcpCounters();
    public final TcbSlab slab;
    public final Listeners listeners;
    public final Input input;
    public final Output output;
    public final TcpTimers timers;
    public final Opening opening;
    public final Passive passive;
    public final Closing closing;
    public final Resets resets;
    public final IcmpErrors icmpErrors;

    /// @param secret all randomness comes from these 16 bytes (two longs)
    public Tcp(TcpSettings settings, TcbSlab slab, long... secret) {
        this.settings = settings;
        this.slab = slab;
        listeners = new Listeners(1024);
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
        throw new UnsupportedOperationException();
    }

    /// Takes a dead record out of the table and frees it.
    public void release(Tcb tcb) {
        throw new UnsupportedOperationException();
    }
}
