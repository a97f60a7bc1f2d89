package io.longshore.testing.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Programs on our stack that connect to servers on the kernel's.
@NeedsTap
class OutgoingTest {

    private static final String KERNEL_PORT = "9000";

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
    void theJdksHttpClientFetchesFromAKernelServerThroughTheStack() throws Exception {
        Path site = Files.createDirectory(longshore.directory.resolve("site"));
        byte[] big = new byte[3_000_000];
        new Random(1122).nextBytes(big);
        Files.write(site.resolve("big.bin"), big);
        Process web = longshore.namespace.start(longshore.directory.resolve("web.log"), Longshore.java(), "-m",
                "jdk.httpserver", "-b", Longshore.HOST_ADDRESS, "-p", KERNEL_PORT, "-d", site.toString());
        try {
            Longshore.eventually("the kernel's web server", 20, () -> longshore.namespace.exec("curl", "-s", "-o",
                    "/dev/null", "http://" + Longshore.HOST_ADDRESS + ":" + KERNEL_PORT + "/").exit() == 0);
            String output = run(KERNEL_PORT);
            assertTrue(output.contains("local /" + Longshore.ADDRESS + ":"), output);
            assertTrue(output.contains("body " + big.length + " " + Arrays.hashCode(big)), output);
        } finally {
            Namespace.end(web);
        }
    }

    @Test
    void aPortThatNobodyListensOnIsRefused() throws Exception {
        String output = run("9001");
        assertTrue(output.contains("java.net.ConnectException: Connection refused"), output);
    }

    private String run(String port) throws Exception {
        Process program = longshore.startRun("outgoing.log", Longshore.java(), "-cp", Longshore.classes(),
                OutgoingProgram.class.getName(), Longshore.HOST_ADDRESS, port);
        assertTrue(program.waitFor(60, TimeUnit.SECONDS), "the program ended");
        Longshore.eventually("no connection is left", 10, () -> longshore.connections("ESTAB", "SYN").isEmpty());
        assertEquals(0, longshore.connections("LISTEN").size());
        return Files.readString(longshore.directory.resolve("outgoing.log"));
    }
}
