package io.longshore.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// Programs of the system that the bench needs.
final class Tools {

    private Tools() {
    }

    /// Fails with one sentence that names what is missing and the Debian package that has it.
    static void require(String program, String debianPackage) throws Problem {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin";
        if (Arrays.stream(path.split(":")).noneMatch(d -> Files.isExecutable(Path.of(d, program)))) {
            throw new Problem(program + " is not installed; apt-get install " + debianPackage);
        }
    }

    /// Runs a program to its end and returns what it printed; a failure becomes one sentence.
    static String run(String... command) throws IOException, InterruptedException, Problem {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new Problem(String.join(" ", command) + " failed: " + output.strip());
        }
        return output;
    }

    /// Runs a program whose failure does not matter: cleaning up what may not be there.
    static void tryRun(String... command) {
        try {
            new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
        } catch (IOException notThere) {
            return;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
