package io.longshore.socket;

/** Where a socket lives. */
enum Placement {
    KERNEL,
    STACK,
    /** A listener on the wildcard address: one half on each. */
    BOTH
}
