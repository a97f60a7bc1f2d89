package io.longshore.testing.conformance;

/// A stack that a script is run against, with a clock that begins at 0.
interface ScriptTarget extends AutoCloseable {

    SocketCalls calls();

    /// Nanoseconds since the script began.
    long now();

    /// Waits, or moves the clock, to an instant.
    void advanceTo(long time);

    /// The next packet that the stack sends, if it sends one until then; otherwise null, and it is then.
    SentPacket await(long limit);

    /// A packet arrives at the stack now.
    void inject(byte[] packet);

    /// Sets what a sysctl sets.
    ///
    /// @return null, or why it could not be set
    String set(String name, String value);

    /// What a counter says, null if there is none of the name.
    Long counter(String name);

    /// Whether time passes by itself: then punctuality is not to be expected.
    boolean isReal();

    @Override
    void close();
}
