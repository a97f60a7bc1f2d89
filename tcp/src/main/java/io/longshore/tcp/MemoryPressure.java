package io.longshore.tcp;

/// Whether memory for text is short, as who has the memory says (see `tcp_mem`). Windows stop growing then, and what
/// lies behind a gap may be thrown away; no established connection ends for it.
public final class MemoryPressure {

    private boolean on;
    private boolean full;

    /// Between pressure and low: windows do not grow.
    public boolean isOn() {
        return on;
    }

    /// Above high: nobody new is let in.
    public boolean isFull() {
        return full;
    }

    /// What the levels say now.
    public void set(boolean isOn) {
        on = isOn;
    }

    /// Whether the highest level is passed.
    public void setFull(boolean isFull) {
        full = isFull;
    }
}
