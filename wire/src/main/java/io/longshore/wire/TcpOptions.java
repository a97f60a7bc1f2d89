package io.longshore.wire;

import java.lang.foreign.MemorySegment;

/// The options of one TCP segment: parsed from a header, or to be written into one. Mutable and reused.
///
/// Options are MSS (RFC 9293 3.7.1), window scale and timestamps (RFC 7323), SACK permitted and SACK (RFC 2018), Fast
/// Open (RFC 7413), Accurate ECN (RFC 9768).
/// Which of them mean something in which segment is for TCP to judge.
public final class TcpOptions {

    /// Most bytes of options in a header.
    public static final int MAX_LENGTH = 40;
    /// Most SACK blocks in a header; 3 beside timestamps.
    public static final int MAX_SACK_BLOCKS = 4;
    /// RFC 7323 2.3: a larger shift is taken for this one.
    public static final int MAX_WINDOW_SCALE = 14;
    /// What timestamps cost in every segment, padding included.
    public static final int TIMESTAMPS_LENGTH = 12;

    private static final int END = 0;
    static final int NOP = 1;
    private static final int MSS = 2;
    private static final int WINDOW_SCALE = 3;
    private static final int SACK_PERMITTED = 4;
    private static final int SACK = 5;
    private static final int TIMESTAMPS = 8;

    private static final int NOPS = NOP << 8 | NOP;

    private static final int HAS_MSS = 1;
    private static final int HAS_WINDOW_SCALE = 1 << 1;
    private static final int HAS_SACK_PERMITTED = 1 << 2;
    private static final int HAS_TIMESTAMPS = 1 << 3;

    private int present;
    private int mss;
    private int windowScale;
    private int tsval;
    private int tsecr;
    private int sackBlocks;
    private final int[] sackEdges = new int[2 * MAX_SACK_BLOCKS];
    private final FastOpenCookie fastOpen = new FastOpenCookie();
    private final AccEcnOption accEcn = new AccEcnOption();

    /// No options yet.
    public TcpOptions() {
    }

    public void clear() {
        present = 0;
        mss = 0;
        windowScale = 0;
        tsval = 0;
        tsecr = 0;
        sackBlocks = 0;
        fastOpen.clear();
        accEcn.clear();
    }

    /// The Fast Open option, absent unless it says otherwise.
    public FastOpenCookie fastOpen() {
        return fastOpen;
    }

    /// The Accurate ECN option, absent unless it says otherwise.
    public AccEcnOption accEcn() {
        return accEcn;
    }

    public boolean hasMss() {
        return (present & HAS_MSS) != 0;
    }

    /// 1 to 65,535; 0 if absent. A peer's zero counts as absent.
    public int mss() {
        return mss;
    }

    public boolean hasWindowScale() {
        return (present & HAS_WINDOW_SCALE) != 0;
    }

    /// 0 to 14; 0 if absent.
    public int windowScale() {
        return windowScale;
    }

    public boolean hasSackPermitted() {
        return (present & HAS_SACK_PERMITTED) != 0;
    }

    public boolean hasTimestamps() {
        return (present & HAS_TIMESTAMPS) != 0;
    }

    public int tsval() {
        return tsval;
    }

    public int tsecr() {
        return tsecr;
    }

    /// 0 to 4.
    public int sackBlocks() {
        return sackBlocks;
    }

    /// The first sequence number of a block, as the peer says: not checked against anything.
    public int sackLeft(int block) {
        return sackEdges[2 * block];
    }

    /// The sequence number behind a block.
    public int sackRight(int block) {
        return sackEdges[2 * block + 1];
    }

    public void mss(int value) {
        mss = value & 0xFFFF;
        present = mss == 0 ? present & ~HAS_MSS : present | HAS_MSS;
    }

    public void windowScale(int shift) {
        windowScale = Math.min(shift, MAX_WINDOW_SCALE);
        present |= HAS_WINDOW_SCALE;
    }

    public void sackPermitted() {
        present |= HAS_SACK_PERMITTED;
    }

