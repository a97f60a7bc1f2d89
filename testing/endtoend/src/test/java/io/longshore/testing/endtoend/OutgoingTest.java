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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @CsvSource({Longshore.HOST_ADDRESS + ", " + Longshore.ADDRESS,
        Longshore.HOST_ADDRESS6 + ", fd00:90:0:0:0:0:0:2"})
    void theJdksHttpClientFetchesFromAKernelServerThroughTheStack(String host, String own) throws Exception {
        Path site = Files.createDirectory(longshore.directory.resolve("site"));
        byte[] big = new byte[3_000_000];
        new Random(1122).nextBytes(big);
        Files.write(site.resolve("big.bin"), big);
        Process web = longshore.namespace.start(longshore.directory.resolve("web.log"), Longshore.java(), "-m",
                "jdk.httpserver", "-b", host, "-p", KERNEL_PORT, "-d", site.toString());
        try {
            Longshore.eventually("the kernel's web server", 20, () -> longshore.namespace.exec("curl", "-s", "-o",
                    "/dev/null", "http://" + literal(host) + ":" + KERNEL_PORT + "/").exit() == 0);
            String output = run(host, KERNEL_PORT);
            assertTrue(output.contains("local /" + literal(own) + ":"), output);
            assertTrue(output.contains("body " + big.length + " " + Arrays.hashCode(big)), output);
        } finally {
            Namespace.end(web);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {Longshore.HOST_ADDRESS, Longshore.HOST_ADDRESS6})
    void aPortThatNobodyListensOnIsRefused(String host) throws Exception {
        String output = run(host, "9001");
        assertTrue(output.contains("java.net.ConnectException: Connection refused"), output);
    }

    /// As it stands before a port.
    private static String literal(String address) {
        return address.contains(":") ? "[" + address + "]" : address;
    }

    private String run(String host, String port) throws Exception {
        Process program = longshore.startRun("outgoing.log", Longshore.java(), "-cp", Longshore.classes(),
                OutgoingProgram.class.getName(), host, port);
        assertTrue(program.waitFor(60, TimeUnit.SECONDS), "the program ended");
        Longshore.eventually("no connection is left", 10, () -> longshore.connections("ESTAB", "SYN").isEmpty());
        assertEquals(0, longshore.connections("LISTEN").size());
        return Files.readString(longshore.directory.resolve("outgoing.log"));
    }
}
