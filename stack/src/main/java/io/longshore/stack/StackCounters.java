package io.longshore.stack;

/// What a shard counts besides TCP. The shard's thread writes; readers of other threads see approximations.
public final class StackCounters {

    public long turns;
    public long framesIn;
    public long framesOut;
    /// Frames dropped because something failed on them: defects of ours.
    public long frameFaults;
    /// TCP segments whose header or checksum is wrong.
    public long segmentsMalformed;
    /// Connections reset because no slot was free.
    public long slotsExhausted;
    public long attachmentsCutOff;
    public long bytesIn;
    public long bytesOut;
    public long ringBytesGivenBack;
}
