package io.longshore.agent;

/// Who is told that an agent failed.
@FunctionalInterface
public interface ErrorSink {

    /// Called once, on the agent's thread, when an exception has left a turn or the close that followed it.
    void report(Agent agent, Throwable error);
}
