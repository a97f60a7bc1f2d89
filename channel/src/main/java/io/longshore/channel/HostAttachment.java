package io.longshore.channel;

import io.longshore.memory.DoorbellBitmap;
import io.longshore.memory.Memory;
import io.longshore.memory.Region;
import io.longshore.memory.SleepEpoch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;

/**
 * An application's side of its attachment: the region, the slots to be had, the shards to be rung, the contexts.
 * {@link #connect} attaches to a TCP Server; {@link #over} takes a region in hand, without any socket. Any thread.
 */
public final class HostAttachment implements AutoCloseable {

    /** Where the channel of a context's bell comes from. */
    @FunctionalInterface
    interface BellSource {
        SocketChannel open(int context) throws IOException;
    }

    /** Where an answer to the server's question goes. */
    @FunctionalInterface
    interface ReportSink {
        void send(List<String> lines) throws IOException;
    }

    private final Region region;
    private final RegionLayout layout;
    private final RegionHeader header;
    private final SlotPool slots;
    private final DoorbellBitmap[] shardBitmaps;
    private final SleepEpoch[] shardEpochs;
    private final Bell[] shardBells;
    private final BitSet contexts = new BitSet();
    private BellSource bellSource = context -> null;
    private ReportSink reportSink = lines -> { };
    private SocketChannel lease;
    private volatile boolean asked;
    private String rules = "";
    private volatile boolean closed;

    private HostAttachment(Region region, RegionLayout layout, Bell[] shardBells) {
        Memory memory = region.chunk(0);
        this.region = region;
        this.layout = layout;
        this.header = new RegionHeader(memory);
        this.slots = new SlotPool(memory, layout);
        this.shardBells = shardBells;
        this.shardBitmaps = new DoorbellBitmap[layout.shards()];
        this.shardEpochs = new SleepEpoch[layout.shards()];
        for (int shard = 0; shard < layout.shards(); shard++) {
            shardBitmaps[shard] = new DoorbellBitmap(memory, layout.shardBitmap(shard), layout.slots());
            shardEpochs[shard] = new SleepEpoch(memory, layout.shardSleep(shard));
        }
    }

    /**
     * Attaches to the TCP Server that listens at a control socket.
     *
     * @param name what the server should call this application
     * @throws HandshakeException with a sentence, if the server refuses or does not fit
     */
    public static HostAttachment connect(Path socket, String name) throws IOException {
        return new Attaching(socket, name).attach();
    }

    /** Takes a region that a server in this process has laid out; one bell for each shard. */
    public static HostAttachment over(Region region, RegionLayout layout, Bell... shardBells) throws IOException {
        if (shardBells.length != layout.shards()) {
            throw new IllegalArgumentException(shardBells.length + " bells for " + layout.shards() + " shards");
        }
        HostAttachment attachment = new HostAttachment(region, layout, shardBells.clone());
        attachment.header.verify(layout);
        return attachment;
    }

    HostAttachment leased(
            SocketChannel newLease, BellSource newBellSource, ReportSink newReportSink, String newRules) {
        lease = newLease;
        reportSink = newReportSink;
        bellSource = newBellSource;
        rules = newRules;
        return this;
    }

    public Region region() {
        return region;
    }

    public RegionLayout layout() {
        return layout;
    }

    public RegionHeader header() {
        return header;
    }

    /** See {@link Welcome#rules}. */
    public String rules() {
        return rules;
    }

    // --- Slots ------------------------------------------------------------------------------------------------------

    /** A fresh slot with events going to {@code context}, or null if all are in use. */
    public HostSlot open(int context) {
        int number = slots.take();
        if (number == SlotPool.NONE) {
            return null;
        }
        HostSlot slot = new HostSlot(region, layout, number);
        slot.open(context);
        return slot;
    }

    /** Takes over the connection that an {@link AcceptEntry} names, and rings. */
    public HostSlot accept(long entry, int context) {
        HostSlot slot = new HostSlot(region, layout, AcceptEntry.slot(entry));
        slot.accept(AcceptEntry.generation(entry), context);
        ring(slot);
        return slot;
    }

