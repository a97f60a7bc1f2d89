package io.longshore.agent;

/// How an agent's thread blocks while there is nothing to do, for instance in `epoll_wait` over a link and its bells.
public interface Sleeper {

    /// Blocks until there is news, [#wake] was called, or `nanos` have passed; may return early for no reason.
    ///
    /// An implementation that announces the sleep to others does so first, then looks again for news, and only then
    /// blocks: otherwise a wake-up is lost. Called by the agent's thread alone.
    ///
    /// @param nanos at least 1; `Long.MAX_VALUE` for no limit
    void sleep(long nanos);

    /// Ends the sleep from any thread. Sticky: a wake that comes before the sleep ends it at once.
    void wake();
}
