package io.longshore.memory;

/**
 * One bit per number that may have news, in leaf words of 64 under summary words: rung by any number of threads and
 * processes, drained by one thread. It never overflows, never blocks, and rings of one number coalesce.
 *
 * <pre>
 *   leaf words     bits / 64 longs        bit n: number n was rung
 *   summary words  leaves / 64 longs      bit l: leaf l may have bits
 * </pre>
 *
 * <p>A ringer sets the leaf bit, then the summary bit; the drainer takes the summary word, then the leaves it names.
 * So a leaf bit that the drainer has not taken is under a summary bit that it has not taken, or that its ringer is
 * about to set. The atomics are the happens-before: what was released before {@link #ring} is seen after {@link #next}.
 */
public final class DoorbellBitmap {

    private final Memory memory;
    private final int leaves;
    private final int summaries;
    private final int summaryWords;
    /** Bits of the last summary word that stand for a leaf: others can only come from a hostile ringer. */
    private final long lastSummaryMask;

    // The drainer's place in its pass; touched by the draining thread alone.
    private int summaryWord;
    private long summary;
    private int leaf;
    private long bits;

    /**
     * A bitmap in {@code memory} from byte {@code at} on.
     *
     * @param bits a multiple of 64
     */
    public DoorbellBitmap(Memory memory, int at, int bits) {
        if (bits <= 0 || bits % Long.SIZE != 0 || at % Long.BYTES != 0) {
            throw new IllegalArgumentException("a bitmap of " + bits + " bits at " + at);
        }
        this.memory = memory;
        this.leaves = at;
        int leafWords = bits / Long.SIZE;
        this.summaries = at + leafWords * Long.BYTES;
        this.summaryWords = (leafWords + Long.SIZE - 1) / Long.SIZE;
        this.lastSummaryMask = -1L >>> -leafWords;
        if (at + bytes(bits) > memory.size()) {
            throw new IllegalArgumentException("a bitmap of " + bits + " bits does not fit at " + at);
        }
    }

    /** Bytes that a bitmap takes, leaves and summaries. */
    public static int bytes(int bits) {
        int leafWords = bits / Long.SIZE;
        return (leafWords + (leafWords + Long.SIZE - 1) / Long.SIZE) * Long.BYTES;
    }

    /** Says that {@code number} has news. Any thread. */
    public void ring(int number) {
        int word = number >>> 6;
        boolean first = memory.getAndBitwiseOr(leaves + (word << 3), 1L << number) == 0;
        int at = summaries + (word >>> 6 << 3);
        // A leaf that already has bits has a summary bit, or a ringer between its two steps: do that step for it, so
        // that no ringer waits for another. The read may not move before the atomic above: it is volatile.
        if (first || (memory.getLongVolatile(at) & 1L << word) == 0) {
            memory.getAndBitwiseOr(at, 1L << word);
        }
    }

    /** Whether {@code number} was rung and the drainer has not taken that yet. Any thread. */
    public boolean isRung(int number) {
        return (memory.getLongVolatile(leaves + (number >>> 6 << 3)) & 1L << number) != 0;
    }

    /**
     * Takes the next rung number of this pass, or ends the pass with −1; the call after that begins a new one. A number
     * rung while a pass runs is found by this pass or the next. The draining thread only.
     */
    public int next() {
        while (bits == 0) {
            if (summary != 0) {
                takeLeaf();
            } else if (!takeSummary()) {
                return -1;
            }
        }
        int number = (leaf << 6) + Long.numberOfTrailingZeros(bits);
        bits &= bits - 1;
        return number;
    }

    /** Whether no news is to be seen; exact after a full fence (see {@link SleepEpoch}). The draining thread only. */
    public boolean isEmpty() {
        if (bits != 0 || summary != 0) {
            return false;
        }
        for (int word = 0; word < summaryWords; word++) {
            if ((memory.getLongVolatile(summaries + (word << 3)) & mask(word)) != 0) {
                return false;
            }
        }
        return true;
    }

    private void takeLeaf() {
        leaf = (summaryWord - 1 << 6) + Long.numberOfTrailingZeros(summary);
        summary &= summary - 1;
        bits = memory.getAndSet(leaves + (leaf << 3), 0);
    }

    private boolean takeSummary() {
        if (summaryWord == summaryWords) {
            summaryWord = 0;
            return false;
        }
        int at = summaries + (summaryWord << 3);
        // Most words are zero most of the time, and a read is cheaper than a swap; a bit not yet seen is seen later.
        summary = memory.getLongVolatile(at) == 0 ? 0 : memory.getAndSet(at, 0) & mask(summaryWord);
        summaryWord++;
        return true;
    }

    private long mask(int word) {
        return word == summaryWords - 1 ? lastSummaryMask : -1L;
    }
}
