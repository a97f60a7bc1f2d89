package io.longshore.stack;

import io.longshore.sysctl.Counter;
import java.util.List;

/// The names of what a shard counts besides TCP and IP; Linux has nothing like them.
final class StackCounterList {

    private StackCounterList() {
    }

    static List<Counter<StackCounters>> all() {
        return List.of(
                Counter.named("LongshoreTurns", c -> c.turns),
                Counter.named("LongshoreFramesIn", c -> c.framesIn),
                Counter.named("LongshoreFramesOut", c -> c.framesOut),
                Counter.named("LongshoreFrameFaults", c -> c.frameFaults),
                // Linux counts wrong checksums in it, and headers that make no sense.
                Counter.named("TcpInErrs", c -> c.segmentsMalformed),
                Counter.named("LongshoreSlotsExhausted", c -> c.slotsExhausted),
                Counter.named("LongshoreAttachmentsCutOff", c -> c.attachmentsCutOff),
                Counter.named("LongshoreConnectionsAborted", c -> c.connectionsAborted),
                Counter.named("LongshoreBytesIn", c -> c.bytesIn),
                Counter.named("LongshoreBytesOut", c -> c.bytesOut),
                Counter.named("LongshoreRingBytesGivenBack", c -> c.ringBytesGivenBack));
    }
}
