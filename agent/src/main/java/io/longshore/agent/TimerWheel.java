package io.longshore.agent;

import java.util.Arrays;

/// One timer for each of the ids 0 to n−1: a hierarchical wheel of arrays in which arming, re-arming and cancelling
/// take constant time and nothing is allocated.
///
/// A level has 64 slots; a slot of level 0 is one tick, a slot of each further level is a whole turn of the level
/// below. A timer lies on the level of the highest bits in which its tick differs from the present one, and comes
/// down as the present draws near. A deadline is rounded up to the end of its tick: a timer never fires early, and
/// when polled in time at most one tick (65.5 µs unless told otherwise) late. Timers of one tick fire in the order in
/// which they were put into it.
///
/// Deadlines lie less than 146 years (2^62 ns) away from the time of the latest poll; the clock itself may wrap.
public final class TimerWheel {

    /// What [#poll] returns when no timer is due.
    public static final int NONE = -1;
    /// The deadline of a timer that is not armed.
    public static final long NEVER = Long.MAX_VALUE;

    private static final int LOG2_TICK_NANOS = 16;
    private static final int SLOT_BITS = 6;
    private static final int SLOTS = 1 << SLOT_BITS;
    private static final int LEVELS = (Long.SIZE + SLOT_BITS - 1) / SLOT_BITS;

    private final int log2Tick;
    /// The time at tick 0.
    private final long origin;
    /// The present: all timers of earlier ticks have been handed out.
    private long tick;
    private int size;

    /// One bit per slot that has timers, by level.
    private final long[] occupied = new long[LEVELS];
    private final int[] first = new int[LEVELS * SLOTS];
    private final int[] last = new int[LEVELS * SLOTS];

    // By id.
    private final long[] deadlines;
    private final int[] next;
    private final int[] previous;
    private final short[] places;

    /// @param timers how many ids there are
    /// @param now    the present time, nanoseconds
    public TimerWheel(int timers, long now) {
        this(timers, now, LOG2_TICK_NANOS);
    }

    /// @param log2Tick logarithm of a tick in nanoseconds, 10 (1 µs) to 24 (17 ms)
    public TimerWheel(int timers, long now, int log2Tick) {
        if (log2Tick < 10 || log2Tick > 24) {
            throw new IllegalArgumentException("timer wheel: log2Tick is out of range: " + log2Tick);
        }
        this.log2Tick = log2Tick;
        origin = now;
        deadlines = new long[timers];
        next = new int[timers];
        previous = new int[timers];
        places = new short[timers];
        Arrays.fill(deadlines, NEVER);
        Arrays.fill(places, (short) NONE);
        Arrays.fill(first, NONE);
        Arrays.fill(last, NONE);
    }

    /// Sets a timer, armed before or not; [#NEVER] cancels it. A deadline that has passed fires at the next poll.
    public void arm(int id, long deadline) {
        cancel(id);
        if (deadline != NEVER) {
            deadlines[id] = deadline;
            size++;
            insert(id);
        }
    }

    /// Disarms a timer; nothing happens if it is not armed.
    public void cancel(int id) {
        if (places[id] != NONE) {
            remove(id);
            deadlines[id] = NEVER;
            size--;
        }
    }

    public boolean isArmed(int id) {
        return places[id] != NONE;
    }

    /// The deadline as it was armed, [#NEVER] if it is not.
    public long deadline(int id) {
        return deadlines[id];
    }

    /// Timers armed.
    public int size() {
        return size;
    }

    /// When to poll next, [#NEVER] if no timer is armed: never later than the next timer fires; sometimes earlier,
    /// when timers have to come down a level, but always later than the time of the latest poll that returned
    /// [#NONE], unless a timer was armed since.
    public long earliest() {
        int level = lowestOccupied();
        return level == LEVELS ? NEVER : origin + (startOf(level, soonest(level)) << log2Tick);
    }

    /// Hands out one timer that is due and disarms it; [#NONE] if there is no more. A timer armed meanwhile with a
    /// deadline that has passed is due in the same round, so a caller bounds its steps.
    ///
    /// @param now the present time; where it is earlier than before, nothing becomes due
    public int poll(long now) {
        long present = now - origin >> log2Tick;
        for (int level = lowestOccupied(); level < LEVELS; level = lowestOccupied()) {
            int slot = soonest(level);
            long start = startOf(level, slot);
            if (start > present) {
                break;
            }
            tick = start;
            if (level == 0) {
                int id = first[slot];
                cancel(id);
                return id;
            }
            lower(level, slot);
        }
        // No timer lies at or before the present, so moving there leaves each on its level.
        tick = Math.max(tick, present);
        return NONE;
    }

    private int lowestOccupied() {
        int level = 0;
        while (level < LEVELS && occupied[level] == 0) {
            level++;
        }
        return level;
    }

    /// All timers of a level share the present's higher bits and none lies before it: slots do not wrap.
    private int soonest(int level) {
        return Long.numberOfTrailingZeros(occupied[level]);
    }

    /// The first tick of a slot.
    private long startOf(int level, int slot) {
        int shift = level * SLOT_BITS;
        long above = shift + SLOT_BITS >= Long.SIZE ? 0 : tick >>> shift + SLOT_BITS << shift + SLOT_BITS;
        return above | (long) slot << shift;
    }

    /// Distributes a slot's timers over the levels below, oldest first.
    private void lower(int level, int slot) {
        int place = level * SLOTS + slot;
        for (int id = first[place]; id != NONE; id = first[place]) {
            remove(id);
            insert(id);
        }
    }

    /// The tick at whose start a deadline has passed; one in the past counts as the present.
    private long tickOf(long deadline) {
        long sincePresent = deadline - (origin + (tick << log2Tick));
        // Rounded up without the overflow that adding to a far deadline would bring.
        return sincePresent <= 0 ? tick : tick + 1 + (sincePresent - 1 >> log2Tick);
    }

    private void insert(int id) {
        long due = tickOf(deadlines[id]);
        int level = (Long.SIZE - 1 - Long.numberOfLeadingZeros((tick ^ due) | SLOTS - 1)) / SLOT_BITS;
        int slot = (int) (due >>> level * SLOT_BITS) & SLOTS - 1;
        int place = level * SLOTS + slot;
        occupied[level] |= 1L << slot;
        places[id] = (short) place;
        next[id] = NONE;
        previous[id] = last[place];
        if (last[place] == NONE) {
            first[place] = id;
        } else {
            next[last[place]] = id;
        }
        last[place] = id;
    }

    private void remove(int id) {
        int place = places[id];
        int before = previous[id];
        int after = next[id];
        if (before == NONE) {
            first[place] = after;
        } else {
            next[before] = after;
        }
        if (after == NONE) {
            last[place] = before;
        } else {
            previous[after] = before;
        }
        if (first[place] == NONE) {
            occupied[place >> SLOT_BITS] &= ~(1L << (place & SLOTS - 1));
        }
        places[id] = NONE;
    }
}
