module io.longshore.syscall {
}
