package io.longshore.testing.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.testing.endtoend.Namespace.Outcome;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An unmodified NIO program on our stack, and the kernel's TCP as its peer, over a TAP.
@NeedsTap
class KernelPeerTest {

    private static Longshore longshore;

    @BeforeAll
    static void start() throws Exception {
        longshore = new Longshore();
        longshore.startProgram(PatternProgram.class);
    }

    @AfterAll
    static void stop() throws Exception {
        longshore.close();
    }

    @AfterEach
    void everyConnectionIsGone() throws Exception {
        Longshore.eventually("no connection but TIME-WAIT left", 15,
                () -> longshore.connections("ESTAB", "SYN", "FIN", "CLOS", "LAST").isEmpty());
        assertFalse(longshore.connections("LISTEN").isEmpty(), "the listener is still there");
    }

    @ParameterizedTest
    @ValueSource(strings = {Longshore.ADDRESS, Longshore.ADDRESS6})
    void bulkDataArrivesWholeAtTheClient(String address) throws Exception {
        goesWell("download", address, 300_000_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {Longshore.ADDRESS, Longshore.ADDRESS6})
    void bulkDataArrivesWholeAtTheApplication(String address) throws Exception {
        goesWell("upload", address, 300_000_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {Longshore.ADDRESS, Longshore.ADDRESS6})
    void aThousandConnectionsAtOnceAreServed(String address) throws Exception {
        goesWell("many", address, 1_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {Longshore.ADDRESS, Longshore.ADDRESS6})
    void aHalfClosedConnectionStillDelivers(String address) throws Exception {
        goesWell("halfClose", address, 5_000_000);
    }

    @Test
    void aReaderThatStallsForTenSecondsGetsEverything() throws Exception {
        goesWell("slowReader", Longshore.ADDRESS6, 8_000_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {Longshore.ADDRESS, Longshore.ADDRESS6})
    void resetConnectionsHarmNoOther(String address) throws Exception {
        goesWell("reset", address, 20);
    }

    @Test
    void aClientThatIsKilledLeavesNothing() throws Exception {
        Process client = longshore.namespace.start(longshore.directory.resolve("client.log"),
                longshore.clientCommand("hold", Longshore.ADDRESS, 100_000_000_000L));
        Longshore.eventually("an established connection", 10, () -> !longshore.connections("ESTAB").isEmpty());
        client.destroyForcibly().waitFor();
    }

    @ParameterizedTest
    @ValueSource(strings = {Longshore.ADDRESS, Longshore.ADDRESS6})
    void fivePercentLossSlowsButHarmsNothing(String address) throws Exception {
        for (String rule : List.of("add table inet loss",
                "add chain inet loss in { type filter hook input priority 0; }",
                "add chain inet loss out { type filter hook output priority 0; }",
                "add rule inet loss in iifname " + Longshore.TAP + " numgen random mod 100 < 5 drop",
                "add rule inet loss out oifname " + Longshore.TAP + " numgen random mod 100 < 5 drop")) {
            longshore.namespace.exec("nft", rule).orFail();
        }
        try {
            goesWell("download", address, 3_000_000);
            goesWell("upload", address, 3_000_000);
        } finally {
            longshore.namespace.exec("nft", "delete table inet loss").orFail();
        }
    }

    private static void goesWell(String scenario, String address, long count) throws Exception {
        Outcome outcome = longshore.client(scenario, address, count);
        assertEquals(0, outcome.exit(), () -> scenario + ": " + outcome.output());
        assertTrue(outcome.output().contains("went well"), outcome.output());
    }
}
