package io.longshore.stack;

/// What a shard keeps about each connection besides its record: private copies of ring geometries, and marks. Arrays
/// by record number, made once.
final class Connections {

    // Marks.
    /// To be announced: the host has to be rung.
    static final int RING = 1;
    /// To be announced: only the acknowledged position moved, which is news if the host waits for room.
    static final int ROOM = 2;
    /// The record is dead; it is released when output has nothing more for it.
    static final int DYING = 4;
    /// The host has closed the slot, which is kept only for the bytes that are not yet acknowledged.
    static final int LEFT = 8;

    final long[] receiveGeometry;
    final long[] sendGeometry;
    /// Position behind the last byte placed, in order or not.
    final long[] placedEnd;
    final int[] sendLimit;
    /// Pages of rings that text takes, as counted by [RingMemory].
    final int[] pages;
    /// Condition bits as the host was told, or is to be.
    final byte[] conditions;
    /// The host's count of option changes as of the last look.
    final int[] optionChanges;
    private final byte[] marks;

    Connections(int capacity) {
        receiveGeometry = new long[capacity];
        sendGeometry = new long[capacity];
        placedEnd = new long[capacity];
        optionChanges = new int[capacity];
        sendLimit = new int[capacity];
        pages = new int[capacity];
        conditions = new byte[capacity];
        marks = new byte[capacity];
    }

    /// A connection gets a receive ring; its send ring is the host's, and new.
    void begin(int number, long geometry) {
        receiveGeometry[number] = geometry;
        sendGeometry[number] = Shard.NEW_RING;
        placedEnd[number] = 0;
        sendLimit[number] = 0;
        conditions[number] = 0;
        optionChanges[number] = 0;
        marks[number] = 0;
    }

    boolean has(int number, int mark) {
        return (marks[number] & mark) != 0;
    }

    void mark(int number, int bits) {
        marks[number] |= (byte) bits;
    }

    void unmark(int number, int bits) {
        marks[number] &= (byte) ~bits;
    }
}
