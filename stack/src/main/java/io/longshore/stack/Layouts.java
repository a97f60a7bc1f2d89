package io.longshore.stack;

import java.lang.foreign.ValueLayout;

/// Numbers in a region have the machine's byte order.
final class Layouts {

    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;

    private Layouts() {
    }
}