    public void timestamps(int value, int echo) {
        tsval = value;
        tsecr = echo;
        present |= HAS_TIMESTAMPS;
    }

    /// Adds a block; without effect once there are four.
    public void addSackBlock(int left, int right) {
        if (sackBlocks < MAX_SACK_BLOCKS) {
            sackEdges[2 * sackBlocks] = left;
            sackEdges[2 * sackBlocks + 1] = right;
            sackBlocks++;
        }
    }

    /// Leaves out all blocks but the first so many; what was left out comes back with a larger number.
    public void sackBlocks(int count) {
        sackBlocks = Math.clamp(count, 0, MAX_SACK_BLOCKS);
    }

    /// Parses the options area of a header: what was here before is gone. Unknown options are skipped by their length
    /// (RFC 9293 MUST-6), known ones of a wrong length likewise. At a length that is illegal or reaches beyond the
    /// area, parsing stops (MUST-7): what stood before it counts.
    ///
    /// @return false if it stopped at an illegal length
    public boolean parse(MemorySegment memory, long at, int length) {
        clear();
        int i = 0;
        while (i < length) {
            int kind = NetworkOrder.get8(memory, at + i);
            if (kind == END) {
                return true;
            }
            int size = kind == NOP ? 1 : sizeAt(memory, at + i, length - i);
            if (size == 0) {
                return false;
            }
            option(memory, at + i, kind, size);
            i += size;
        }
        return true;
    }

    /// The option's length, or 0 if it is illegal.
    private static int sizeAt(MemorySegment memory, long at, int left) {
        int size = left < 2 ? 0 : NetworkOrder.get8(memory, at + 1);
        return size < 2 || size > left ? 0 : size;
    }

    private void option(MemorySegment memory, long at, int kind, int size) {
        // kind and length in one number: a known kind of a wrong length is an unknown option
        switch (kind << 8 | size) {
            case MSS << 8 | 4 -> mss(NetworkOrder.get16(memory, at + 2));
            case WINDOW_SCALE << 8 | 3 -> windowScale(NetworkOrder.get8(memory, at + 2));
            case SACK_PERMITTED << 8 | 2 -> sackPermitted();
            case TIMESTAMPS << 8 | 10 ->
                timestamps(NetworkOrder.get32(memory, at + 2), NetworkOrder.get32(memory, at + 6));
            case SACK << 8 | 10, SACK << 8 | 18, SACK << 8 | 26, SACK << 8 | 34 -> sack(memory, at, size);
            default -> other(memory, at, kind, size);
        }
    }

    /// Options of more than one length.
    private void other(MemorySegment memory, long at, int kind, int size) {
        if (kind == AccEcnOption.KIND_0 || kind == AccEcnOption.KIND_1) {
            accEcn.read(memory, at + 2, kind, size - 2);
        } else if (kind == FastOpenCookie.KIND) {
            fastOpen.read(memory, at + 2, size - 2, false);
        } else if (kind == FastOpenCookie.EXPERIMENTAL_KIND && size >= 4
                && NetworkOrder.get16(memory, at + 2) == FastOpenCookie.MAGIC) {
            fastOpen.read(memory, at + 4, size - 4, true);
        }
    }

    private void sack(MemorySegment memory, long at, int size) {
        sackBlocks = 0;
        for (int i = 2; i < size; i += 8) {
            addSackBlock(NetworkOrder.get32(memory, at + i), NetworkOrder.get32(memory, at + i + 4));
        }
    }

    /// How many bytes [#write(MemorySegment, long)] will write: a multiple of 4, at most 40.
    public int length() {
        int before = lengthBeforeSack();
        return lengthWith(before, blocksThatFit(before));
    }

    /// How many bytes they would take if there were room for the cookie and all blocks: more than 40 where some of that
    /// will be left out.
    public int needed() {
        int before = lengthBeforeCookie();
        return lengthWith(fastOpen.isPresent() ? aligned(before, 0) + fastOpen.written() : before, sackBlocks);
    }

    private static int lengthWith(int before, int blocks) {
        return (blocks == 0 ? before : aligned(before, 2) + 8 * blocks) + 3 & -4;
    }

