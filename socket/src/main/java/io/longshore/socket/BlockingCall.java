package io.longshore.socket;

import java.io.IOException;

/** An operation that waits: what an interrupt and a close mean to it is for whoever made it to say. */
interface BlockingCall {

    /** Waits until unparked, or so long, or for no reason at all; {@code Long.MAX_VALUE}: no limit. */
    void park(Object blocker, long nanos) throws IOException;

    /** In any case the last; throws if the operation was not completed because of an interrupt or a close. */
    void endBlocking(boolean completed) throws IOException;
}
