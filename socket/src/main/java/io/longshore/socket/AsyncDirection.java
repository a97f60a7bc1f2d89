package io.longshore.socket;

/**
 * What may be done on a channel in one direction: one operation at a time, none after one that was cancelled or timed
 * out, since nobody knows how far that came. Its monitor guards it.
 */
final class AsyncDirection {

    private boolean busy;
    private boolean killed;
    private boolean shut;

    /** An operation that could not be told where it ended: no other may follow. */
    synchronized void kill() {
        killed = true;
        busy = false;
    }

    synchronized void free() {
        busy = false;
    }

    /** True the first time. */
    synchronized boolean shut() {
        boolean first = !shut;
        shut = true;
        return first;
    }

    synchronized boolean isShut() {
        return shut;
    }

    boolean isKilled() {
        return killed;
    }

    boolean isBusy() {
        return busy;
    }

    void occupy() {
        busy = true;
    }
}
