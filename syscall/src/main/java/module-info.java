module io.longshore.syscall {
    exports io.longshore.syscall;
}
