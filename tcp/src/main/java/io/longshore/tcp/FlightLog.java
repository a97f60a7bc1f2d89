package io.longshore.tcp;

import static io.longshore.tcp.RecoveryLayout.FLIGHT;
import static io.longshore.tcp.RecoveryLayout.FLIGHT_BLOCK;
import static io.longshore.tcp.RecoveryLayout.FLIGHT_COUNT;
import static io.longshore.tcp.RecoveryLayout.FLIGHT_HEAD;

import io.longshore.wire.Sequence;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/// What was sent when: the transmissions that are outstanding, in the order of their sequence numbers and without gaps
/// from sndUna to sndNxt. A super-segment is one entry; it is divided where a report or a retransmission ends within
/// it. A window over the record's memory, like [Tcb].
///
/// The number of entries is bounded, whatever a peer reports: four lie in the record, more in one block of the
/// [FlightPool], at most [FlightPool#LARGE]. Where there is no room, neighbours melt into one, as if both had been sent
/// when the later was, and an entry is not divided, as if nothing had been reported of it: recovery knows less and
/// waits longer, nothing that is outstanding is forgotten.
final class FlightLog {

    /// Bytes of an entry.
    static final int ENTRY = 64;

    // Flags of an entry.
    /// The peer has reported it.
    static final int SACKED = 1;
    /// It is deemed lost.
    static final int LOST = 1 << 1;
    /// A retransmission of it is on its way.
    static final int RETRANSMITTED = 1 << 2;
    /// It was sent more than once.
    static final int EVER_RETRANSMITTED = 1 << 3;
    /// Sent while the application was the limit (for the delivery rate).
    static final int APPLICATION_LIMITED = 1 << 4;
    /// Its last octet is our FIN.
    static final int FIN = 1 << 5;
    /// It ends with PSH.
    static final int PUSHED = 1 << 6;

    /// Its last octet ends a record (MSG_EOR).
    static final int RECORD_END = 1 << 7;

    /// What belongs to an entry's last octet.
    private static final int LAST = FIN | PUSHED | RECORD_END;

    private static final int INLINE = 4;

    private static final int START = 0;
    private static final int END = 4;
    private static final int SENT_AT = 8;
    private static final int DELIVERED_AT = 16;
    private static final int FIRST_SENT_AT = 24;
    private static final int DELIVERED = 32;
    private static final int LOST_BEFORE = 36;
    private static final int IN_FLIGHT = 40;
    private static final int FLAGS = 44;
    private static final int SEGMENT_SIZE = 48;
    private static final int BURST_START = 52;
    private static final int BURST = 56;

    /// Entries looked at or moved, ever: what an acknowledgment can make us do is bounded in these (tests).
    long steps;

    private final Tcb tcb;
    private MemorySegment memory;
    private long origin;
    /// Of the block's first entry.
    private long address;
    private int head;
    private int count;
    private int capacity;

    FlightLog(Tcb tcb) {
        this.tcb = tcb;
    }

    /// Lays this window over the log of the record that its [Tcb] is over.
    FlightLog lay() {
        int block = tcb.intAt(FLIGHT_BLOCK);
        head = tcb.intAt(FLIGHT_HEAD);
        count = tcb.intAt(FLIGHT_COUNT);
        if (block == 0) {
            memory = tcb.memory();
            origin = tcb.base() + FLIGHT;
            capacity = INLINE;
        } else {
            memory = tcb.flights().memory();
            origin = tcb.flights().address(block);
            capacity = tcb.flights().capacity(block);
        }
        address = memory.address() + origin;
        return this;
    }

    int count() { return count; }

    /// Sequence number of the first octet.
    int start(int i) { return NativeMemory.intAt(at(i) + START); }
    /// Sequence number behind the last octet.
    int end(int i) { return NativeMemory.intAt(at(i) + END); }
    /// When it was last sent.
    long sentAt(int i) { return NativeMemory.longAt(at(i) + SENT_AT); }
    int flags(int i) { return NativeMemory.intAt(at(i) + FLAGS); }
    boolean has(int i, int flag) { return (flags(i) & flag) != 0; }
    void set(int i, int flag) { NativeMemory.intAt(at(i) + FLAGS, flags(i) | flag); }
    void clear(int i, int flag) { NativeMemory.intAt(at(i) + FLAGS, flags(i) & ~flag); }

    // For the delivery rate (draft-ietf-ccwg-bbr, 4.1): what was so when it was last sent.
    /// Bytes delivered until then, modulo 2³².
    int delivered(int i) { return NativeMemory.intAt(at(i) + DELIVERED); }
    /// When the latest of them was.
    long deliveredAt(int i) { return NativeMemory.longAt(at(i) + DELIVERED_AT); }
    /// When the first of the flight was sent.
    long firstSentAt(int i) { return NativeMemory.longAt(at(i) + FIRST_SENT_AT); }
    /// Bytes marked lost until then, modulo 2³².
    int lostBefore(int i) { return NativeMemory.intAt(at(i) + LOST_BEFORE); }
    /// Bytes in flight, it included.
    int inFlight(int i) { return NativeMemory.intAt(at(i) + IN_FLIGHT); }

