package io.longshore.testing.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.testing.endtoend.Namespace.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Wrong input: one clear sentence, an exit code that is not 0, and nothing left behind.
@NeedsTap
class BadInputTest {

    @ParameterizedTest(name = "--link {0} --address {1} --host-address {2}")
    @CsvSource({
        "carrier:pigeon, 10.91.0.2/24, 10.91.0.1/24, carrier",
        "tap:a-name-that-is-too-long, 10.91.0.2/24, 10.91.0.1/24, a-name-that-is-too-long",
        "tap:lsbad0, 10.91.0.300/24, 10.91.0.1/24, 10.91.0.300",
        "tap:lsbad0, 10.91.0.2/240, 10.91.0.1/24, 240",
        "tap:lsbad0, 10.91.0.2/24, nonsense, nonsense"})
    void aServerRefusesWhatItCannotUse(String link, String address, String host, String named, @TempDir Path dir)
            throws Exception {
        Outcome outcome = Longshore.plain("server", "--link", link, "--address", address, "--host-address", host,
                "--runtime-dir", dir.resolve("run").toString());
        saysOneSentence(outcome, named);
        assertTrue(Namespace.run(Path.of("/"), "ip", "-o", "link").output().lines()
                .noneMatch(line -> line.contains("lsbad0")), "no TAP is left");
    }

    @Test
    void anUnknownFlagIsNamed() throws Exception {
        saysOneSentence(Longshore.plain("server", "--link", "tap:lsbad0", "--address", "10.91.0.2/24", "--speed",
                "high"), "--speed");
    }

    @Test
    void anUnknownCommandIsNamed() throws Exception {
        saysOneSentence(Longshore.plain("swim"), "swim");
    }

    @Test
    void aCommandWithoutAServerSaysSo(@TempDir Path dir) throws Exception {
        saysOneSentence(Longshore.plain("connections", "--runtime-dir", dir.toString()), dir.toString());
    }

    @Test
    void aSecondServerOnTheSameDirectoryIsRefusedAndTheFirstGoesOn() throws Exception {
        try (Longshore first = new Longshore()) {
            Outcome second = first.command("server", "--link", "tap:lsbad1", "--address", "10.92.0.2/24");
            saysOneSentence(second, first.runtime());
            first.command("status").orFail();
        }
    }

    @Test
    void aProgramThatCannotBeRunIsNamed(@TempDir Path dir) throws Exception {
        saysOneSentence(Longshore.plain("run", "--runtime-dir", dir.toString(), "--", "/no/such/program"),
                "/no/such/program");
    }

    @Test
    void aProgramWithoutAServerRunsOnTheKernelAndSaysSoOnce(@TempDir Path dir) throws Exception {
        Outcome outcome = Longshore.plain("run", "--runtime-dir", dir.toString(), "--", Longshore.java(), "-version");
        assertEquals(0, outcome.exit(), outcome.output());
        assertEquals(1, outcome.output().lines().filter(line -> line.startsWith("longshore")).count(),
                outcome.output());
    }

    @Test
    void withoutRootTheDemoSaysWhatItNeeds() throws Exception {
        Path copy = Files.createTempDirectory("longshore-nobody");
        Outcome outcome = Namespace.run(copy, "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups",
                Longshore.home().resolve("longshore").toString(), "demo");
        Files.delete(copy);
        assertNotEquals(0, outcome.exit());
        assertTrue(outcome.output().contains("root"), outcome.output());
    }

    @Test
    void withoutPermissionTheServerSaysWhatItNeeds(@TempDir Path dir) throws Exception {
        Outcome outcome = Namespace.run(Path.of("/"), "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups",
                Longshore.home().resolve("longshore").toString(), "server", "--link", "tap:lsbad2", "--address",
                "10.93.0.2/24", "--runtime-dir", "/tmp/longshore-nobody-" + ProcessHandle.current().pid());
        saysOneSentence(outcome, "run as root");
        assertFalse(Files.exists(Path.of("/tmp/longshore-nobody-" + ProcessHandle.current().pid())));
    }

    @Test
    void withoutAJdkTheLauncherSaysWhereItLooked() throws Exception {
        Outcome outcome = Namespace.run(Path.of("/"), "unshare", "--mount", "sh", "-c", "for d in /usr/lib/jvm /opt; do"
                + " mount -t tmpfs none $d; done; env -u JAVA_HOME HOME=/nowhere PATH=/usr/bin:/bin "
                + Longshore.home().resolve("longshore") + " --version");
        saysOneSentence(outcome, "JDK 25");
        assertTrue(outcome.output().contains("JAVA_HOME"), outcome.output());
    }

    @Test
    void aPortInUseIsReportedAsTheKernelReportsIt() throws Exception {
        try (Longshore longshore = new Longshore()) {
            longshore.startProgram(PatternProgram.class);
            Process second = longshore.startRun("second.log", Longshore.java(), "-cp", Longshore.classes(),
                    PatternProgram.class.getName(), Integer.toString(Longshore.PORT));
            assertTrue(second.waitFor(30, TimeUnit.SECONDS), "the second program ended");
            assertNotEquals(0, second.exitValue());
            String output = Files.readString(longshore.directory.resolve("second.log"));
            assertTrue(output.contains("java.net.BindException: Address already in use"), output);
            assertEquals(0, longshore.client("download", Longshore.ADDRESS, 100_000).exit(),
                    "the first program goes on");
        }
    }

    private static void saysOneSentence(Outcome outcome, String named) {
        assertNotEquals(0, outcome.exit(), outcome.output());
        assertTrue(outcome.output().contains(named), outcome.output());
        assertEquals(1, outcome.output().lines().count(), outcome.output());
    }
}
