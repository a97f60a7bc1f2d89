package io.longshore.channel;

import static io.longshore.channel.SlotLayout.*;

import io.longshore.memory.Memory;
import io.longshore.memory.Notice;
import io.longshore.memory.RingGeometry;

/**
 * The server's view of one attachment's slots: a window that {@link #at} moves, allocation-free. One thread.
 *
 * <p>What the host writes is read raw, with acquire, and may be anything: read each register once into a private copy,
 * and judge the copy ({@link #judgeSent} and its like) before use. Read {@link #hostGeneration} first, {@link #intent}
 * before {@link #sent}.
 */
public final class ServerSlot {

    private final Memory memory;
    private final RegionLayout layout;
    private int slot;
    private int at;

    /** A window over the slots in {@code memory}, the chunk with the registers. */
    public ServerSlot(Memory memory, RegionLayout layout) {
        this.memory = memory;
        this.layout = layout;
        at(0);
    }

    /** Moves the window. */
    public ServerSlot at(int newSlot) {
        if (newSlot < 0 || newSlot >= layout.slots()) {
            throw new IndexOutOfBoundsException(newSlot);
        }
        slot = newSlot;
        at = layout.slot(newSlot);
        return this;
    }

    public int number() {
        return slot;
    }

    /** Whether the host allocates this slot. */
    public boolean isHostAllocated() {
        return slot < layout.firstServerSlot();
    }

    // --- What the host wrote, unjudged ------------------------------------------------------------------------------

    /** The use that the host's lines speak of; they count only while this equals the server's generation. */
    public int hostGeneration() {
        return memory.getIntAcquire(at + HOST_GENERATION);
    }

    public long sent() {
        return memory.getLongAcquire(at + SENT);
    }

    public long read() {
        return memory.getLongAcquire(at + READ);
    }

    /** To be read after {@link #sent}: then it fits the bytes before that. */
    public long sendGeometry() {
        return memory.getLongAcquire(at + SEND_GEOMETRY);
    }

    public int request() {
        return memory.getIntAcquire(at + REQUEST);
    }

    public int requestCode() {
        return memory.getInt(at + REQUEST_CODE);
    }

    /** To be read before {@link #sent}: what was written before an intent counts as before it. */
    public int intent() {
        return memory.getIntAcquire(at + INTENT);
    }

    public int context() {
        return memory.getIntAcquire(at + CONTEXT);
    }

    public int options() {
        return memory.getIntAcquire(at + OPTIONS);
    }

    public int linger() {
        return memory.getIntAcquire(at + LINGER);
    }

    public int receiveWish() {
        return memory.getIntAcquire(at + RECEIVE_WISH);
    }

    public int sendWish() {
        return memory.getIntAcquire(at + SEND_WISH);
    }

    public long argumentLocalHigh() {
        return memory.getLong(at + ARGUMENT_LOCAL);
    }

    public long argumentLocalLow() {
        return memory.getLong(at + ARGUMENT_LOCAL + 8);
    }

    public int argumentLocalPort() {
        return memory.getInt(at + ARGUMENT_LOCAL_PORT);
    }

    public long argumentRemoteHigh() {
        return memory.getLong(at + ARGUMENT_REMOTE);
    }

    public long argumentRemoteLow() {
        return memory.getLong(at + ARGUMENT_REMOTE + 8);
    }

    public int argumentRemotePort() {
        return memory.getInt(at + ARGUMENT_REMOTE_PORT);
    }

    public int backlog() {
        return memory.getInt(at + BACKLOG);
    }

    public int keepIdle() {
        return memory.getIntAcquire(at + KEEP_IDLE);
    }

    public int keepInterval() {
        return memory.getIntAcquire(at + KEEP_INTERVAL);
    }

    public int keepCount() {
        return memory.getIntAcquire(at + KEEP_COUNT);
    }

    public int trafficClass() {
        return memory.getIntAcquire(at + TRAFFIC_CLASS);
    }

    /** Behind the last byte that was written as urgent. */
    public long urgentSent() {
        return memory.getLongAcquire(at + URGENT_SENT);
    }

    // --- Judging a private copy -------------------------------------------------------------------------------------

    /** A newly read {@code sent}, against the copy before it, what is acknowledged, and the geometry read after it. */
    public CutOff judgeSent(long sent, long sentBefore, long acknowledged, long geometry) {
        if (sent < sentBefore) {
            return CutOff.SENT_BACKWARDS;
        }
        if (!RingGeometry.isSound(geometry, RegionLayout.INITIAL_LOG2_RING, layout.log2Ring(), acknowledged)) {
            return CutOff.SEND_GEOMETRY;
        }
        return sent - acknowledged > RingGeometry.capacity(geometry) ? CutOff.SENT_BEYOND_RING : CutOff.NONE;
    }

    /** A newly read {@code read}, against the copy before it and what was received. */
    public CutOff judgeRead(long read, long readBefore, long received) {
        if (read < readBefore) {
            return CutOff.READ_BACKWARDS;
        }
        return read > received ? CutOff.READ_BEYOND_RECEIVED : CutOff.NONE;
    }

