package io.longshore.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.NetworkInterface;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * Classic sockets under the agent, with the kernel as oracle: one program is run in a JVM without the agent at a kernel
 * address and in a JVM with it at the stack's, and case by case both tell the same.
 */
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ClassicTest {

    private static Path agent;
    private static Path keys;

    @BeforeAll
    static void build() throws Exception {
        agent = AgentFile.build();
        keys = Files.createTempDirectory("longshore-classic").resolve("keys.p12");
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-keyalg", "EC", "-alias", "classic", "-dname", "CN=classic", "-validity", "3650",
                "-storetype", "PKCS12", "-storepass", "longshore", "-keystore", keys.toString())
                .redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes());
        assertEquals(0, keytool.waitFor(), said);
    }

    @AfterAll
    static void delete() throws IOException {
        Files.delete(agent);
        Files.delete(keys);
        Files.delete(keys.getParent());
    }

    @TestFactory
    Stream<DynamicTest> theOldestJava() throws Exception {
        return compare(17, "127.0.0.1", LoopbackServer.ADDRESS);
    }

    @TestFactory
    Stream<DynamicTest> theFirstWithVirtualThreads() throws Exception {
        return compare(21, "127.0.0.1", LoopbackServer.ADDRESS);
    }

    @TestFactory
    Stream<DynamicTest> theNewestJava() throws Exception {
        return compare(25, "127.0.0.1", LoopbackServer.ADDRESS);
    }

    @TestFactory
    Stream<DynamicTest> overIpv6() throws Exception {
        assumeTrue(hasIpv6(), "the kernel here has no IPv6");
        return compare(25, "0:0:0:0:0:0:0:1", LoopbackServer.ADDRESS6);
    }

    private static boolean hasIpv6() throws IOException {
        return NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)
                .anyMatch(address -> address instanceof Inet6Address && address.isLoopbackAddress());
    }

    private static Stream<DynamicTest> compare(int version, String kernels, String stacks) throws Exception {
        Path java = ChildProcess.java(version);
        Map<String, String> kernel = cases(ChildProcess.run(java, program(kernels)));
        Map<String, String> ours;
        try (LoopbackServer server = new LoopbackServer(SelectorProvider.provider())) {
            List<String> command = program(stacks);
            command.add(0, "-javaagent:" + agent + "=runtime-dir=" + server.directory());
            ours = cases(ChildProcess.run(java, command));
        }
        assertTrue(kernel.size() > 90, () -> "the oracle ran only " + kernel.keySet());
        List<DynamicTest> tests = new ArrayList<>();
        kernel.forEach((name, told) -> tests.add(dynamicTest(name, () -> assertEquals(told, ours.get(name)))));
        return tests.stream();
    }

    private static List<String> program(String address) throws Exception {
        return new ArrayList<>(List.of("-Xmx512m", "-Dclassic.keys=" + keys, "-cp", ChildProcess.testClasses(),
                ClassicProgram.class.getName(), address));
    }

    /** Each case's lines, by its name. */
    private static Map<String, String> cases(List<String> lines) {
        Map<String, String> cases = new LinkedHashMap<>();
        String name = "before the first";
        for (String line : lines) {
            if (line.startsWith("case ") && !line.startsWith("case →")) {
                name = line.substring("case ".length());
                cases.put(name, "");
            } else {
                cases.merge(name, line + "\n", String::concat);
            }
        }
        return cases;
    }
}
