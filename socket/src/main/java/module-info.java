module io.longshore.socket {
    requires transitive java.instrument;
    requires transitive io.longshore.channel;
    requires transitive io.longshore.memory;
    exports io.longshore.socket;
}
