package io.longshore.testing.conformance;

import io.longshore.tcp.Tcb;
import io.longshore.tcp.TcpSettings;
import java.util.ArrayDeque;

/// How full a socket's send buffer is by Linux's account: the text lies in buffers of up to half a window, each of
/// which costs its bytes and an overhead, until it is acknowledged whole. A call may overshoot with its last buffer.
final class SendQueue {

    /// sizeof(struct sk_buff) and what belongs to it, rounded up.
    private static final int OVERHEAD = 1_280;
    /// Bytes of the largest buffer, headers left aside.
    private static final int LARGEST = 65_214;
    private static final int DEFAULT_MSS = 536;
    private static final int HEADERS_OF_BUFFER = 640;
    private static final int BUFFER = 256;
    private static final int INITIAL_WINDOW = 10;
    private static final int ANY_MSS = 1_460;

    /// One buffer: from where to where in the stream.
    private static final class Piece {
        private long start;
        private long end;
        private boolean ended;

        private Piece(long start, long end) {
            this.start = start;
            this.end = end;
        }
    }

    private final TcpSettings settings;
    private final ArrayDeque<Piece> pieces = new ArrayDeque<>();
    private int expanded;
    /// Up to here PSH was asked for.
    private long pushed;
    /// What is written next goes into the last buffer.
    private boolean joins;

    SendQueue(TcpSettings settings) {
        this.settings = settings;
    }

    /// Another connection.
    void clear() {
        pieces.clear();
        expanded = 0;
        pushed = 0;
    }

    /// Whether a buffer that ends there asks for PSH although the call goes on: half a window has been written since
    /// the last that did (forced_push).
    boolean isPushed(Tcb tcb, long end, boolean goesOn) {
        boolean asks = !goesOn || tcb != null && end > pushed + (tcb.maxSndWnd() >> 1);
        pushed = asks ? end : pushed;
        return asks;
    }

    /// Whether so much more would leave no room for another buffer.
    boolean isFilledBy(int length, int set) {
        return used() + length + OVERHEAD >= limit(set);
    }

    /// Takes over what has been sent and acknowledged meanwhile.
    ///
    /// @param tcb          the connection's record, null if there is none any more
    /// @param acknowledged its position
    void look(Tcb tcb, long acknowledged) {
        while (!pieces.isEmpty() && pieces.peek().end <= acknowledged) {
            pieces.poll();
        }
        if (!pieces.isEmpty() && pieces.peek().start < acknowledged) {
            pieces.peek().start = acknowledged;
        }
        if (tcb != null) {
            split(tcb.sentPosition(tcb.sndNxt()));
            expand(tcb);
        }
    }

    /// What has been sent lies in buffers of its own.
    private void split(long sent) {
        ArrayDeque<Piece> after = new ArrayDeque<>();
        while (!pieces.isEmpty() && pieces.peekLast().end > sent) {
            Piece piece = pieces.pollLast();
            boolean across = piece.start < sent;
            after.push(across ? rest(piece, sent) : piece);
            if (across) {
                pieces.add(new Piece(piece.start, sent));
            }
        }
        pieces.addAll(after);
    }

    private static Piece rest(Piece piece, long from) {
        Piece rest = new Piece(from, piece.end);
        rest.ended = piece.ended;
        return rest;
    }

    /// What was written last ends a record (MSG_EOR).
    void end() {
        pieces.peekLast().ended = true;
    }

    /// Linux's tcp_sndbuf_expand.
    private void expand(Tcb tcb) {
        int mss = Math.max(1, tcb.sndMss());
        int perSegment = Integer.highestOneBit(mss + HEADERS_OF_BUFFER - 1) * 2 + BUFFER;
        long wanted = 2L * Math.max(INITIAL_WINDOW, tcb.cwnd() / mss) * perSegment;
        expanded = (int) Math.max(expanded, Math.min(wanted, settings.sendBufferMost));
    }

    /// What SO_SNDBUF tells.
    ///
    /// @param set by the application; 0 if it has not
    int limit(int set) {
        return set > 0 ? set : Math.max(settings.sendBuffer, expanded);
    }

    private int used() {
        long used = 0;
        for (Piece piece : pieces) {
            used += piece.end - piece.start + OVERHEAD;
        }
        return (int) Math.min(used, Integer.MAX_VALUE);
    }

    /// A third of the buffer is free.
    boolean isWritable(int set) {
        int used = used();
        return limit(set) - used >= used / 2;
    }

    /// How many more bytes go into one buffer now: what the last one lacks, or a new one if there is memory.
    ///
    /// @param allows TCP_NOTSENT_LOWAT allows another
    int room(Tcb tcb, int set, boolean allows) {
        int goal = tcb == null ? ANY_MSS : goal(tcb);
        Piece last = pieces.peekLast();
        boolean isUnsent = last != null && (tcb == null || last.start >= tcb.sentPosition(tcb.sndNxt()));
        joins = isUnsent && !last.ended && last.end - last.start < goal;
        if (joins) {
            return (int) (goal - (last.end - last.start));
        }
        return allows && used() < limit(set) ? goal : 0;
    }

    /// Linux's tcp_xmit_size_goal: whole segments, at most half of the largest window seen.
    private static int goal(Tcb tcb) {
        int mss = Math.max(1, tcb.sndMss());
        int window = tcb.maxSndWnd();
        int half = window > DEFAULT_MSS ? window >> 1 : window;
        int most = half > 0 && LARGEST > half ? Math.max(half, mss) : LARGEST;
        return Math.max(1, most / mss) * mss;
    }

    /// Text was written, no more than [#room] said.
    void wrote(long from, long to) {
        if (joins) {
            pieces.peekLast().end = to;
        } else {
            pieces.add(new Piece(from, to));
        }
    }
}
