package io.longshore.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.NetworkInterface;
import java.nio.channels.spi.SelectorProvider;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The kernel is the oracle: each case is run on its channels and on ours, and both must tell the same. */
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class DifferentialTest {

    private static final Map<String, CaseWorld.Case> CASES = DifferentialProgram.cases();
    private static LoopbackFixture loopback;

    @BeforeAll
    static void start() throws IOException {
        loopback = new LoopbackFixture();
    }

    @AfterAll
    static void stop() throws IOException {
        loopback.close();
    }

    static Set<String> cases() {
        return CASES.keySet();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void oursTellsWhatTheKernelTells(String name) throws Exception {
        compare(CASES.get(name), "127.0.0.1", LoopbackServer.ADDRESS);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void theSameOverIpv6(String name) throws Exception {
        Assumptions.assumeTrue(hasIpv6(), "the kernel here has no IPv6");
        compare(CASES.get(name), "0:0:0:0:0:0:0:1", LoopbackServer.ADDRESS6);
    }

    private static boolean hasIpv6() throws IOException {
        return NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)
                .anyMatch(address -> address instanceof Inet6Address && address.isLoopbackAddress());
    }

    private static void compare(CaseWorld.Case body, String kernels, String stacks) throws Exception {
        List<String> kernel = CaseWorld.run(body, SelectorProvider.provider(), kernels);
        List<String> ours = CaseWorld.run(body, loopback.provider, stacks);
        assertFalse(Thread.interrupted(), "the case leaves its thread interrupted");
        assertEquals(String.join("\n", kernel), String.join("\n", ours));
    }
}
