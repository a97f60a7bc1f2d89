module io.longshore.agent {
    requires transitive io.longshore.syscall;
    exports io.longshore.agent;
}
