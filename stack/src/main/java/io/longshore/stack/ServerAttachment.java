package io.longshore.stack;

import io.longshore.channel.CutOff;
import io.longshore.channel.RegionHeader;
import io.longshore.channel.RegionLayout;
import io.longshore.channel.SlotLayout;
import io.longshore.memory.DoorbellBitmap;
import io.longshore.memory.Memory;
import io.longshore.memory.SleepEpoch;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// One application's region as one shard sees it, with the shard's private copies of what it must not read back from
/// memory that the host can write. Used by the shard's thread alone.
///
/// A slot's `owner` says what the server has for it: a connection's number in the slab while it is connecting or
/// connected, the listener's number while it is listening.
public final class ServerAttachment {

    static final int NONE = -1;
    /// Where an accept queue's entry would be, for a slot that waits in none.
    static final long NOT_QUEUED = -1;

    private final int number;
    private final RegionLayout layout;
    private final int shard;
    private final int firstSlot;
    private final int turnAt;
    private final Memory registers;
    private final MemorySegment region;
    private final Lease lease;
    private final DoorbellBitmap requests;
    private final SleepEpoch sleep;
    private final ContextBells bells;

    // Private copies, by slot.
    final int[] generation;
    final int[] owner;
    final byte[] state;
    /// What a slot has bound, see [Ports].
    final int[] binding;
    /// The number of the request answered last.
    final int[] answered;
    final long[] queuedAt;
    /// The listening slot in whose accept queue a slot waits; meaningful where it is queued.
    final int[] queuedFor;

    /// Logarithm of the bytes of each slot's receive and send ring that may hold pages, 0 for none.
    private final byte[] touchedLog2;
    /// Free slots whose rings may hold pages.
    private final NumberQueue freed;
    private final int[] free;
    private int freeCount;
    private int inUse;
    private boolean orphaned;
    private CutOff cutOff;

    /// @param number what the control side calls it; below the number of attachments that the shard was made for
    /// @param region the whole region; its registers are below 2 GiB
    public ServerAttachment(int number, RegionLayout layout, int shard, MemorySegment region, Lease lease) {
        this.number = number;
        this.layout = layout;
        this.shard = shard;
        firstSlot = layout.slot(0);
        turnAt = layout.shardTurn(shard);
        this.region = region;
        this.lease = lease;
        registers = Memory.of(region.asSlice(0, layout.registerBytes()).asByteBuffer());
        requests = new DoorbellBitmap(registers, layout.shardBitmap(shard), layout.slots());
        sleep = new SleepEpoch(registers, layout.shardSleep(shard));
        bells = new ContextBells(layout, registers, lease);
        generation = new int[layout.slots()];
        owner = filled(layout.slots());
        state = new byte[layout.slots()];
        binding = filled(layout.slots());
        answered = new int[layout.slots()];
        queuedAt = new long[layout.slots()];
        Arrays.fill(queuedAt, NOT_QUEUED);
        queuedFor = new int[layout.slots()];
        touchedLog2 = new byte[2 * layout.slots()];
        freed = new NumberQueue(layout.slots());
        free = freeSlots(layout, shard);
        if (shard == 0) {
            new RegionHeader(registers).write(layout, 0, number, (int) ProcessHandle.current().pid());
        }
        freeCount = free.length;
    }

    private static int[] filled(int size) {
        int[] numbers = new int[size];
        Arrays.fill(numbers, NONE);
        return numbers;
    }

    /// This shard's share of the upper half, the first of them on top.
    private static int[] freeSlots(RegionLayout layout, int shard) {
        int share = (layout.slots() - layout.firstServerSlot()) / layout.shards();
        int[] slots = new int[share];
        for (int i = 0; i < share; i++) {
            slots[i] = layout.firstServerSlot() + (shard + 1) * share - 1 - i;
        }
        return slots;
    }

    public int number() {
        return number;
    }

    RegionLayout layout() {
        return layout;
    }

    MemorySegment region() {
        return region;
    }

    Memory registers() {
        return registers;
    }

    DoorbellBitmap requests() {
        return requests;
    }

    ContextBells bells() {
        return bells;
    }

    SleepEpoch sleep() {
        return sleep;
    }

    Lease lease() {
        return lease;
    }

    /// Slots that are not free.
    int inUse() {
        return inUse;
    }

    /// Whether the application is gone.
    boolean isOrphaned() {
        return orphaned;
    }

    void orphan() {
        orphaned = true;
    }

    boolean isCutOff() {
        return cutOff != null;
    }

    /// From now on nothing of the region is read or written.
    void tellCutOff(CutOff reason) {
        cutOff = reason;
        try {
            new RegionHeader(registers).cutOff(reason);
        } catch (InternalError truncated) {
            // Memory that the host has cut short cannot be told anything.
            return;
        }
    }

