package io.longshore.server;

import io.longshore.stack.ShardCommand;
import io.longshore.stack.StackAgent;

/// A shard as other threads see it: something that can be told, and is woken for it.
record ShardEnd(StackAgent agent, ShardSleeper sleeper) {

    /// Puts a command into the shard's mailbox; false if that is full.
    boolean tell(ShardCommand command) {
        boolean taken = agent.mailbox().offer(command);
        sleeper.wake();
        return taken;
    }
}
