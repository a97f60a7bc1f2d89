package io.longshore.tcp;

/// Memory for text, in pages, against the three levels of `tcp_mem`. Above `pressure`, until it is below `low` again,
/// windows do not grow; above `high` no new connection is let in. No established connection ends for it, and no promise
/// to a peer is taken back: what was offered is still taken.
public final class MemoryPressure {

    private static final int LOG2_PAGE = 12;

    private final TcpSettings settings;
    private final TcpCounters counters;
    private long pages;
    private boolean on;

    MemoryPressure(Tcp tcp) {
        settings = tcp.settings;
        counters = tcp.counters;
    }

    /// Pages that so many bytes take.
    public static int pages(long bytes) {
        return (int) (bytes + (1 << LOG2_PAGE) - 1 >> LOG2_PAGE);
    }

    /// Somebody holds so many pages more, or less.
    public void add(int more) {
        pages += more;
        if (!on && pages > settings.memoryPressure) {
            on = true;
            counters.tcpMemoryPressures++;
        } else if (on && pages < settings.memoryLow) {
            on = false;
        }
    }

    /// Pages in use.
    public long pages() {
        return pages;
    }

    /// Windows do not grow.
    public boolean isOn() {
        return on;
    }

    /// Nobody new is let in.
    public boolean isFull() {
        return pages > settings.memoryHigh;
    }
}