    /// Says when the present turn began: what was rung for before is looked at in it.
    void tellTurn(long now) {
        if (cutOff == null) {
            registers.setLongRelease(turnAt, now);
        }
    }

    // Registers.

    /// The layout's arithmetic, done once: every segment asks a dozen times.
    private int at(int slot) {
        return firstSlot + slot * RegionLayout.SLOT_BYTES;
    }

    int get(int slot, int register) {
        return registers.getInt(at(slot) + register);
    }

    int acquireInt(int slot, int register) {
        return registers.getIntAcquire(at(slot) + register);
    }

    long acquire(int slot, int register) {
        return registers.getLongAcquire(at(slot) + register);
    }

    void put(int slot, int register, int value) {
        registers.putInt(at(slot) + register, value);
    }

    void putLong(int slot, int register, long value) {
        registers.putLong(at(slot) + register, value);
    }

    void release(int slot, int register, int value) {
        registers.setIntRelease(at(slot) + register, value);
    }

    void release(int slot, int register, long value) {
        registers.setLongRelease(at(slot) + register, value);
    }

    /// Whether the host's lines of a slot are about its present use. Pairs with the host's release of its generation:
    /// what it wrote in its lines before is seen after this.
    boolean hostIsPresent(int slot) {
        return cutOff == null && acquireInt(slot, SlotLayout.HOST_GENERATION) == generation[slot];
    }

    // Allocation.

    /// Takes a slot for an accepted connection; [#NONE] if all are in use.
    int allocate() {
        if (freeCount == 0) {
            return NONE;
        }
        int slot = free[--freeCount];
        if (generation[slot] == 0) {
            // A region begins with zeros, which must not look like a host's answer.
            generation[slot] = 1;
        }
        return slot;
    }

    /// Begins the use of a slot: its server line as of a new stream.
    void begin(int slot, int newState, int newOwner) {
        inUse += state[slot] == SlotLayout.STATE_FREE ? 1 : 0;
        owner[slot] = newOwner;
        setState(slot, newState);
        put(slot, SlotLayout.GENERATION, generation[slot]);
    }

    void setState(int slot, int newState) {
        state[slot] = (byte) newState;
        if (cutOff == null) {
            release(slot, SlotLayout.STATE, newState);
        }
    }

    /// Ends a slot's use: zeroes the server's lines and counts the use, so that what the host's lines say is void.
    void free(int slot) {
        if (state[slot] != SlotLayout.STATE_FREE) {
            inUse--;
        }
        generation[slot]++;
        owner[slot] = NONE;
        answered[slot] = 0;
        queuedAt[slot] = NOT_QUEUED;
        if (touchedLog2[2 * slot] != 0 || touchedLog2[2 * slot + 1] != 0) {
            freed.add(slot);
        }
        if (cutOff == null) {
            clear(slot);
            // Behind the cleared lines, and never 0 in between: the host takes a stepped generation for a free slot.
            release(slot, SlotLayout.GENERATION, generation[slot]);
        }
        setState(slot, SlotLayout.STATE_FREE);
        if (slot >= layout.firstServerSlot()) {
            free[freeCount++] = slot;
        }
    }

    NumberQueue freed() {
        return freed;
    }

    /// Says that a ring may hold pages.
    ///
    /// @param ring 0 the receive ring, 1 the send ring
    void touch(int slot, int ring, int log2) {
        touchedLog2[2 * slot + ring] = (byte) Math.max(touchedLog2[2 * slot + ring], log2);
    }

    /// Gives the pages of a free slot's rings back.
    ///
    /// @return how many rings there were to empty
    int discardRings(int slot, StackCounters counters) {
        int done = 0;
        for (int ring = 0; ring < 2; ring++) {
            int log2 = touchedLog2[2 * slot + ring];
            touchedLog2[2 * slot + ring] = 0;
            if (log2 != 0) {
                lease.discard(ring == 0 ? layout.receiveRing(slot) : layout.sendRing(slot), 1L << log2);
                counters.ringBytesGivenBack += 1L << log2;
                done++;
            }
        }
        return done;
    }

    /// Zeroes the server's two lines, but for the generation and the state.
    private void clear(int slot) {
        for (int register = SlotLayout.RECEIVED; register < SlotLayout.GENERATION; register += Long.BYTES) {
            putLong(slot, register, 0);
        }
        put(slot, SlotLayout.ANSWERED, 0);
        put(slot, SlotLayout.RESULT, 0);
        for (int register = SlotLayout.CONDITIONS; register < SlotLayout.ARGUMENT_LOCAL; register += Integer.BYTES) {
            put(slot, register, 0);
        }
        for (int offset = 0; offset < RegionLayout.LINE; offset += Long.BYTES) {
            putLong(slot, SlotLayout.LOCAL + offset, 0);
            putLong(slot, SlotLayout.ACCOUNT_VERSION + offset, 0);
        }
    }
}
