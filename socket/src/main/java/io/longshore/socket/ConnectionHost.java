package io.longshore.socket;

/** Who stands in front of a connection on the stack: a channel, or a classic socket. */
interface ConnectionHost {

    KeyList keyList();

    boolean isOpen();

    boolean isBlocking();

    /** An operation is going to wait for news. */
    BlockingCall beginBlocking();
}
