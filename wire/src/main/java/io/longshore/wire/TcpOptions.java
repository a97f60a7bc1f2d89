package io.longshore.wire;

import java.lang.foreign.MemorySegment;

/// The options of one TCP segment: parsed from a header, or to be written into one. Mutable and reused.
///
/// Options are MSS (RFC 9293 3.7.1), window scale and timestamps (RFC 7323), SACK permitted and SACK (RFC 2018), Fast
/// Open (RFC 7413).
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
    }

    /// The Fast Open option, absent unless it says otherwise.
    public FastOpenCookie fastOpen() {
        return fastOpen;
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
            default -> fastOpen(memory, at, kind, size);
        }
    }

    private void fastOpen(MemorySegment memory, long at, int kind, int size) {
        if (kind == FastOpenCookie.KIND) {
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
        int length = hasMss() ? 4 : 0;
        length += hasTimestamps() ? TIMESTAMPS_LENGTH : 0;
        length += hasSackPermitted() && !hasTimestamps() ? 4 : 0;
        length += hasWindowScale() ? 4 : 0;
        length += length + fastOpen.written() <= MAX_LENGTH ? fastOpen.written() : 0;
        int blocks = blocksThatFit(length);
        return blocks == 0 ? length : length + 4 + 8 * blocks;
    }

    private int blocksThatFit(int lengthBefore) {
        return Math.clamp((MAX_LENGTH - 4 - lengthBefore) / 8, 0, sackBlocks);
    }

    /// Writes the options in Linux's order: `mss, sackOK, TS, nop, wscale, FO` in a SYN, `nop, nop, TS` in others, SACK
    /// blocks last, as many as fit.
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
        } else if (hasSackPermitted()) {
            NetworkOrder.put32(memory, next, NOPS << 16 | SACK_PERMITTED << 8 | 2);
            next += 4;
        }
        if (hasWindowScale()) {
            NetworkOrder.put32(memory, next, NOP << 24 | WINDOW_SCALE << 16 | 3 << 8 | windowScale);
            next += 4;
        }
        if (next - at + fastOpen.written() <= MAX_LENGTH && fastOpen.isPresent()) {
            fastOpen.write(memory, next);
            next += fastOpen.written();
        }
        return (int) (writeSack(memory, next, blocksThatFit((int) (next - at))) - at);
    }

    /// @param pair the two bytes in front, which align the timestamps
    private static void writeTimestamps(MemorySegment memory, long at, int pair, int tsval, int tsecr) {
        NetworkOrder.put32(memory, at, pair << 16 | TIMESTAMPS << 8 | 10);
        NetworkOrder.put32(memory, at + 4, tsval);
        NetworkOrder.put32(memory, at + 8, tsecr);
    }

    private long writeSack(MemorySegment memory, long at, int blocks) {
        if (blocks == 0) {
            return at;
        }
        NetworkOrder.put32(memory, at, NOPS << 16 | SACK << 8 | 2 + 8 * blocks);
        for (int i = 0; i < 2 * blocks; i++) {
            NetworkOrder.put32(memory, at + 4 + 4L * i, sackEdges[i]);
        }
        return at + 4 + 8L * blocks;
    }
}
