module io.longshore.socket {
    requires transitive io.longshore.channel;
    requires transitive io.longshore.memory;
}