    public CutOff judgeContext(int context) {
        return context < 0 || context >= layout.contexts() ? CutOff.CONTEXT : CutOff.NONE;
    }

    public CutOff judgeRequest(int code) {
        return code < REQUEST_BIND || code > REQUEST_CONNECT || !isHostAllocated() ? CutOff.REQUEST : CutOff.NONE;
    }

    /** A newly read {@code intent}, against the copy before it: bits stay once set. */
    public CutOff judgeIntent(int intent, int intentBefore) {
        int known = INTENT_SHUT_OUTPUT | INTENT_SHUT_INPUT | INTENT_CLOSE | INTENT_ABORT;
        return (intent & ~known) != 0 || (intentBefore & ~intent) != 0 ? CutOff.INTENT : CutOff.NONE;
    }

    // --- What the server tells --------------------------------------------------------------------------------------

    public int generation() {
        return memory.getInt(at + GENERATION);
    }

    /** Releases {@code received}: the bytes before it and their geometry are in place. */
    public void received(long position) {
        memory.setLongRelease(at + RECEIVED, position);
    }

    /** Before {@link #received} of bytes that lie by it. */
    public void receiveGeometry(long geometry) {
        memory.setLongRelease(at + RECEIVE_GEOMETRY, geometry);
    }

    /** Releases {@code acknowledged}: the bytes before it are read no more. */
    public void acknowledged(long position) {
        memory.setLongRelease(at + ACKNOWLEDGED, position);
    }

    /** After {@link #acknowledged}: whether the host asked to be rung when that far was acknowledged. Fences. */
    public boolean isAcknowledgedNews(long acknowledged) {
        return Notice.isDue(memory, at + ACKNOWLEDGED_NOTICE, acknowledged);
    }

    /** Asks to be rung when that far is read, and fences: look at {@link #read} again before relying on it. */
    public void readNotice(long position) {
        Notice.ask(memory, at + READ_NOTICE, position);
    }

    /** Answers the request with that number; what it changed must have been told before. */
    public void answer(int request, int result) {
        memory.putInt(at + RESULT, result);
        memory.setIntRelease(at + ANSWERED, request);
    }

    /** After the addresses, and the error if there is one. */
    public void state(int state) {
        memory.setIntRelease(at + STATE, state);
    }

    /** After the last position they speak of, and the error if there is one. */
    public void conditions(int bits) {
        memory.setIntRelease(at + CONDITIONS, bits);
    }

    /** Before the condition that tells of it, and that before {@link #received} of what it is true of. */
    public void urgentReceived(long position) {
        memory.setLongRelease(at + URGENT_RECEIVED, position);
    }

    public void error(int errno) {
        memory.setIntRelease(at + ERROR, errno);
    }

    public void sendLimit(int bytes) {
        memory.setIntRelease(at + SEND_LIMIT, bytes);
    }

    public void shard(int shard) {
        memory.setIntRelease(at + SHARD, shard);
    }

    public void local(long high, long low, int port) {
        memory.putLong(at + LOCAL, high);
        memory.putLong(at + LOCAL + 8, low);
        memory.putInt(at + LOCAL_PORT, port);
    }

    public void remote(long high, long low, int port) {
        memory.putLong(at + REMOTE, high);
        memory.putLong(at + REMOTE + 8, low);
        memory.putInt(at + REMOTE_PORT, port);
    }

    /** For who wants to know how the connection does. */
    public void figures(int mss, int srttMicros, int retransmits, int cwnd) {
        memory.putInt(at + MSS, mss);
        memory.putInt(at + SRTT, srttMicros);
        memory.putInt(at + RETRANSMITS, retransmits);
        memory.putInt(at + CWND, cwnd);
    }

    /** Prepares both lines for a new use: positions 0, rings of the initial capacity, no notice; state as it is. */
    public void reset() {
        clear();
        memory.putLong(at + RECEIVE_GEOMETRY, RingGeometry.of(0, RegionLayout.INITIAL_LOG2_RING));
        memory.setLongRelease(at + READ_NOTICE, NEVER);
    }

    /** Frees the slot: lines as after {@link #reset}, the next generation, and STATE_FREE last. */
    public void free() {
        reset();
        memory.setIntRelease(at + GENERATION, generation() + 1);
        memory.setIntRelease(at + STATE, STATE_FREE);
    }

    private void clear() {
        memory.putLong(at + RECEIVED, 0);
        memory.putLong(at + ACKNOWLEDGED, 0);
        memory.putLong(at + ANSWERED, 0);
        memory.putLong(at + CONDITIONS, 0);
        memory.putLong(at + SEND_LIMIT, 0);
        for (int offset = 0; offset < RegionLayout.LINE; offset += Long.BYTES) {
            memory.putLong(at + LOCAL + offset, 0);
            memory.putLong(at + ACCOUNT_VERSION + offset, 0);
        }
    }
}
