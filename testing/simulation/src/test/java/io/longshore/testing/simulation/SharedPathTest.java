package io.longshore.testing.simulation;

import static io.longshore.testing.simulation.FlowCase.BBR;
import static io.longshore.testing.simulation.FlowCase.CUBIC;
import static io.longshore.testing.simulation.FlowCase.RENO;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What streams that share a path owe each other and the path.
class SharedPathTest {

    @ParameterizedTest(name = "{0} streams, algorithm {1}")
    @CsvSource({"2,1", "2,2", "2,3", "8,1", "8,2", "8,3", "32,2"})
    void streamsOfOneKindShareEvenly(int streams, int algorithm) {
        FlowCase path = new FlowCase(streams > 8 ? 40 : 20, 40, 1);
        FlowReport report = path.run(20, streams, algorithm);
        assertTrue(report.fairness() >= 0.9, () -> "Jain's index is " + report.fairness());
        assertTrue(path.utilisation(report) >= 0.9, () -> "use is " + path.utilisation(report));
    }

    @ParameterizedTest(name = "{0} Mbit/s, buffer of {1} products")
    @CsvSource({"10,1", "10,10", "40,2"})
    void bbrFindsTheBottleneckAndLeavesItsQueueShort(int megabits, int products) {
        FlowCase path = new FlowCase(megabits, 40, products);
        FlowReport report = path.run(20, 1, BBR);
        assertTrue(path.utilisation(report) >= 0.9, () -> "use is " + path.utilisation(report));
        assertTrue(path.queue(report) <= 1.5, () -> "the queue is " + path.queue(report) + " products");
    }

    @Test
    void bbrSurvivesRandomLossFarBetterThanCubic() {
        FlowCase path = new FlowCase(20, 40, 2).loss(0.01);
        double bbr = path.utilisation(path.run(20, 1, BBR));
        FlowCase again = new FlowCase(20, 40, 2).loss(0.01);
        double cubic = again.utilisation(again.run(20, 1, CUBIC));
        assertTrue(bbr >= 3 * cubic && bbr >= 0.6, () -> "bbr " + bbr + ", cubic " + cubic);
    }

    @Test
    void cubicAndRenoLiveSideBySide() {
        FlowReport report = new FlowCase(20, 40, 1).run(20, CUBIC, RENO);
        double share = report.sum(0, 1) / report.sum();
        assertTrue(share > 0.3 && share < 0.75, () -> "cubic has " + share);
    }

    @Test
    void bbrAndCubicLiveSideBySide() {
        FlowReport report = new FlowCase(20, 40, 2).run(20, BBR, CUBIC);
        double share = report.sum(0, 1) / report.sum();
        assertTrue(share > 0.1 && share < 0.9, () -> "bbr has " + share);
    }

    @ParameterizedTest
    @ValueSource(ints = {RENO, CUBIC})
    void marksReplaceLoss(int algorithm) {
        FlowCase path = new FlowCase(20, 40, 2).marking();
        FlowReport report = path.run(20, 4, algorithm);
        assertTrue(report.marked() > 0, "nothing was marked");
        assertEquals(0, report.dropped(), "dropped");
        assertEquals(0, report.again(), "sent again");
        assertTrue(path.utilisation(report) >= 0.85, () -> "use is " + path.utilisation(report));
        assertTrue(path.queue(report) <= 1, () -> "the queue is " + path.queue(report) + " products");
    }

    /// A queue of eight products fills before anything is lost; Reno's slow start goes on until then.
    @Test
    void hyStartSeesADeepQueueGrowAndLeavesSlowStartBeforeItOverflows() {
        FlowReport cubic = new FlowCase(20, 40, 8).run(6, 1, CUBIC);
        FlowReport reno = new FlowCase(20, 40, 8).run(6, 1, RENO);
        assertTrue(4 * cubic.dropped() < reno.dropped(), () -> cubic.dropped() + " and " + reno.dropped() + " dropped");
    }

    /// Nothing is lost, but every fifth frame is overtaken.
    @Test
    void reorderingIsLearnedAndIsNotTakenForLoss() {
        FlowCase path = new FlowCase(20, 40, 2).reordering(0.2);
        FlowReport report = path.run(12, 1, CUBIC);
        assertTrue(path.utilisation(report) >= 0.7, () -> "use is " + path.utilisation(report));
        assertTrue(report.again() < 800, () -> report.again() + " sent again");
    }

    @ParameterizedTest
    @ValueSource(ints = {RENO, CUBIC, BBR})
    void aSlowPathBackDoesNotHaltIt(int algorithm) {
        FlowCase path = new FlowCase(20, 40, 1).slowBack(160, 10_000);
        FlowReport report = path.run(20, 1, algorithm);
        assertTrue(path.utilisation(report) >= 0.3, () -> "use is " + path.utilisation(report));
    }

    @ParameterizedTest
    @ValueSource(ints = {RENO, CUBIC, BBR})
    void aShorterPathReordersOnceAndCostsLittle(int algorithm) {
        FlowCase path = new FlowCase(20, 40, 1).shorterAfter(10);
        FlowReport report = path.run(20, 1, algorithm);
        assertTrue(path.utilisation(report) >= 0.85, () -> "use is " + path.utilisation(report));
    }
}