    void delivery(int i, int delivered, long deliveredAt, long firstSentAt) {
        NativeMemory.intAt(at(i) + DELIVERED, delivered);
        NativeMemory.longAt(at(i) + DELIVERED_AT, deliveredAt);
        NativeMemory.longAt(at(i) + FIRST_SENT_AT, firstSentAt);
    }

    void load(int i, int lostBefore, int inFlight) {
        NativeMemory.intAt(at(i) + LOST_BEFORE, lostBefore);
        NativeMemory.intAt(at(i) + IN_FLIGHT, inFlight);
    }

    /// Payload of a full segment when it was sent.
    int segmentSize(int i) { return NativeMemory.intAt(at(i) + SEGMENT_SIZE); }

    /// Bytes of an entry's text that are left of the super-segment in which they were first sent: a retransmission does
    /// not cross from one to the next, as in Linux. All of them where they went in single segments.
    int burstLeft(int i) {
        int burst = NativeMemory.intAt(at(i) + BURST);
        if (burst <= segmentSize(i)) {
            return Integer.MAX_VALUE;
        }
        return burst - Math.floorMod(start(i) - NativeMemory.intAt(at(i) + BURST_START), burst);
    }

    /// Whether a super-segment is as long as those of an entry, and begins where the next of them would.
    private boolean goesOn(int i, int start, int end) {
        int burst = NativeMemory.intAt(at(i) + BURST);
        return end - start <= burst && (start - NativeMemory.intAt(at(i) + BURST_START)) % burst == 0;
    }

    /// Segments it went in.
    int segments(int i) {
        return segmentsFrom(i, start(i));
    }

    /// Of these, those that reach beyond a sequence number.
    int segmentsFrom(int i, int sequence) {
        int text = end(i) - sequence - (has(i, FIN) ? 1 : 0);
        return Math.max(1, Math.ceilDiv(text, segmentSize(i)));
    }

