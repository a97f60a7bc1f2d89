package io.longshore.link;

import io.longshore.wire.FrameBatch;

/// Where frames come from and go to: a batch in, a batch out. Used by one thread.
public interface Link extends AutoCloseable {

    LinkCapabilities capabilities();

    /// Fills the batch, which the caller has cleared, with what has arrived; does not wait.
    ///
    /// @return frames received, 0 if there are none
    /// @throws LinkException if the link is gone for good
    int receive(FrameBatch batch);

    /// Sends all frames of the batch and clears it. What the link has no room for is dropped and counted, as on any
    /// Ethernet.
    void transmit(FrameBatch batch);

    /// A file descriptor that polls readable when frames wait, or -1 where there is none.
    int descriptor();

    /// Frames that could not be sent, for whatever reason, since the start.
    long dropped();

    @Override
    void close();
}
