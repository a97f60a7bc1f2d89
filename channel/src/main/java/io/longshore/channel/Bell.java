package io.longshore.channel;

/** Wakes whoever sleeps on the other side: a byte on a socket, or a call in a simulation. Any thread; never blocks. */
@FunctionalInterface
public interface Bell {

    /** A bell that nobody hears, for a side that never sleeps. */
    Bell SILENT = () -> { };

    void ring();
}
