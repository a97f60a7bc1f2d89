package io.longshore.socket;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of its own for a program under test. */
final class ChildProcess {

    private ChildProcess() {
    }

    /** Where Java of that version is; the test is skipped where there is none. */
    static Path java(int version) throws IOException {
        if (Runtime.version().feature() == version) {
            return Path.of(System.getProperty("java.home"), "bin", "java");
        }
        List<Path> found = new ArrayList<>();
        Path all = Path.of("/usr/lib/jvm");
        if (Files.isDirectory(all)) {
            try (var homes = Files.list(all)) {
                homes.filter(home -> home.getFileName().toString().contains("-" + version))
                        .map(home -> home.resolve("bin/java")).filter(Files::isExecutable).forEach(found::add);
            }
        }
        assumeTrue(!found.isEmpty(), "no Java " + version + " here");
        return found.get(0);
    }

    /** Runs it to its end, within two minutes; what it printed. */
    static List<String> run(Path java, List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(java.toString()));
        command.addAll(arguments);
        Path output = Files.createTempFile("longshore-child", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        Process process = builder.start();
        boolean ended = process.waitFor(120, TimeUnit.SECONDS);
        process.destroyForcibly().waitFor();
        List<String> lines = Files.readAllLines(output);
        Files.delete(output);
        assertTrue(ended, () -> "it hangs: " + lines);
        return lines;
    }

    static String testClasses() throws Exception {
        return Path.of(ChildProcess.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    }
}
