package io.longshore.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Where this Longshore lies on disk. The launcher tells by the system property `longshore.home`.
final class Installation {

    private final Path home;

    private Installation(Path home) {
        this.home = home;
    }

    static Installation find() throws Problem {
        String home = System.getProperty("longshore.home");
        if (home == null) {
            throw new Problem("the system property longshore.home is not set; start the program by ./longshore");
        }
        return new Installation(Path.of(home));
    }

    /// The jar that moves a JVM program onto the TCP Server.
    Path agentJar() throws Problem {
        Path jar = home.resolve("socket/target/longshore-agent.jar");
        if (!Files.isRegularFile(jar)) {
            throw new Problem("no agent jar at " + jar + "; build it by ./mvnw -DskipTests package");
        }
        return jar;
    }

    /// A command line that runs one of our own commands in a process of its own.
    List<String> command(String... arguments) {
        return Stream.concat(Stream.of(home.resolve("longshore").toString()), Stream.of(arguments)).toList();
    }

    /// A command line that runs a program on the TCP Server of that runtime directory.
    List<String> run(String runtimeDirectory, List<String> program) {
        List<String> run = command("run", "--runtime-dir", runtimeDirectory, "--");
        return Stream.concat(run.stream(), program.stream()).toList();
    }

    /// A command line that runs a class of ours with all that it needs, in a process of its own.
    List<String> program(Class<?> program, String... arguments) {
        List<String> java = List.of(java(), "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "-cp",
                home.resolve("cli/target/app") + "/*", program.getName());
        return Stream.concat(java.stream(), Stream.of(arguments)).toList();
    }

    /// The `java` that runs this command, so that what it starts needs no other.
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
