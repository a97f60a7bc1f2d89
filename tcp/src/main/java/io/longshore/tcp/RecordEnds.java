package io.longshore.tcp;

import io.longshore.wire.Sequence;

/// Where the application has ended records (MSG_EOR) in text that is not yet sent: what lies before such an end and
/// what lies behind it never go in the same segment. As many are kept as there is room for in the record; of more, the
/// latest take each other's place, and those in between end nothing.
public final class RecordEnds {

    /// Ends that are kept.
    static final int MOST = 10;

    private static final int COUNT = SocketOptions.END;
    private static final int FIRST = COUNT + Integer.BYTES;

    static {
        if (FIRST + MOST * Integer.BYTES > TcbLayout.BYTES) {
            throw new AssertionError("the ends of records do not fit their place");
        }
    }

    private RecordEnds() {
    }

    /// A record ends at a position; what is sent already, or what ended there before, changes nothing.
    public static void add(Tcb tcb, long position) {
        int end = tcb.iss() + 1 + (int) position;
        int count = tcb.intAt(COUNT);
        int last = count == 0 ? tcb.sndNxt() : at(tcb, count - 1);
        if (position > tcb.sent() || position <= tcb.acknowledged() || !Sequence.isAfter(end, last)) {
            return;
        }
        int place = Math.min(count, MOST - 1);
        tcb.intAt(FIRST + place * Integer.BYTES, end);
        tcb.intAt(COUNT, place + 1);
    }

    /// Of so many bytes that wait, those before the next end.
    static long clip(Tcb tcb, long unsent) {
        sent(tcb);
        return tcb.intAt(COUNT) == 0 ? unsent : Math.min(unsent, Sequence.distance(tcb.sndNxt(), at(tcb, 0)));
    }

    /// Whether a segment of new text that ends there ends a record.
    static boolean isNext(Tcb tcb, int end) {
        return tcb.intAt(COUNT) > 0 && at(tcb, 0) == end;
    }

    /// What a [FlightLog] is to know of it.
    static int flag(Tcb tcb, int end) {
        return isNext(tcb, end) ? FlightLog.RECORD_END : 0;
    }

    /// Text has been sent up to sndNxt, or went on a SYN: the ends that it reached are past.
    static void sent(Tcb tcb) {
        int count = tcb.intAt(COUNT);
        int past = 0;
        while (past < count && !Sequence.isAfter(at(tcb, past), tcb.sndNxt())) {
            past++;
        }
        if (past == 0) {
            return;
        }
        for (int i = past; i < count; i++) {
            tcb.intAt(FIRST + (i - past) * Integer.BYTES, at(tcb, i));
        }
        tcb.intAt(COUNT, count - past);
    }

    private static int at(Tcb tcb, int i) {
        return tcb.intAt(FIRST + i * Integer.BYTES);
    }
}
