package io.longshore.testing.frameworks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// A program of the matrix that runs, and what it printed.
///
/// @param process its process
/// @param java    the folder of the JDK that runs it
/// @param log     where it prints
record Program(Process process, Path java, Path log) {

    private static final int PATIENCE_SECONDS = 600;
    private static final Pattern COMPLAINT = Pattern.compile(
            ".*(Exception|Error\\b|\\bERROR\\b|\\bWARN\\b|WARNING|SEVERE|^\\s+at ).*");
    /// What the JVM and Tomcat say of command lines and of old libraries, on the kernel's TCP too.
    private static final Pattern ADVICE = Pattern.compile("WARNING: (A terminally deprecated|sun\\.misc\\.Unsafe"
            + "|Please consider|A restricted|java\\.lang\\.System::|Use --enable-native|Restricted methods"
            + "|You need to add|Final field).*");

    /// Waits until it has printed a line with `text`, or has ended.
    ///
    /// @return whether it has
    boolean hasSaid(String text) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (process.isAlive() && System.nanoTime() < deadline) {
            if (lines().stream().anyMatch(line -> line.contains(text))) {
                return true;
            }
            Thread.sleep(50);
        }
        return lines().stream().anyMatch(line -> line.contains(text));
    }

    /// Waits until it ends by itself; if it does not, its threads are written to its log and it is ended.
    ///
    /// @return its exit code, or -1
    int exit() throws Exception {
        if (process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            return process.exitValue();
        }
        dumpThreads();
        end(process);
        return -1;
    }

    void dumpThreads() throws IOException {
        Path dump = log.resolveSibling(log.getFileName() + ".threads");
        new ProcessBuilder(java.resolve("bin/jcmd").toString(), Long.toString(process.pid()), "Thread.print")
                .redirectErrorStream(true).redirectOutput(dump.toFile()).start().onExit().join();
    }

    /// Tells a server to stop: its standard input ends.
    void stop() throws IOException {
        process.getOutputStream().close();
    }

    List<String> lines() throws IOException {
        return Files.readString(log).lines().toList();
    }

    /// Lines that complain, whatever logging the framework uses.
    List<String> complaints() throws IOException {
        return lines().stream().filter(COMPLAINT.asMatchPredicate()).filter(ADVICE.asMatchPredicate().negate())
                .filter(line -> !line.startsWith("check ")).toList();
    }

    /// Ends a process that the test started, by force if it has to be.
    static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