    /**
     * Ends the use of a slot: closes it, in an abortive manner or not, rings, and gives a slot of the host's half back.
     * The caller sees to it that nobody calls the slot any more.
     *
     * @param abortOrZero {@link SlotLayout#INTENT_ABORT} or 0
     */
    public void close(HostSlot slot, int abortOrZero) {
        boolean ours = slot.number() < layout.firstServerSlot();
        if (ours && !slot.hasRequested()) {
            slots.putBack(slot.number());
            return;
        }
        slot.close(abortOrZero);
        ring(slot);
        if (ours) {
            slots.putBack(slot.number(), slot.generation());
        }
    }

    /** Slots of the host's half that are in use. */
    public int openSlots() {
        return slots.used();
    }

    /** Tells the slot's shard that it has news, and wakes the shard if it sleeps. */
    public void ring(HostSlot slot) {
        int shard = shardOf(slot);
        shardBitmaps[shard].ring(slot.number());
        if (shardEpochs[shard].needsBell()) {
            shardBells[shard].ring();
        }
    }

    /** What the server says of a slot's waits. */
    public WaitAccount account(HostSlot slot) {
        return new WaitAccount(region.chunk(0), layout.slot(slot.number()));
    }

    /** When the shard that serves a slot began its present turn, or the last if it sleeps, in its nanoseconds. */
    public long turnOf(HostSlot slot) {
        return region.chunk(0).getLongAcquire(layout.shardTurn(shardOf(slot)));
    }

    /** Whether the shard has not yet looked at a slot that was rung. */
    public boolean isRung(HostSlot slot) {
        return shardBitmaps[shardOf(slot)].isRung(slot.number());
    }

    private int shardOf(HostSlot slot) {
        int told = slot.shard();
        return told >= 0 && told < shardBells.length ? told : 0;
    }

    // --- Contexts ---------------------------------------------------------------------------------------------------

    /** A context of one's own, with its bell; the first one is number 0, the default context. */
    public synchronized HostContext openContext() throws IOException {
        int number = contexts.nextClearBit(0);
        if (number >= layout.contexts()) {
            throw new IOException("all " + layout.contexts() + " contexts of the attachment are in use");
        }
        HostContext context = new HostContext(this, number, bellSource.open(number));
        contexts.set(number);
        return context;
    }

    synchronized void closed(HostContext context) {
        closeQuietly(context.bell());
        contexts.clear(context.number());
    }

    // --- Life -------------------------------------------------------------------------------------------------------

    /**
     * To be called about once a second: the heartbeat, and a look at the lease.
     *
     * @param millis since the epoch
     * @return whether the server is still there
     */
    public boolean tend(long millis) {
        header.hostHeartbeat(millis);
        if (lease != null && !closed) {
            readLease();
        }
        if (header.cutOff() != CutOff.NONE) {
            closed = true;
        }
        return !closed;
    }

    private void readLease() {
        try {
            int count = lease.read(ByteBuffer.allocate(16));
            if (count < 0) {
                closed = true;
            } else if (count > 0) {
                asked = true;
            }
        } catch (IOException e) {
            closed = true;
        }
    }

    /** Whether the server has asked where this application's sockets are; then {@link #answer} is due, once. */
    public boolean takeQuestion() {
        boolean taken = asked;
        asked = false;
        return taken;
    }

    /** Tells the server, in lines of its report's form. Takes as long as the server takes to hear it. */
    public void answer(List<String> lines) throws IOException {
        reportSink.send(lines);
    }

    /** The connection whose end says that the server is gone; non-blocking, may be registered for reading; or null. */
    public SocketChannel lease() {
        return lease;
    }

    /** Whether the server is known to be gone, or to have cut this attachment off. */
    public boolean isClosed() {
        return closed;
    }

    /** Why, in one sentence, if {@link #isClosed}. */
    public String closedBecause() {
        CutOff reason = header.cutOff();
        return reason == CutOff.NONE
                ? "the TCP Server is gone"
                : "the TCP Server cut this application off: " + reason.sentence();
    }

    void markClosed() {
        closed = true;
    }

    /** Gives the lease up: the server buries what is left. */
    @Override
    public void close() {
        closed = true;
        for (Bell bell : shardBells) {
            if (bell instanceof SocketBell) {
                closeQuietly((SocketBell) bell);
            }
        }
        closeQuietly(lease);
        region.close();
    }

    static void closeQuietly(AutoCloseable closeable) {
        try {
            if (closeable != null) {
                closeable.close();
            }
        } catch (Exception e) {
            // It is gone either way.
        }
    }
}
