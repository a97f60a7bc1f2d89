package io.longshore.stack;

/// Something rare that another thread wants done by a shard, on the shard's thread: attach, bury, report.
@FunctionalInterface
public interface ShardCommand {

    void run(StackAgent shard, long now);
}
