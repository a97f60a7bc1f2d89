package io.longshore.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.spi.SelectorProvider;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is no TCP stays on the kernel, in the same selectors as ours: with the kernel's selectors as oracle. */
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class MixedSelectorTest {

    private static final Map<String, CaseWorld.Case> CASES = new LinkedHashMap<>();

    static {
        MixedCases.addTo(CASES);
    }

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
    void aSelectorOfOursTellsWhatTheKernelsTells(String name) throws Exception {
        compare(CASES.get(name), LoopbackServer.ADDRESS);
    }

    /** The same where the connection is the kernel's, too. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void alsoOfKernelConnections(String name) throws Exception {
        compare(CASES.get(name), "127.0.0.1");
    }

    private static void compare(CaseWorld.Case body, String ours) throws Exception {
        List<String> kernel = CaseWorld.run(body, SelectorProvider.provider(), "127.0.0.1");
        List<String> mixed = CaseWorld.run(body, loopback.provider, ours);
        assertTrue(kernel.size() > 1, "the case sees nothing");
        assertEquals(String.join("\n", kernel), String.join("\n", mixed));
    }
}
