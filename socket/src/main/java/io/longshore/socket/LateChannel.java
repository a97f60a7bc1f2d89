package io.longshore.socket;

import java.nio.channels.ClosedChannelException;

/** A channel whose place, kernel or stack, is decided when it is bound or connected. */
interface LateChannel {

    KeyList keyList();

    /** Takes the key in and puts what there is already behind it. */
    void registered(LongshoreKey key) throws ClosedChannelException;
}
