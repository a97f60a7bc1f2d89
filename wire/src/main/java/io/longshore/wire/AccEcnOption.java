package io.longshore.wire;

import java.lang.foreign.MemorySegment;

/// The Accurate ECN option (RFC 9768 3.2.3): absent, or up to three counters of 24 bits, which say how many bytes of
/// text have arrived by the packets' ECN bits. Two kinds, which differ in the order of their fields. Mutable, reused.
///
/// ```
///  kind 172:  | 172 | length | ECT(0) bytes | CE bytes | ECT(1) bytes |
///  kind 174:  | 174 | length | ECT(1) bytes | CE bytes | ECT(0) bytes |
/// ```
public final class AccEcnOption {

    /// ECT(0) first.
    public static final int KIND_0 = 172;
    /// ECT(1) first.
    public static final int KIND_1 = 174;
    /// Most fields.
    public static final int FIELDS = 3;
    /// Bytes of the longest, padding included.
    public static final int LONGEST = 12;

    private static final int ABSENT = -1;
    private static final int HEAD = 2;
    private static final int FIELD = 3;
    private static final int ECT_1 = 1;
    private static final int ECT_0 = 2;
    private static final int CE = 3;

    private int fields = ABSENT;
    private boolean isFirst1;
    private int first;
    private int second;
    private int third;

    /// No option.
    public void clear() {
        fields = ABSENT;
    }

    public boolean isPresent() {
        return fields >= 0;
    }

    /// How many counters it has, 0 to 3; −1 where there is no option.
    public int fields() {
        return fields;
    }

    /// A counter: 24 bits.
    public int value(int field) {
        return switch (field) {
            case 0 -> first;
            case 1 -> second;
            default -> third;
        };
    }

    /// The ECN bits whose bytes it counts (RFC 3168 5).
    public int codepoint(int field) {
        if (field == 1) {
            return CE;
        }
        return field == 0 == isFirst1 ? ECT_1 : ECT_0;
    }

    /// Makes it one of kind 174 with the first so many fields.
    public void set(int count) {
        fields = count;
        isFirst1 = true;
    }

    /// The counters of all three, of which the first so many will be written.
    public void values(int ect1, int ce, int ect0) {
        first = ect1 & 0xFFFFFF;
        second = ce & 0xFFFFFF;
        third = ect0 & 0xFFFFFF;
    }

    /// Reads one. Valid are 2, 5, 8 and 11 bytes; of any other length the whole fields count, three at most.
    ///
    /// @param at where the fields begin
    void read(MemorySegment memory, long at, int kind, int bytes) {
        fields = Math.min(bytes / FIELD, FIELDS);
        isFirst1 = kind == KIND_1;
        first = fields > 0 ? get24(memory, at) : 0;
        second = fields > 1 ? get24(memory, at + FIELD) : 0;
        third = fields > 2 ? get24(memory, at + 2 * FIELD) : 0;
    }

    private static int get24(MemorySegment memory, long at) {
        return NetworkOrder.get16(memory, at) << 8 | NetworkOrder.get8(memory, at + 2);
    }

    /// Bytes of the option, not padded.
    int size() {
        return isPresent() ? HEAD + FIELD * fields : 0;
    }

    /// Writes it, not padded.
    void write(MemorySegment memory, long at) {
        if (!isPresent()) {
            return;
        }
        NetworkOrder.put16(memory, at, (isFirst1 ? KIND_1 : KIND_0) << 8 | size());
        for (int i = 0; i < fields; i++) {
            int value = value(i);
            NetworkOrder.put16(memory, at + HEAD + FIELD * i, value >>> 8);
            NetworkOrder.put8(memory, at + HEAD + FIELD * i + 2, value & 0xFF);
        }
    }
}
