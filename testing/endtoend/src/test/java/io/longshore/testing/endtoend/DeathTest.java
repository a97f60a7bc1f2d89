package io.longshore.testing.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.testing.endtoend.Namespace.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the others see when a process is killed, and what is left afterwards.
@NeedsTap
class DeathTest {

    private Longshore longshore;

    @BeforeEach
    void start() throws Exception {
        longshore = new Longshore();
    }

    @AfterEach
    void stop() throws Exception {
        longshore.close();
    }

    @Test
    void theClientOfAKilledApplicationSeesTheEndAndThePortIsFreeAtOnce() throws Exception {
        Process application = longshore.startProgram(PatternProgram.class);
        Path log = longshore.directory.resolve("client.log");
        Process client = longshore.namespace.start(log, longshore.clientCommand("hold", Longshore.ADDRESS,
                100_000_000_000L));
        Longshore.eventually("the client holds a connection", 10, () -> Files.readString(log).contains("holding"));
        application.destroyForcibly().waitFor();
        assertTrue(client.waitFor(10, TimeUnit.SECONDS), "the client was told");
        assertTrue(Files.readString(log).contains("ended: "), () -> "the client printed " + log);
        Longshore.eventually("the dead application's listener is gone", 5,
                () -> longshore.connections("LISTEN").isEmpty());
        longshore.startProgram(PatternProgram.class);
        assertEquals(0, longshore.client("download", Longshore.ADDRESS, 1_000_000).exit(),
                "the next application serves on the same port");
    }

    @Test
    void killingApplicationsAgainAndAgainLeaksNothing() throws Exception {
        long before = sharedMemory();
        for (int i = 0; i < 4; i++) {
            Process application = longshore.startProgram(PatternProgram.class);
            assertEquals(0, longshore.client("many", Longshore.ADDRESS, 50).exit());
            application.destroyForcibly().waitFor();
            Longshore.eventually("the listener is gone", 5, () -> longshore.connections("LISTEN").isEmpty());
        }
        Longshore.eventually("nothing but TIME-WAIT is left", 15,
                () -> longshore.connections("ESTAB", "SYN", "FIN-WAIT", "CLOS", "LAST").isEmpty());
        assertEquals(1, sharedFiles(longshore.server().pid()).size(),
                "every region file is unlinked, the slab is left");
        long more = sharedMemory() - before;
        assertTrue(more < 8_000, more + " KiB of shared memory more than before");
    }

    /// KiB of the slab and the regions that the server has in memory.
    private long sharedMemory() throws Exception {
        return Files.readAllLines(Path.of("/proc", Long.toString(longshore.server().pid()), "status")).stream()
                .filter(line -> line.startsWith("RssShmem:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).sum();
    }

    @Test
    void aServerThatEndsInOrderLeavesNothingBehind() throws Exception {
        longshore.startProgram(PatternProgram.class);
        longshore.command("stop").orFail();
        assertTrue(longshore.server().waitFor(10, TimeUnit.SECONDS), "the server ended");
        assertEquals(0, longshore.server().exitValue(), longshore.serverLog());
        Outcome links = longshore.namespace.exec("ip", "-o", "link").orFail();
        assertFalse(links.output().contains(Longshore.TAP), links.output());
        assertFalse(Files.exists(Path.of(longshore.runtime(), "longshore.sock")), "the control socket is gone");
        assertEquals(List.of(), sharedFiles(longshore.server().pid()), "no slab and no region is left");
    }

    @Test
    void aServerThatWasKilledIsFollowedByAnotherOnTheSameDirectory() throws Exception {
        Process application = longshore.startProgram(PatternProgram.class);
        long killed = longshore.server().pid();
        longshore.server().destroyForcibly().waitFor();
        longshore.startServer();
        assertEquals(List.of(), sharedFiles(killed), "the next server clears away what the killed one left");
        Namespace.end(application);
        longshore.startProgram(PatternProgram.class);
        assertEquals(0, longshore.client("download", Longshore.ADDRESS, 1_000_000).exit());
    }

    private static List<Path> sharedFiles(long server) throws Exception {
        try (Stream<Path> files = Files.list(Path.of("/dev/shm"))) {
            return files.filter(f -> f.getFileName().toString().startsWith("longshore-" + server + "-")).toList();
        }
    }
}
