module io.longshore.stack {
    requires transitive io.longshore.sysctl;
    requires transitive io.longshore.tcp;
    requires transitive io.longshore.ip;
    requires transitive io.longshore.link;
    requires transitive io.longshore.wire;
    requires transitive io.longshore.agent;
    requires transitive io.longshore.channel;
    requires transitive io.longshore.memory;
    exports io.longshore.stack;
}
