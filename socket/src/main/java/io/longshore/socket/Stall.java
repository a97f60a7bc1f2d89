package io.longshore.socket;

/** A time in which one side of a socket stood still, in the nanoseconds of {@code System.nanoTime}. */
final class Stall {

    /** What stands still. */
    enum Side {
        /** Text that was written is not acknowledged. */
        OUTPUT,
        /** Text that the peer has sent does not reach the reader. */
        INPUT,
        /** Connections wait to be accepted. */
        ACCEPT
    }

    final StackSocket socket;
    final Side side;
    final StallCause cause;
    final long since;
    final long until;
    /** Whether it goes on: of a stall that lasts there are several reports, each of all of it. */
    final boolean lasts;

    /** One that is over. */
    Stall(StackSocket socket, Side side, StallCause cause, long since, long until) {
        this.socket = socket;
        this.side = side;
        this.cause = cause;
        this.since = since;
        this.until = until;
        this.lasts = false;
    }

    private Stall(Stall same, StallCause cause, boolean lasts) {
        this.socket = same.socket;
        this.side = same.side;
        this.cause = cause;
        this.since = same.since;
        this.until = same.until;
        this.lasts = lasts;
    }

    /** The same, for another reason. */
    Stall because(StallCause other) {
        return new Stall(this, other, lasts);
    }

    /** The same, which is not over. */
    Stall thatLasts() {
        return new Stall(this, cause, true);
    }

    long nanos() {
        return until - since;
    }
}
