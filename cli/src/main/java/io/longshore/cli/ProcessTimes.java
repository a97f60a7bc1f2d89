package io.longshore.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a process has used so far, as Linux tells it in `/proc/PID` (proc(5)).
///
/// @param userTicks   processor time in user mode, in clock ticks of 10 ms
/// @param systemTicks processor time in the kernel, likewise
record ProcessTimes(long userTicks, long systemTicks) {

    private static final double TICK_MICROS = 10_000;

    static ProcessTimes of(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return new ProcessTimes(Long.parseLong(fields[11]), Long.parseLong(fields[12]));
    }

    /// Microseconds of user and system time since `earlier`.
    double microsSince(ProcessTimes earlier) {
        return userMicrosSince(earlier) + systemMicrosSince(earlier);
    }

    double userMicrosSince(ProcessTimes earlier) {
        return (userTicks - earlier.userTicks) * TICK_MICROS;
    }

    double systemMicrosSince(ProcessTimes earlier) {
        return (systemTicks - earlier.systemTicks) * TICK_MICROS;
    }
}
