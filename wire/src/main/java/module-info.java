module io.longshore.wire {
    exports io.longshore.wire;
}
