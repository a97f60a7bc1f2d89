package io.longshore.socket;

/** One side of a socket as the watch sees it: standing still for some reason since some time, or not. */
final class StallEpisode {

    /** Of a stall that lasts there is a report so often. */
    private static final long REPORT = 10_000_000_000L;

    private final StallWatch watch;
    private final StackSocket socket;
    private final Stall.Side side;
    private StallCause cause;
    private long since;
    private long reported;
    private long ended;

    StallEpisode(StallWatch watch, StackSocket socket, Stall.Side side) {
        this.watch = watch;
        this.socket = socket;
        this.side = side;
    }

    /** It stands still for this reason since then; another reason or another time is the end of what was before. */
    void stands(StallCause why, long when, long now) {
        if (cause != why || since != when) {
            goesOn(when - since > 0 && now - when > 0 ? when : now);
            cause = why;
            since = when;
            reported = when;
        } else if (now - reported >= REPORT) {
            reported = now;
            watch.tell(new Stall(socket, side, cause, since, now).thatLasts());
        }
    }

    /** It goes on since then, if it stood still. */
    void goesOn(long now) {
        if (cause == null) {
            return;
        }
        if (now - since >= StallWatch.LEAST) {
            watch.tell(new Stall(socket, side, cause, since, now));
        }
        cause = null;
        ended = now;
    }

    /** It goes on, and somebody else tells how long it stood still. */
    void forget() {
        cause = null;
    }

    boolean isOn() {
        return cause != null;
    }

    long since() {
        return since;
    }

    /** When the last one was over. */
    long ended() {
        return ended;
    }
}
