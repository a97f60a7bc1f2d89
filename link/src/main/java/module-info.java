module io.longshore.link {
    requires transitive io.longshore.wire;
    requires transitive io.longshore.agent;
    requires transitive io.longshore.syscall;
    exports io.longshore.link;
}
