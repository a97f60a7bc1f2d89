package io.longshore.socket;

import java.net.InetSocketAddress;

/** A socket on the kernel as {@link Placements} remembers it: a channel, a classic socket or an asynchronous one. */
interface PlacedSocket {

    /** Null where it has none yet, or is closed. */
    InetSocketAddress placedLocal();

    /** Null where it has none: a listener. */
    InetSocketAddress placedRemote();
}
