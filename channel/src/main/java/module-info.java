module io.longshore.channel {
    requires transitive io.longshore.memory;
    exports io.longshore.channel;
}
