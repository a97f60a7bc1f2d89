package io.longshore.stack;

/// What a shard counts besides TCP. The shard's thread writes; readers of other threads see approximations.
public final class StackCounters {

    public long turns;
    public long framesIn;
    public long framesOut;
    /// Frames, doorbells and timers on which something failed: defects of ours, or a host that breaks the rules.
    public long frameFaults;
    /// TCP segments whose header or checksum is wrong.
    public long segmentsMalformed;
    /// Connections reset because no slot was free.
    public long slotsExhausted;
    public long attachmentsCutOff;
    /// Connections reset because a step on them failed.
    public long connectionsAborted;
    public long bytesIn;
    public long bytesOut;
    public long ringBytesGivenBack;
    /// What failed last, null if nothing did: for the log.
    public volatile Throwable lastFault;

    void fault(Throwable failure) {
        frameFaults++;
        lastFault = failure;
    }
}
