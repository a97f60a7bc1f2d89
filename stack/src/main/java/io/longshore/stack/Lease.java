package io.longshore.stack;

import io.longshore.channel.CutOff;

/// What a shard asks of whoever lent it an attachment's region. All calls come from the shard's thread, must not
/// block, and must not throw.
public interface Lease {

    /// Sends one byte down the bell of a context whose thread sleeps.
    void bell(int context);

    /// Gives the memory of whole pages back to the system; they read as zeros afterwards.
    ///
    /// @param at    offset in the region, a multiple of the page size
    /// @param bytes a multiple of the page size
    void discard(long at, long bytes);

    /// The host broke the rules: its connections have been reset, and nothing reads its memory any more.
    void cutOff(CutOff reason);

    /// Nothing of the shard refers to the region any more; it may be unmapped.
    void ended();

    /// Whether the region's file still has all of its bytes. Access to memory that a host has cut off is reported late
    /// by the JVM, possibly when the shard is busy with something else: then this finds the culprit.
    default boolean isIntact() {
        return true;
    }
}
