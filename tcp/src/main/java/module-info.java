module io.longshore.tcp {
    requires transitive io.longshore.sysctl;
    requires transitive io.longshore.wire;
    requires transitive io.longshore.agent;

    exports io.longshore.tcp;
}
