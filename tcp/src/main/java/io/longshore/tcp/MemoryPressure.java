package io.longshore.tcp;

/// Memory for text, in pages, against the three levels of `tcp_mem`; the same for each attachment alone, against those
/// of `longshore.tcp_mem_per_attachment`. Above `pressure`, until it is below `low` again, windows do not grow; above
/// `high` no new connection is let in. No established connection ends for it, and no promise to a peer is taken back:
/// what was offered is still taken.
///
/// What all hold together is not held against an attachment that has no more than its part, which is the level divided
/// by the attachments that hold any: one that hoards cannot shut the others out. So all together hold twice
/// `tcp_mem`'s `high` at most, and what was promised before.
public final class MemoryPressure {

    private static final int LOG2_PAGE = 12;

    private final TcpSettings settings;
    private final TcpCounters counters;
    private final SourceLimits sources;
    private final int[] held = new int[Tcp.MAX_ATTACHMENTS];
    private final boolean[] presses = new boolean[Tcp.MAX_ATTACHMENTS];
    private int holders;
    private long pages;
    private boolean on;

    MemoryPressure(Tcp tcp) {
        settings = tcp.settings;
        counters = tcp.counters;
        sources = tcp.sources;
    }

    /// Pages that so many bytes take.
    public static int pages(long bytes) {
        return (int) (bytes + (1 << LOG2_PAGE) - 1 >> LOG2_PAGE);
    }

    /// A connection holds so many pages more, or less.
    public void add(Tcb tcb, int more) {
        pages += more;
        if (!on && pages > settings.memoryPressure) {
            on = true;
            counters.tcpMemoryPressures++;
        } else if (on && pages < settings.memoryLow) {
            on = false;
        }
        int attachment = tcb.attachment();
        if (isCounted(attachment)) {
            add(attachment, more);
        }
        sources.hold(tcb, more);
    }

    private void add(int attachment, int more) {
        int before = held[attachment];
        int now = before + more;
        held[attachment] = now;
        holders += (now > 0 ? 1 : 0) - (before > 0 ? 1 : 0);
        if (!presses[attachment] && now > settings.attachmentPressure) {
            presses[attachment] = true;
            counters.attachmentPressures++;
        } else if (presses[attachment] && now < settings.attachmentLow) {
            presses[attachment] = false;
        }
    }

    /// Pages in use.
    public long pages() {
        return pages;
    }

    /// Pages in use of an attachment.
    public int pages(int attachment) {
        return isCounted(attachment) ? held[attachment] : 0;
    }

    /// A connection's windows and buffers do not grow.
    public boolean isOn(Tcb tcb) {
        int attachment = tcb.attachment();
        return on && !isWithinPart(attachment, settings.memoryPressure)
                || isCounted(attachment) && presses[attachment] || isHoarded(tcb);
    }

    /// A connection's application, or its peer, has more than it may: what is written goes on in small portions.
    public boolean isTight(Tcb tcb) {
        return isExhausted(tcb.attachment()) || isHoarded(tcb);
    }

    /// Nobody new is let in to an attachment, or to a listener of nobody's (−1).
    public boolean isFull(int attachment) {
        return pages > settings.memoryHigh && !isWithinPart(attachment, settings.memoryHigh)
                || isExhausted(attachment);
    }

    /// An attachment has by itself all that it may have.
    public boolean isExhausted(int attachment) {
        return isCounted(attachment) && held[attachment] > settings.attachmentHigh;
    }

    /// Pages that are left until an attachment's windows do not grow: what sources may have is measured by them.
    long left(int attachment) {
        long own = isCounted(attachment) ? settings.attachmentPressure - held[attachment] : Long.MAX_VALUE;
        return Math.max(0, Math.min(own, settings.memoryPressure - pages));
    }

    private boolean isHoarded(Tcb tcb) {
        return sources.isHoarding(tcb, left(tcb.attachment()));
    }

    private boolean isWithinPart(int attachment, long level) {
        return isCounted(attachment) && (long) held[attachment] * Math.max(holders, 1) <= level;
    }

    private static boolean isCounted(int attachment) {
        return attachment >= 0 && attachment < Tcp.MAX_ATTACHMENTS;
    }
}
