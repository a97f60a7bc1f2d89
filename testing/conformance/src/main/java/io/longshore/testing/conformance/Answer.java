package io.longshore.testing.conformance;

/// What a socket call came to, now or later: a call that has to wait is answered when [#isDone] turns true.
public final class Answer {

    private static final byte[] NO_BYTES = new byte[0];

    private boolean done;
    private long result;
    private int errno;
    private long finishedAt;

    /// The peer of an accepted connection, or the sender of received bytes.
    public SocketName name = SocketName.ABSENT;
    /// What was received, or the value of an option.
    public byte[] data = NO_BYTES;
    /// Control messages received, as they lie in the memory of a Linux x86-64 process.
    public byte[] control = NO_BYTES;
    /// The `msg_flags` of a received message, or the number an ioctl tells.
    public int number;
    /// Of `poll`: the events of each socket asked about; of `epoll_wait`: the events of each that is ready.
    public int[] events = new int[0];
    /// Of `epoll_wait`: what was said about each that is ready when it was added.
    public long[] tokens = new long[0];

    private Answer() {
    }

    /// A call that waits.
    public static Answer pending() {
        return new Answer();
    }

    /// A call that succeeded.
    public static Answer of(long result) {
        Answer answer = new Answer();
        answer.done = true;
        answer.result = result;
        return answer;
    }

    /// A call that failed: the result is −1.
    ///
    /// @param errno Linux's number
    public static Answer error(int errno) {
        Answer answer = of(-1);
        answer.errno = errno;
        return answer;
    }

    /// Ends the waiting, at a time in the clock's nanoseconds.
    public void finish(Answer as, long now) {
        if (done) {
            throw new IllegalStateException("a call ends once");
        }
        done = true;
        result = as.result;
        errno = as.errno;
        name = as.name;
        data = as.data;
        control = as.control;
        number = as.number;
        events = as.events;
        tokens = as.tokens;
        finishedAt = now;
    }

    public boolean isDone() {
        return done;
    }

    /// −1 if it failed.
    public long result() {
        return result;
    }

    /// Linux's number, 0 if it did not fail.
    public int errno() {
        return errno;
    }

    /// When a call that had to wait came to its end, nanoseconds.
    public long finishedAt() {
        return finishedAt;
    }
}
