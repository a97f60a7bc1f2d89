module io.longshore.memory {
    exports io.longshore.memory;
}
