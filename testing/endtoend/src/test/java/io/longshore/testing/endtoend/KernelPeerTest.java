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

    @Test
    void bulkDataArrivesWholeAtTheClient() throws Exception {
        goesWell("download", 300_000_000);
    }

    @Test
    void bulkDataArrivesWholeAtTheApplication() throws Exception {
        goesWell("upload", 300_000_000);
    }

    @Test
    void aThousandConnectionsAtOnceAreServed() throws Exception {
        goesWell("many", 1_000);
    }

    @Test
    void aHalfClosedConnectionStillDelivers() throws Exception {
        goesWell("halfClose", 5_000_000);
    }

    @Test
    void aReaderThatStallsForTenSecondsGetsEverything() throws Exception {
        goesWell("slowReader", 8_000_000);
    }

    @Test
    void resetConnectionsHarmNoOther() throws Exception {
        goesWell("reset", 20);
    }

    @Test
    void aClientThatIsKilledLeavesNothing() throws Exception {
        Process client = longshore.namespace.start(longshore.directory.resolve("client.log"),
                longshore.clientCommand("hold", 100_000_000_000L));
        Longshore.eventually("an established connection", 10, () -> !longshore.connections("ESTAB").isEmpty());
        client.destroyForcibly().waitFor();
    }

    @Test
    void fivePercentLossSlowsButHarmsNothing() throws Exception {
        for (String rule : List.of("add table inet loss",
                "add chain inet loss in { type filter hook input priority 0; }",
                "add chain inet loss out { type filter hook output priority 0; }",
                "add rule inet loss in iifname " + Longshore.TAP + " numgen random mod 100 < 5 drop",
                "add rule inet loss out oifname " + Longshore.TAP + " numgen random mod 100 < 5 drop")) {
            longshore.namespace.exec("nft", rule).orFail();
        }
        try {
            goesWell("download", 3_000_000);
            goesWell("upload", 3_000_000);
        } finally {
            longshore.namespace.exec("nft", "delete table inet loss").orFail();
        }
    }

    private static void goesWell(String scenario, long count) throws Exception {
        Outcome outcome = longshore.client(scenario, count);
        assertEquals(0, outcome.exit(), () -> scenario + ": " + outcome.output());
        assertTrue(outcome.output().contains("went well"), outcome.output());
    }
}
