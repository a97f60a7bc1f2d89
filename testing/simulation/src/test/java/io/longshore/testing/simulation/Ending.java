package io.longshore.testing.simulation;

/// How an application ends its part of a conversation.
enum Ending {
    /// All written: half-close; all read: close.
    ORDERLY,
    /// Reads to the end of input, and writes all, before it closes both ways at once.
    LAST,
    /// Closes as soon as all is written and all that the peer writes is read, without waiting for the end of input.
    PROMPT,
    /// Resets at some point.
    ABORT,
    /// Closes at some point, whatever may still come.
    DROP;

    boolean isOrderly() {
        return this == ORDERLY || this == LAST || this == PROMPT;
    }
}
