package io.longshore.socket;

import java.util.Locale;

/** Where a socket lives. */
enum Placement {
    KERNEL,
    STACK,
    /** A listener on the wildcard address: one half on each. */
    BOTH;

    /** As reports have it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
