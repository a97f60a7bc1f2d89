module io.longshore.ip {
    requires transitive io.longshore.sysctl;
    requires transitive io.longshore.wire;
    requires transitive io.longshore.agent;
    exports io.longshore.ip;
}
