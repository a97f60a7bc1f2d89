module io.longshore.sysctl {
    exports io.longshore.sysctl;
}
