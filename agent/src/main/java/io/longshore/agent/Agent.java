package io.longshore.agent;

/// What owns a thread: a loop's body, named after its role. An agent can be run by an [AgentRunner] on a thread of
/// its own, or turn by turn by a test on virtual time.
public interface Agent extends AutoCloseable {

    /// One pass of the loop: bounded steps, no waiting.
    ///
    /// @param now the one clock reading of this turn, nanoseconds
    /// @return the work done; 0 if there was nothing to do
    int turn(long now);

    /// When a turn is due even if nothing else happens, nanoseconds; `Long.MAX_VALUE` for never.
    long deadline();

    /// Names the thread.
    String role();

    @Override
    void close();
}
