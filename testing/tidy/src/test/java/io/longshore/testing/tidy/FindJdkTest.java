package io.longshore.testing.tidy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The snippet that `mvnw` and `longshore` share finds a JDK that can build this, whatever the environment says.
class FindJdkTest {

    private static final String JAVA_HOME = System.getProperty("java.home");

    @TempDir
    private Path folder;

    /// What a script prints, standard error included, then its exit code.
    private static String run(String script, Map<String, String> environment) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("sh", "-eu", "-c", ". config/find-jdk.sh; " + script)
                .directory(SourceTree.root().toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return printed + process.waitFor();
    }

    /// A folder that says it is a JDK of the given version.
    private Path jdk(String version) throws IOException {
        Path home = folder.resolve("jdk-" + version);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        assertTrue(Files.createFile(home.resolve("bin/javac")).toFile().setExecutable(true));
        return home;
    }

    @Test
    void aJavaHomeThatIsNewEnoughIsTaken() throws Exception {
        Path home = jdk("25.0.3");
        assertEquals(home + "\n0", run("find_jdk; echo $JAVA_HOME", Map.of("JAVA_HOME", home.toString())));
    }

    @Test
    void aJavaHomeThatIsTooOldIsPassedOver() throws Exception {
        Path sdkman = folder.resolve(".sdkman/candidates/java");
        Files.createDirectories(sdkman);
        Files.createSymbolicLink(sdkman.resolve("25"), jdk("25.0.1"));
        String found = run("find_jdk; is_jdk \"$JAVA_HOME\" && echo $JAVA_HOME",
                Map.of("JAVA_HOME", jdk("17.0.15").toString(), "HOME", folder.toString()));
        assertTrue(found.endsWith("\n0") && !found.contains("jdk-17"), found);
    }

    @Test
    void aRuntimeWithoutACompilerIsNoJdk() throws Exception {
        Path home = jdk("25.0.3");
        Files.delete(home.resolve("bin/javac"));
        assertEquals("no\n0", run("is_jdk " + home + " || echo no", Map.of()));
    }

    @Test
    void whereThereIsNoneOneSentenceSaysSo() throws Exception {
        String said = run("LONGSHORE_JDK=999; find_jdk; echo found", Map.of("JAVA_HOME", JAVA_HOME));
        assertTrue(said.startsWith("longshore: needs a JDK 999 or newer") && said.endsWith("\n1"), said);
        assertEquals(2, said.lines().count(), said);
    }
}
