package io.longshore.channel;

import static io.longshore.channel.SlotLayout.*;

import io.longshore.memory.Memory;
import io.longshore.memory.Notice;
import io.longshore.memory.Region;
import io.longshore.memory.RingBytes;
import io.longshore.memory.RingReader;
import io.longshore.memory.RingRegisters;
import io.longshore.memory.RingWriter;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * The host's view of one slot in one of its uses: every register by name, and the byte streams.
 *
 * <p>Writing the stream is for one thread at a time, reading it for another; requests, intents and options may come
 * from any thread; all else is a look at a register. No method rings: whoever changes a register then calls
 * {@link HostAttachment#ring}. After {@link #close} nothing may be called: the slot is the server's, soon another's.
 */
public final class HostSlot {

    /** What a send ring may hold until the server has named a limit. */
    private static final int LIMIT_UNTOLD = 1 << RegionLayout.INITIAL_LOG2_RING;

    private final Memory memory;
    private final int number;
    private final int at;
    final RingWriter writer;
    final RingReader reader;
    private int generation;
    private int requests;
    private int intents;
    private int optionChanges;

    /** A view of a slot; {@link #open} or {@link #accept} begins its use. */
    public HostSlot(Region region, RegionLayout layout, int number) {
        this.memory = region.chunk(0);
        this.number = number;
        this.at = layout.slot(number);
        int sending = region.withinChunk(layout.sendRing(number));
        int receiving = region.withinChunk(layout.receiveRing(number));
        Memory rings = region.chunkAt(layout.receiveRing(number));
        this.writer = new RingWriter(
                new RingRegisters(memory, at + SENT, at + SEND_GEOMETRY, at + ACKNOWLEDGED),
                new RingBytes(rings, sending, layout.log2Ring()));
        this.reader = new RingReader(
                new RingRegisters(memory, at + RECEIVED, at + RECEIVE_GEOMETRY, at + READ),
                new RingBytes(rings, receiving, layout.log2Ring()));
    }

    // --- Its use ----------------------------------------------------------------------------------------------------

    /** Begins a new use of a free slot of the host's half, with events going to {@code context}. */
    public void open(int context) {
        // Pairs with the server's release when it freed the slot: its zeroed line is seen.
        begin(memory.getIntAcquire(at + GENERATION), context);
    }

    /** Takes over a connection that the server made, as its {@link AcceptEntry} names it. */
    public void accept(int acceptedGeneration, int context) {
        begin(acceptedGeneration, context);
    }

    private void begin(int use, int context) {
        for (int offset = 0; offset < RegionLayout.LINE; offset += Long.BYTES) {
            if (offset != HOST_GENERATION) {
                memory.putLong(at + offset, 0);
            }
            memory.putLong(at + ARGUMENT_LOCAL + offset, 0);
            memory.putLong(at + OPTION_CHANGES + offset, 0);
            memory.putLong(at + OPTION_CHANGES + RegionLayout.LINE + offset, 0);
        }
        memory.putInt(at + REQUEST, 0);
        memory.putLong(at + ACKNOWLEDGED_NOTICE, NEVER);
        memory.putInt(at + CONTEXT, context);
        memory.putInt(at + LINGER, -1);
        writer.reset(RegionLayout.INITIAL_LOG2_RING);
        reader.reset();
        generation = use;
        requests = 0;
        intents = 0;
        optionChanges = 0;
        // Last: with this number the server believes the rest of the line.
        memory.setIntRelease(at + HOST_GENERATION, use);
    }

    public int number() {
        return number;
    }

    public int generation() {
        return generation;
    }

    /** Whether the server still means the same use of the slot; false once it is freed. */
    public boolean isCurrent() {
        return memory.getIntAcquire(at + GENERATION) == generation;
    }

    // --- Sending ----------------------------------------------------------------------------------------------------

    /** Copies what fits into the send ring and releases {@code sent}; 0 if it is full. Ring afterwards. */
    public int write(ByteBuffer source) {
        return writer.write(source, sendLimit());
    }

    /** As {@link #write(ByteBuffer)}, from an array. */
    public int write(byte[] source, int from, int length) {
        return writer.write(source, from, length, sendLimit());
    }

    /** As {@link #write(byte[], int, int)}, with a limit of the host's own to what may be unacknowledged. */
    public int write(byte[] source, int from, int length, int limit) {
        return writer.write(source, from, length, limit);
    }

    /** Bytes that {@link #write} would take now. */
    public int room() {
        return writer.room(sendLimit());
    }

    /** Whether a writer that waits should be told: a third of what the ring may hold is free, as in Linux. */
    public boolean isWritable() {
        int limit = sendLimit();
        return writer.room(limit) >= (writer.reach(limit) + 2) / 3;
    }

    /**
     * Asks the server to ring once {@link #isWritable} holds, and looks again: if the answer is true it holds already
     * and no bell need come. Needs the same exclusion as {@link #write}.
     */
    public boolean askForRoom() {
        int reach = writer.reach(sendLimit());
        Notice.ask(memory, at + ACKNOWLEDGED_NOTICE, writer.end() - (reach - (reach + 2) / 3));
        return isWritable();
    }

    /** No bell for room is wanted any longer. */
    public void withdrawAskForRoom() {
        Notice.withdraw(memory, at + ACKNOWLEDGED_NOTICE);
    }

    /** Bytes written that the peer has not acknowledged. */
    public int unacknowledged() {
        return writer.live();
    }

    public long sent() {
        return writer.end();
    }

    public long acknowledged() {
        return memory.getLongAcquire(at + ACKNOWLEDGED);
    }

    int sendLimit() {
        int limit = memory.getIntAcquire(at + SEND_LIMIT);
        return limit > 0 ? limit : LIMIT_UNTOLD;
    }

    // --- Receiving --------------------------------------------------------------------------------------------------

    /** Copies what is there and fits, and releases {@code read}; 0 if there is nothing. See {@link #isReadNews}. */
    public int read(ByteBuffer target) {
        return reader.read(target);
    }

    /** As {@link #read(ByteBuffer)}, into an array. */
    public int read(byte[] target, int from, int length) {
        return reader.read(target, from, length);
    }

    /** As {@link #read(byte[], int, int)}, but the bytes stay to be read. */
    public int peek(byte[] target, int from, int length) {
        return reader.peek(target, from, length);
    }

    /** Takes bytes without looking at them. */
    public void skip(int count) {
        reader.skip(count);
    }

    /** After {@link #read}: whether the server asked to be rung when that far was read. */
    public boolean isReadNews() {
        return Notice.isDue(memory, at + READ_NOTICE, reader.start());
    }

    /** Position of the next byte to read. */
    public long taken() {
        return reader.start();
    }

    /** Position behind the last urgent byte that the peer told of; 0 if there was none. */
    public long urgentEnd() {
        return hasConditions(CONDITION_URGENT) ? memory.getLongAcquire(at + URGENT_RECEIVED) : 0;
    }

    /** Bytes that {@link #read} could take now. */
    public int available() {
        return reader.available();
    }

    /** The peer's FIN has come and everything before it has been read. */
    public boolean isInputEnded() {
        // The condition first: the server releases it after the last byte's position.
        return hasConditions(CONDITION_INPUT_END) && reader.available() == 0;
    }

    /** Something for a reader: bytes, an accepted connection, the end, or an error. */
    public boolean isReadable() {
        return reader.available() > 0
                || hasConditions(CONDITION_INPUT_END | CONDITION_ERROR)
                || state() == STATE_CLOSED;
    }

    /** A listener's next connection as an {@link AcceptEntry}, or {@link AcceptEntry#NONE}. Ring afterwards. */
    public long nextAccepted() {
        return reader.available() >= AcceptEntry.BYTES ? reader.readLong() : AcceptEntry.NONE;
    }

    public long received() {
        return reader.end();
    }

    // --- Requests ---------------------------------------------------------------------------------------------------

    /** Where {@link SlotLayout#REQUEST_BIND} and the like should take the local end; port 0: any. */
    public synchronized void local(Address128 address, int port) {
        memory.putLong(at + ARGUMENT_LOCAL, address.high());
        memory.putLong(at + ARGUMENT_LOCAL + 8, address.low());
        memory.putInt(at + ARGUMENT_LOCAL_PORT, port);
    }

    /** Whom {@link SlotLayout#REQUEST_CONNECT} should connect to. */
    public synchronized void remote(Address128 address, int port) {
        memory.putLong(at + ARGUMENT_REMOTE, address.high());
        memory.putLong(at + ARGUMENT_REMOTE + 8, address.low());
        memory.putInt(at + ARGUMENT_REMOTE_PORT, port);
    }

    public synchronized void backlog(int connections) {
        memory.putInt(at + BACKLOG, connections);
    }

    /** Makes a request, its arguments being written; one at a time. Ring afterwards, then await {@link #isAnswered}. */
    public synchronized void request(int code) {
        if (!isAnswered()) {
            throw new IllegalStateException("slot " + number + " has a request under way");
        }
        memory.putInt(at + REQUEST_CODE, code);
        memory.setIntRelease(at + REQUEST, ++requests);
    }

    /** Whether the last request is answered; {@link #result} then tells how. */
    public synchronized boolean isAnswered() {
        return memory.getIntAcquire(at + ANSWERED) == requests;
    }

    /** What became of the last request that was answered: 0 or a Linux errno. */
    public int result() {
        return memory.getInt(at + RESULT);
    }

    /** Whether the server was ever asked anything in this use, so that it may hold something for it. */
    public synchronized boolean hasRequested() {
        return requests != 0;
    }

    // --- Intents, options -------------------------------------------------------------------------------------------

    /** Adds INTENT bits; what was written before counts as before them. Ring afterwards. */
    public synchronized void intend(int bits) {
        intents |= bits;
        memory.setIntRelease(at + INTENT, intents);
    }

    /** Ends this use of the slot, with INTENT_ABORT in an abortive manner. Ring afterwards, then forget this object. */
    public void close(int abortOrZero) {
        intend(INTENT_CLOSE | abortOrZero);
    }

    /** Sends events to another context; then looks are due, for what the old one was told: see isReadable and so on. */
    public void context(int context) {
        memory.setIntRelease(at + CONTEXT, context);
        // The server releases a position, fences, reads the context; we the other way round: one of us sees the other.
        VarHandle.fullFence();
    }

    /** All OPTION bits. Ring afterwards, as after all of the following. */
    public void options(int bits) {
        memory.setIntRelease(at + OPTIONS, bits);
        optionsChanged();
    }

    /** Seconds to linger at close; −1: do not. */
    public void linger(int seconds) {
        memory.setIntRelease(at + LINGER, seconds);
        optionsChanged();
    }

    /** Seconds idle before the first probe, seconds between probes, probes; 0 for the server's default. */
    public void keepAlive(int idle, int interval, int count) {
        memory.setIntRelease(at + KEEP_IDLE, idle);
        memory.setIntRelease(at + KEEP_INTERVAL, interval);
        memory.setIntRelease(at + KEEP_COUNT, count);
        optionsChanged();
    }

    /** The IP header's traffic class (type of service). */
    public void trafficClass(int bits) {
        memory.setIntRelease(at + TRAFFIC_CLASS, bits);
        optionsChanged();
    }

    /** How many bytes each buffer should be able to hold (SO_RCVBUF, SO_SNDBUF); 0: the server decides. */
    public void bufferWishes(int receive, int send) {
        memory.setIntRelease(at + RECEIVE_WISH, receive);
        memory.setIntRelease(at + SEND_WISH, send);
        optionsChanged();
    }

    /** Where the record that is about to be sent ends (MSG_EOR); with OPTION_RECORDS only. */
    public void recordEnd(long position) {
        memory.setLongRelease(at + RECORD_END, position);
    }

    /** One of the registers of the option lines. */
    public void option(int register, int value) {
        checkOption(register);
        memory.setIntRelease(at + register, value);
        optionsChanged();
    }

    /** One of the registers of the option lines that hold a long. */
    public void option(int register, long value) {
        checkOption(register);
        memory.setLongRelease(at + register, value);
        optionsChanged();
    }

    private static void checkOption(int register) {
        if (register <= OPTION_CHANGES || register >= ACCOUNT_VERSION) {
            throw new IllegalArgumentException("register " + register + " is no option");
        }
    }

    /** Pairs with the server's acquire of the count: what was written before is seen. */
    private synchronized void optionsChanged() {
        memory.setIntRelease(at + OPTION_CHANGES, ++optionChanges);
    }

    // --- What the server tells --------------------------------------------------------------------------------------

    public int state() {
        return memory.getIntAcquire(at + STATE);
    }

    public int conditions() {
        return memory.getIntAcquire(at + CONDITIONS);
    }

    /** Whether any of these conditions holds. */
    public boolean hasConditions(int bits) {
        return (conditions() & bits) != 0;
    }

    /** A Linux errno; 0: none. Look at the conditions or the state first. */
    public int error() {
        return memory.getIntAcquire(at + ERROR);
    }

    /** The shard that serves this slot. */
    public int shard() {
        return memory.getIntAcquire(at + SHARD);
    }

    /** Where the server has bound the slot; ask after the answer, or in a state that has an address. */
    public Address128 localAddress() {
        return new Address128(memory.getLong(at + LOCAL), memory.getLong(at + LOCAL + 8));
    }

    public int localPort() {
        return memory.getInt(at + LOCAL_PORT);
    }

    public Address128 remoteAddress() {
        return new Address128(memory.getLong(at + REMOTE), memory.getLong(at + REMOTE + 8));
    }

    public int remotePort() {
        return memory.getInt(at + REMOTE_PORT);
    }

    public SlotReport report() {
        return new SlotReport(memory, at);
    }
}
