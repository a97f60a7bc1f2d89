package io.longshore.testing.frameworks;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a request of 1 KB over a kept connection costs a server: its processor time and what it allocates, on the
/// kernel's TCP and on Longshore, in turn, in one run. A measurement for a quiet machine: `-Dlongshore.cost=true`.
@EnabledIfSystemProperty(named = "longshore.cost", matches = "true", disabledReason = "a measurement")
class CostTest {

    private static final Path LOGS = Path.of("target", "cost").toAbsolutePath();

    @ParameterizedTest
    @ValueSource(strings = {"program", "netty", "tomcat"})
    void ofARequest(String folder, TestReporter reporter) throws Exception {
        Files.createDirectories(LOGS);
        Fixtures.write(LOGS, Side.SERVER.address());
        Framework framework = Framework.ALL.stream().filter(one -> one.folder().equals(folder)).findFirst()
                .orElseThrow();
        try (TwoServers servers = new TwoServers(Files.createTempDirectory("lsfw"));
                CostContestants contestants = new CostContestants(servers, framework, LOGS)) {
            List<CostSample> kernel = new ArrayList<>();
            List<CostSample> longshore = new ArrayList<>();
            contestants.warmUp();
            for (int i = 0; i < CostContestants.ROUNDS; i++) {
                kernel.add(contestants.load(Side.KERNEL));
                longshore.add(contestants.load(Side.SERVER));
            }
            reporter.publishEntry(framework.name(), "kernel " + CostSample.median(kernel) + "; Longshore "
                    + CostSample.median(longshore));
            assertTrue(kernel.stream().allMatch(CostSample::isWhole) && longshore.stream()
                    .allMatch(CostSample::isWhole), "all requests were answered");
        }
    }
}
