module io.longshore.server {
    requires transitive io.longshore.sysctl;
    requires transitive io.longshore.stack;
    requires transitive io.longshore.tcp;
    requires transitive io.longshore.ip;
    requires transitive io.longshore.link;
    requires transitive io.longshore.wire;
    requires transitive io.longshore.agent;
    requires transitive io.longshore.channel;
    requires transitive io.longshore.memory;
    requires transitive io.longshore.syscall;
    exports io.longshore.server;
}
