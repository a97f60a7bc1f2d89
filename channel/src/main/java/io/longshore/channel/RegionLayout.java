package io.longshore.channel;

/**
 * Where everything lies in an attachment's region. This class is the only place that knows.
 *
 * <pre>
 *   0      ┌──────────────────────────────────────────────────────────────────────┐
 *          │ header    identity line (server, once) · server line · host line     │
 *          ├──────────────────────────────────────────────────────────────────────┤
 *          │ shards    each: sleep line (server) · turn line (server) · request   │
 *          │           bitmap (host → server)                                     │
 *          ├──────────────────────────────────────────────────────────────────────┤
 *          │ contexts  each: sleep line (host) · event bitmap (server → host)     │
 *          ├──────────────────────────────────────────────────────────────────────┤
 *          │ slots     each: host line · server line · argument line · address    │
 *          │           line · two option lines · account line; the lower half is  │
 *          │           allocated by the host (listen, connect), the upper half by │
 *          │           the server (accepted)                                      │
 *          ├─ aligned to a ring pair ─────────────────────────────────────────────┤
 *          │ rings     each: receive ring (server → host) · send ring (host →     │
 *          │           server), each of ringBytes, sparse until touched           │
 *          └──────────────────────────────────────────────────────────────────────┘
 * </pre>
 *
 * <p>A line is 64 bytes and has one writer. A bitmap is its leaf words followed by its summary words.
 *
 * @param slots    sockets that the region can hold; a power of two, 128 to 262,144
 * @param contexts Selectors (and the default context, number 0) that it can serve; 1 to 4,096
 * @param shards   stack shards that the server runs; 1 to 64
 * @param log2Ring logarithm of the most bytes one ring can grow to; 16 (64 KiB) to 26
 */
public record RegionLayout(int slots, int contexts, int shards, int log2Ring) {

    /** First eight bytes of every region: "LONGSHOR". */
    public static final long MAGIC = 0x4C4F4E4753484F52L;
    /** Changes whenever anything in this class, {@link SlotLayout} or the meaning of a register does. */
    public static final int ABI_VERSION = 3;
    public static final int LINE = 64;
    public static final int SLOT_BYTES = 7 * LINE;
    /** A new ring's capacity is {@code 1 << INITIAL_LOG2_RING} bytes. */
    public static final int INITIAL_LOG2_RING = 16;

    // Identity line, written by the server before the host may map the region.
    public static final int MAGIC_AT = 0;
    public static final int ABI_VERSION_AT = 8;
    public static final int FEATURES_AT = 12;
    public static final int SLOTS_AT = 16;
    public static final int CONTEXTS_AT = 20;
    public static final int SHARDS_AT = 24;
    public static final int LOG2_RING_AT = 28;
    public static final int ATTACHMENT_AT = 32;
    public static final int SERVER_PID_AT = 36;
    // Server line: milliseconds since the epoch, and why the attachment was cut off (0: it was not).
    public static final int SERVER_HEARTBEAT_AT = LINE;
    public static final int SERVER_CUT_OFF_AT = LINE + 8;
    // Host line.
    public static final int HOST_HEARTBEAT_AT = 2 * LINE;
    public static final int HOST_PID_AT = 2 * LINE + 8;

    private static final int HEADER_BYTES = 4 * LINE;

    /** 65,536 sockets with rings of up to 4 MiB: 512 GiB of addresses, of which only what is used is memory. */
    public static final RegionLayout STANDARD = new RegionLayout(65_536, 256, 1, 22);

    public RegionLayout {
        check(Integer.bitCount(slots) == 1 && slots >= 128 && slots <= 1 << 18, "slots", slots);
        check(contexts >= 1 && contexts <= 4_096, "contexts", contexts);
        check(shards >= 1 && shards <= 64, "shards", shards);
        check(log2Ring >= INITIAL_LOG2_RING && log2Ring <= 26, "log2Ring", log2Ring);
    }

    private static void check(boolean holds, String name, int value) {
        if (!holds) {
            throw new IllegalArgumentException("region layout: " + name + " is out of range: " + value);
        }
    }

    /** Bytes of one bitmap with a bit per slot: leaf words, then summary words, in whole lines. */
    public int bitmapBytes() {
        int leaves = slots / 64;
        int summaries = (leaves + 63) / 64;
        return (leaves + summaries) * Long.BYTES + LINE - 1 & -LINE;
    }

    /** The line in which shard {@code shard} says whether it sleeps. */
    public int shardSleep(int shard) {
        return HEADER_BYTES + shard * (2 * LINE + bitmapBytes());
    }

    /** The line in which shard {@code shard} says, in the nanoseconds of its clock, when its present turn began. */
    public int shardTurn(int shard) {
        return shardSleep(shard) + LINE;
    }

    public int shardBitmap(int shard) {
        return shardTurn(shard) + LINE;
    }

    /** The line in which context {@code context} says whether it sleeps. */
    public int contextSleep(int context) {
        return shardSleep(shards) + context * (LINE + bitmapBytes());
    }

    public int contextBitmap(int context) {
        return contextSleep(context) + LINE;
    }

    /** The first byte of a slot; see {@link SlotLayout} for what lies in it. */
    public int slot(int slot) {
        return contextSleep(contexts) + slot * SLOT_BYTES;
    }

    public int ringBytes() {
        return 1 << log2Ring;
    }

    /** The first byte of a slot's receive ring. */
    public long receiveRing(int slot) {
        return rings() + slot * 2L * ringBytes();
    }

    /** The first byte of a slot's send ring. */
    public long sendRing(int slot) {
        return receiveRing(slot) + ringBytes();
    }

    /** Bytes of the whole region. */
    public long bytes() {
        return receiveRing(slots);
    }

    /** Bytes of everything before the rings. */
    public long registerBytes() {
        return rings();
    }

    /** The smallest chunk of a {@link io.longshore.memory.Region} in which no part of this layout straddles two. */
    public int smallestChunkLog2() {
        return Long.SIZE - Long.numberOfLeadingZeros(registerBytes() - 1);
    }

    /** The first slot that the server allocates; those below are the host's to allocate. */
    public int firstServerSlot() {
        return slots / 2;
    }

    private long rings() {
        long pair = 2L * ringBytes();
        return slot(slots) + pair - 1 & -pair;
    }
}
