package io.longshore.ip;

/// Whether a packet can go out.
public enum NextHop {
    /// The frame is complete: send it.
    RESOLVED,
    /// The neighbour is being asked for; the frame has been copied, and goes out by itself once it answers.
    PENDING,
    /// There is no route, or the neighbour does not answer.
    UNREACHABLE
}