    /// The first entry that ends behind a sequence number; count if there is none.
    int find(int sequence) {
        int low = 0;
        int high = count;
        while (low < high) {
            steps++;
            int middle = low + high >>> 1;
            if (Sequence.isAfter(end(middle), sequence)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /// Something is sent for the first time, behind all else, in segments of `mss`. Returns its entry, which may be one
    /// that was sent at the same time.
    int append(int start, int end, int flags, int mss, long now) {
        int last = count - 1;
        boolean goesOn = count > 0 && sentAt(last) == now && flags(last) == (flags & ~LAST)
                && segmentSize(last) == mss && goesOn(last, start, end);
        if (!goesOn && !makeRoom(count)) {
            compact();
            last = count - 1;
        }
        if (goesOn || head + count == capacity) {
            // Where there is no room and nothing melts, the last grows, whatever it is.
            Pipe.account(tcb, this, last, -1);
            NativeMemory.intAt(at(last) + END, end);
            flags(last, meltedFlags(flags(last), flags));
            sent(last, now);
            Pipe.account(tcb, this, last, 1);
            return last;
        }
        count++;
        save();
        NativeMemory.intAt(at(count - 1) + START, start);
        NativeMemory.intAt(at(count - 1) + END, end);
        NativeMemory.intAt(at(count - 1) + SEGMENT_SIZE, mss);
        NativeMemory.intAt(at(count - 1) + BURST_START, start);
        NativeMemory.intAt(at(count - 1) + BURST, Math.max(1, end - start));
        flags(count - 1, flags);
        sent(count - 1, now);
        Pipe.account(tcb, this, count - 1, 1);
        return count - 1;
    }

    void sent(int i, long now) {
        NativeMemory.longAt(at(i) + SENT_AT, now);
    }

    /// An entry is sent again as segments of the present size.
    void resized(int i) {
        NativeMemory.intAt(at(i) + SEGMENT_SIZE, tcb.sndMss());
    }

    /// An entry that is shorter than a segment and its neighbour become one, to be sent again together.
    void absorb(int i) {
        int flags = flags(i) | flags(i + 1) & LAST | EVER_RETRANSMITTED;
        Pipe.account(tcb, this, i, -1);
        Pipe.account(tcb, this, i + 1, -1);
        melt(i);
        flags(i, flags);
        Pipe.account(tcb, this, i, 1);
    }

    /// Divides an entry in two at a sequence number within it; false where there is no room for that.
    boolean divide(int i, int sequence) {
        if (!makeRoom(i + 1)) {
            return false;
        }
        open(i + 1);
        MemorySegment.copy(memory, offset(i), memory, offset(i + 1), ENTRY);
        NativeMemory.intAt(at(i) + END, sequence);
        NativeMemory.intAt(at(i + 1) + START, sequence);
        clear(i, LAST);
        return true;
    }

    /// Two neighbours become one, where that loses nothing that recovery would want to know.
    boolean meltReported(int i) {
        int mss = segmentSize(i);
        boolean alike = (flags(i) & ~LAST) == (flags(i + 1) & ~LAST) && has(i, SACKED) && !isFinAlone(i + 1)
                && !has(i, RETRANSMITTED | FIN) && segmentSize(i + 1) == mss && (end(i) - start(i)) % mss == 0;
        if (alike) {
            melt(i);
        }
        return alike;
    }

    /// What lies below a sequence number within an entry has been acknowledged.
    void trim(int i, int sequence) {
        NativeMemory.intAt(at(i) + START, sequence);
    }

    /// Takes out the first entries.
    void drop(int entries) {
        head += entries;
        count -= entries;
        if (count == 0) {
            clear();
        } else {
            save();
        }
    }

    /// Forgets all, and gives the block back.
    void clear() {
        int block = tcb.intAt(FLIGHT_BLOCK);
        if (block != 0) {
            tcb.flights().give(block);
        }
        tcb.intAt(FLIGHT_BLOCK, 0);
        tcb.intAt(FLIGHT_HEAD, 0);
        tcb.intAt(FLIGHT_COUNT, 0);
        lay();
    }

    /// The address of an entry, which has to be one of the block.
    private long at(int i) {
        return address + (long) Objects.checkIndex(head + i, capacity) * ENTRY;
    }

    /// Where in `memory` an entry lies, or would lie.
    private long offset(int i) {
        return origin + (long) (head + i) * ENTRY;
    }

    private void flags(int i, int flags) {
        NativeMemory.intAt(at(i) + FLAGS, flags);
    }

    private void save() {
        tcb.intAt(FLIGHT_HEAD, head);
        tcb.intAt(FLIGHT_COUNT, count);
    }

    /// Whether one more entry can be put in at `i`, if need be by moving into a larger block.
    private boolean makeRoom(int i) {
        if (count < capacity) {
            boolean fits = head + count < capacity || i < count;
            if (!fits) {
                move(memory, origin);
            }
            return true;
        }
        int block = tcb.flights().take(capacity);
        if (block == 0) {
            return false;
        }
        int old = tcb.intAt(FLIGHT_BLOCK);
        move(tcb.flights().memory(), tcb.flights().address(block));
        if (old != 0) {
            tcb.flights().give(old);
        }
        tcb.intAt(FLIGHT_BLOCK, block);
        lay();
        return true;
    }

    /// Moves all entries to the beginning of a block, which may be their own.
    private void move(MemorySegment target, long address) {
        steps += count;
        MemorySegment.copy(memory, offset(0), target, address, (long) count * ENTRY);
        head = 0;
        save();
    }

    /// Makes a gap at `i` by moving what lies before it or what lies behind it; there is room.
    private void open(int i) {
        boolean front = head > 0 && (i < count / 2 || head + count == capacity);
        if (front) {
            steps += i;
            MemorySegment.copy(memory, offset(0), memory, offset(-1), (long) i * ENTRY);
            head--;
        } else {
            steps += count - i;
            MemorySegment.copy(memory, offset(i), memory, offset(i + 1), (long) (count - i) * ENTRY);
        }
        count++;
        save();
    }

    /// There is no room: pairs of neighbours of the same kind become one each.
    private void compact() {
        move(memory, origin);
        int kept = 0;
        boolean melted = true;
        for (int i = 0; i < count; i++) {
            steps++;
            melted = !melted && isAlike(kept - 1, i);
            if (melted) {
                adopt(kept - 1, i);
            } else {
                MemorySegment.copy(memory, offset(i), memory, offset(kept), ENTRY);
                kept++;
            }
        }
        count = kept;
        save();
    }

    private boolean isAlike(int i, int j) {
        int mss = segmentSize(i);
        return (flags(i) & ~PUSHED) == (flags(j) & ~LAST) && segmentSize(j) == mss
                && (end(i) - start(i)) % mss == 0;
    }

    /// A segment of its own, which it would no longer be behind text.
    private boolean isFinAlone(int i) {
        return has(i, FIN) && end(i) - start(i) == 1;
    }

    /// Entry `i` takes what belongs to `j`, and all that is known of when that was sent.
    private void adopt(int i, int j) {
        int start = start(i);
        long sentAt = Math.max(sentAt(i), sentAt(j));
        MemorySegment.copy(memory, offset(j), memory, offset(i), ENTRY);
        NativeMemory.intAt(at(i) + START, start);
        sent(i, sentAt);
    }

    /// Entries `i` and `i + 1` become one.
    private void melt(int i) {
        adopt(i, i + 1);
        steps += count - i - 2;
        MemorySegment.copy(memory, offset(i + 2), memory, offset(i + 1), (long) (count - i - 2) * ENTRY);
        count--;
        save();
    }

    /// The flags of two that become one although they differ: reported or lost only if both are, sent again if one was.
    private static int meltedFlags(int a, int b) {
        int both = a & b & (SACKED | LOST);
        return both | (a & ~LAST | b) & ~(SACKED | LOST);
    }
}
