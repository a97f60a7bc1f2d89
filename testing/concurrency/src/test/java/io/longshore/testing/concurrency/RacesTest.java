package io.longshore.testing.concurrency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Runs every race of this module under jcstress, in a JVM of its own: for less than a minute in every build, for as
 * long as it takes with {@code -Dlongshore.races=long}. Every race is one of two threads: jcstress leaves those of
 * three out on a machine with two processors.
 */
class RacesTest {

    /** One JVM for each race, whose compiler puts what it may move where it will. */
    private static final List<String> SHORT = List.of(
            "-f", "1", "-iters", "1", "-time", "600", "-sc", "false",
            "-jvmArgs", "-XX:-TieredCompilation -XX:+UnlockDiagnosticVMOptions -XX:+StressLCM -XX:+StressGCM "
                    + "-XX:+StressIGVN -XX:+StressCCP");
    private static final List<String> ALWAYS = List.of(
            "-t", "io.longshore", "-v", "-af", "NONE", "-spinStyle", "THREAD_YIELD");

    private static final Pattern RACE = Pattern.compile("JCTEST\\d+S(io\\.longshore\\.[\\w.]+?Race)\\d");
    private static final Pattern PASSED = Pattern.compile("\\[OK\\] (io\\.longshore\\.[\\w.]+)");

    @Test
    void noRaceHasAForbiddenOutcome() throws IOException, InterruptedException {
        Path results =
                Files.createDirectories(Path.of(System.getProperty("longshore.races.results", "target/jcstress")));
        Path output = results.resolve("output.txt");
        Process process = new ProcessBuilder(command(results))
                .directory(results.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        int exit = process.waitFor();
        String text = Files.readString(output);
        assertEquals(0, exit, () -> text);
        assertTrue(text.contains("Failed tests: No matches.") && text.contains("Error tests: No matches."), () -> text);
        assertEquals(races(), names(PASSED, text), () -> "every race was run\n" + text);
    }

    private static List<String> command(Path results) {
        String classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", classes,
                "org.openjdk.jcstress.Main", "-r", results.toString()));
        command.addAll(ALWAYS);
        if (!System.getProperty("longshore.races", "short").equals("long")) {
            command.addAll(SHORT);
        }
        return command;
    }

    /** All that the annotation processor found. */
    private static Set<String> races() throws IOException {
        try (InputStream list = RacesTest.class.getResourceAsStream("/META-INF/TestList")) {
            Set<String> races = names(RACE, new String(list.readAllBytes(), StandardCharsets.UTF_8));
            assertTrue(races.size() >= 12, () -> "only these races: " + races);
            return races;
        }
    }

    private static Set<String> names(Pattern pattern, String text) {
        return pattern.matcher(text).results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