    private int lengthBeforeSack() {
        int length = lengthBeforeCookie();
        int cookie = fastOpen.written();
        return cookie > 0 && aligned(length, cookie) <= MAX_LENGTH ? aligned(length, cookie) : length;
    }

    private int lengthBeforeCookie() {
        int length = hasMss() ? 4 : 0;
        length += hasTimestamps() ? TIMESTAMPS_LENGTH : 0;
        length += accEcn.size();
        length = hasSackPermitted() && !hasTimestamps() ? aligned(length, 2) : length;
        return hasWindowScale() ? aligned(length, 3) : length;
    }

    /// Where an option of so many bytes ends that begins at `from` or behind, so that it ends at a multiple of 4.
    private static int aligned(int from, int bytes) {
        return from + bytes + 3 & -4;
    }

    private int blocksThatFit(int lengthBefore) {
        return Math.clamp((MAX_LENGTH - aligned(lengthBefore, 2)) / 8, 0, sackBlocks);
    }

    /// Writes the options in Linux's order: `mss, sackOK, TS, ECN, nop, wscale, FO` in a SYN, `nop, nop, TS, ECN` in
    /// others, SACK blocks last, as many as fit. What aligns an option stands before it.
    ///
    /// @return bytes written
    public int write(MemorySegment memory, long at) {
        long next = at;
        if (hasMss()) {
            NetworkOrder.put32(memory, next, MSS << 24 | 4 << 16 | mss);
            next += 4;
        }
        if (hasTimestamps()) {
            int pair = hasSackPermitted() ? SACK_PERMITTED << 8 | 2 : NOPS;
            writeTimestamps(memory, next, pair, tsval, tsecr);
            next += TIMESTAMPS_LENGTH;
        }
        accEcn.write(memory, next);
        next += accEcn.size();
        if (hasSackPermitted() && !hasTimestamps()) {
            next = pad(memory, at, next, 2);
            NetworkOrder.put16(memory, next - 2, SACK_PERMITTED << 8 | 2);
        }
        if (hasWindowScale()) {
            next = pad(memory, at, next, 3);
            NetworkOrder.put16(memory, next - 3, WINDOW_SCALE << 8 | 3);
            NetworkOrder.put8(memory, next - 1, windowScale);
        }
        return (int) (writeSack(memory, at, writeFastOpen(memory, at, next)) - at);
    }

    /// Writes NOPs up to where an option of so many bytes is to begin, if it is to end at a multiple of 4; returns
    /// where it ends.
    private static long pad(MemorySegment memory, long at, long from, int bytes) {
        long end = at + aligned((int) (from - at), bytes);
        for (long i = from; i < end - bytes; i++) {
            NetworkOrder.put8(memory, i, NOP);
        }
        return end;
    }

    private long writeFastOpen(MemorySegment memory, long at, long next) {
        int aligned = aligned((int) (next - at), 0);
        if (!fastOpen.isPresent() || aligned + fastOpen.written() > MAX_LENGTH) {
            return next;
        }
        fastOpen.write(memory, pad(memory, at, next, 0));
        return at + aligned + fastOpen.written();
    }

    /// @param pair the two bytes in front, which align the timestamps
    private static void writeTimestamps(MemorySegment memory, long at, int pair, int tsval, int tsecr) {
        NetworkOrder.put32(memory, at, pair << 16 | TIMESTAMPS << 8 | 10);
        NetworkOrder.put32(memory, at + 4, tsval);
        NetworkOrder.put32(memory, at + 8, tsecr);
    }

    private long writeSack(MemorySegment memory, long at, long next) {
        int blocks = blocksThatFit((int) (next - at));
        if (blocks == 0) {
            return pad(memory, at, next, 0);
        }
        long edges = pad(memory, at, next, 2);
        NetworkOrder.put16(memory, edges - 2, SACK << 8 | 2 + 8 * blocks);
        for (int i = 0; i < 2 * blocks; i++) {
            NetworkOrder.put32(memory, edges + 4L * i, sackEdges[i]);
        }
        return edges + 8L * blocks;
    }
}
