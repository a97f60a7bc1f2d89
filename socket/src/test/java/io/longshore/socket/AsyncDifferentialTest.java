package io.longshore.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.NetworkInterface;
import java.nio.channels.spi.AsynchronousChannelProvider;
import java.nio.channels.spi.SelectorProvider;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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

/** Asynchronous channels: each case on the kernel's and on ours, and both must tell the same. */
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class AsyncDifferentialTest {

    private static final Map<String, AsyncWorld.Case> CASES = new LinkedHashMap<>();

    static {
        AsyncOpeningCases.addTo(CASES);
        AsyncStreamCases.addTo(CASES);
        AsyncPendingCases.addTo(CASES);
        AsyncHandlerCases.addTo(CASES);
        AsyncGroupCases.addTo(CASES);
    }

    private static LoopbackFixture loopback;
    private static LongshoreAsyncProvider provider;

    @BeforeAll
    static void start() throws IOException {
        loopback = new LoopbackFixture();
        provider = new LongshoreAsyncProvider(loopback.provider);
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
        boolean hasIpv6 = NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)
                .anyMatch(address -> address instanceof Inet6Address && address.isLoopbackAddress());
        Assumptions.assumeTrue(hasIpv6, "the kernel here has no IPv6");
        compare(CASES.get(name), "0:0:0:0:0:0:0:1", LoopbackServer.ADDRESS6);
    }

    /**
     * A selectable kernel channel sends a FIN before its reset, for the JDK closes its descriptor only when its
     * selector has let go of it; what the peer sees is then a matter of time.
     */
    static Set<String> casesOnTheKernel() {
        Set<String> cases = new LinkedHashSet<>(CASES.keySet());
        cases.remove("unread data at close resets");
        return cases;
    }

    /** Ours where the rules send them to the kernel: a kernel channel behind, the same to be seen. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("casesOnTheKernel")
    void theSameOfOursOnTheKernel(String name) throws Exception {
        compare(CASES.get(name), "127.0.0.1", "127.0.0.1");
    }

    private static void compare(AsyncWorld.Case body, String kernels, String ours) throws Exception {
        List<String> kernel = run(body, SelectorProvider.provider(), AsynchronousChannelProvider.provider(), kernels);
        List<String> stack = run(body, loopback.provider, provider, ours);
        assertFalse(Thread.interrupted(), "the case leaves its thread interrupted");
        assertTrue(kernel.size() > 0, "the case sees nothing");
        assertEquals(String.join("\n", kernel), String.join("\n", stack));
    }

    private static List<String> run(AsyncWorld.Case body, SelectorProvider channels,
            AsynchronousChannelProvider asynchronous, String address) throws Exception {
        return CaseWorld.run(world -> body.run(new AsyncWorld(world, asynchronous)), channels, address);
    }
}
