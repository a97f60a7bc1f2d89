package io.longshore.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The agent as a user starts it, in a JVM of its own, in front of a program that was not changed. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class AgentTest {

    private static Path agent;

    @BeforeAll
    static void build() throws Exception {
        agent = AgentFile.build();
    }

    @AfterAll
    static void delete() throws IOException {
        Files.delete(agent);
    }

    private static Path java(int version) throws IOException {
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

    private static List<String> run(Path java, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(java.toString()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("longshore-agent-test", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        Process process = builder.start();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly();
        List<String> lines = Files.readAllLines(output);
        Files.delete(output);
        assertTrue(ended, () -> "it hangs: " + lines);
        return lines;
    }

    private static String classes() throws Exception {
        return Path.of(HttpProgram.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    }

    @ParameterizedTest
    @CsvSource({"25, none", "25, pool", "25, virtual", "17, none", "17, pool"})
    void theWebServerAndItsClientMeetOnTheStack(int version, String executor) throws Exception {
        Path java = java(version);
        try (LoopbackServer server = new LoopbackServer(SelectorProvider.provider())) {
            List<String> lines = run(java, "-javaagent:" + agent + "=runtime-dir=" + server.directory(),
                    "-cp", classes(), HttpProgram.class.getName(), LoopbackServer.ADDRESS, executor, "500");
            assertEquals(List.of("longshore: on the TCP Server at " + server.directory() + ": listen *, connect own;"
                    + " all else is the kernel's; native transports of Netty, gRPC and Reactor are off.",
                    "kernel TCP sockets: 0", "done"), lines);
        }
    }

    @ParameterizedTest
    @CsvSource({"25", "17"})
    void asynchronousChannelsMeetOnTheStack(int version) throws Exception {
        Path java = java(version);
        try (LoopbackServer server = new LoopbackServer(SelectorProvider.provider())) {
            List<String> lines = run(java, "-javaagent:" + agent + "=quiet=true,runtime-dir=" + server.directory(),
                    "-cp", classes(), AsyncProgram.class.getName(), LoopbackServer.ADDRESS);
            assertEquals(List.of("kernel TCP sockets: 0", "done: true true"), lines);
        }
    }

    @ParameterizedTest
    @CsvSource({"25", "17"})
    void asynchronousChannelsWithoutAServerAreTheKernels(int version) throws Exception {
        List<String> lines = run(java(version), "-javaagent:" + agent + "=runtime-dir=/nowhere",
                "-cp", classes(), AsyncProgram.class.getName(), "127.0.0.1");
        assertEquals("done: true true", lines.get(lines.size() - 1));
    }

    @ParameterizedTest
    @CsvSource({"25", "17"})
    void withoutAServerEverySocketIsTheKernels(int version) throws Exception {
        List<String> lines = run(java(version), "-javaagent:" + agent + "=runtime-dir=/nowhere",
                "-cp", classes(), HttpProgram.class.getName(), "127.0.0.1", "none", "10");
        assertEquals("longshore: no TCP Server at /nowhere (No such file or directory):"
                + " every socket stays on the kernel.", lines.get(0));
        assertEquals("done", lines.get(lines.size() - 1));
    }

    /** As a JVM that was linked without flight recordings and beans. */
    @ParameterizedTest
    @CsvSource({"25", "17"})
    void whatIsOptionalMayBeMissing(int version) throws Exception {
        Path java = java(version);
        try (LoopbackServer server = new LoopbackServer(SelectorProvider.provider())) {
            List<String> lines = run(java, "--limit-modules", "java.instrument,jdk.httpserver,java.net.http",
                    "-javaagent:" + agent + "=quiet=true,runtime-dir=" + server.directory(),
                    "-cp", classes(), HttpProgram.class.getName(), LoopbackServer.ADDRESS, "none", "50");
            assertEquals(List.of("kernel TCP sockets: 0", "done"), lines);
        }
    }

    @Test
    void loopbackStaysOnTheKernel() throws Exception {
        try (LoopbackServer server = new LoopbackServer(SelectorProvider.provider())) {
            List<String> lines = run(java(Runtime.version().feature()),
                    "-javaagent:" + agent + "=quiet=true,runtime-dir=" + server.directory(),
                    "-cp", classes(), HttpProgram.class.getName(), "127.0.0.1", "pool", "100");
            assertTrue(lines.get(0).matches("kernel TCP sockets: [1-9].*"), lines::toString);
            assertEquals("done", lines.get(1));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void aFileGoesOverInOneMapping(int version) throws Exception {
        try (LoopbackServer server = new LoopbackServer(SelectorProvider.provider())) {
            List<String> lines = run(java(version),
                    "-javaagent:" + agent + "=quiet=true,runtime-dir=" + server.directory(),
                    "-cp", classes(), TransferProgram.class.getName(), LoopbackServer.ADDRESS);
            assertEquals(List.of("blocking true 1", "non-blocking true"), lines);
        }
    }

    @Test
    void aNativeTransportThatTheUserWantsIsLeftAndSaid() throws Exception {
        try (LoopbackServer server = new LoopbackServer(SelectorProvider.provider())) {
            List<String> lines = run(java(Runtime.version().feature()), "-javaagent:" + agent + "=runtime-dir="
                    + server.directory() + ",offload=listen *:1, connect none", "-Dreactor.netty.native=true",
                    "-cp", classes(), HttpProgram.class.getName(), "127.0.0.1", "none", "1");
            assertEquals("longshore: on the TCP Server at " + server.directory() + ": listen *:1; all else is the"
                    + " kernel's; native transports are on, past Longshore, as reactor.netty.native=true says.",
                    lines.get(0));
        }
    }

    @Test
    void aBadRuleIsSaidInOneSentenceAndTheProgramRunsOnTheKernel() throws Exception {
        List<String> lines = run(java(Runtime.version().feature()), "-javaagent:" + agent + "=offload=lissen *",
                "-cp", classes(), HttpProgram.class.getName(), "127.0.0.1", "none", "1");
        assertEquals("longshore: 'lissen *' is no rule: a rule is listen, connect or except and then an address, as in"
                + " 'listen *:8080, connect 10.0.0.0/8, except *:22': every socket stays on the kernel.",
                lines.get(0));
        assertEquals("done", lines.get(lines.size() - 1));
    }

    @Test
    void anUnknownOptionIsNamed() throws Exception {
        List<String> lines = run(java(Runtime.version().feature()), "-javaagent:" + agent + "=colour=blue",
                "-cp", classes(), HttpProgram.class.getName(), "127.0.0.1", "none", "1");
        assertTrue(lines.get(0).startsWith("longshore: unknown agent option: colour"), lines::toString);
    }
}
