package io.longshore.testing.conformance;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/// The scripts against the kernel of this machine: what ours is held to must be what Linux does, unless the script says
/// why not. Real clock, wide tolerances, several attempts: a busy machine fails nothing.
class KernelOracleTest {

    private static final int THREADS = 8;
    private static final int ATTEMPTS = 4;

    private static ExecutorService kernels;

    @AfterAll
    static void stop() {
        if (kernels != null) {
            kernels.shutdownNow();
        }
    }

    @TestFactory
    Stream<DynamicNode> theKernelDoesTheSame() throws IOException {
        String reason = KernelTarget.unavailable();
        if (reason != null) {
            return Stream.of(dynamicTest("the kernel is asked", () -> assumeTrue(false, reason)));
        }
        kernels = Executors.newFixedThreadPool(THREADS);
        List<DynamicNode> tests = new ArrayList<>();
        for (Path file : ScriptFile.all(ScriptsTest.SCRIPTS)) {
            Script script = ScriptFile.read(file);
            Callable<String> work = () -> verdict(script);
            Future<String> verdict = kernels.submit(work);
            tests.add(dynamicTest(script.name(), () -> judge(script, verdict.get())));
        }
        return tests.stream();
    }

    private static void judge(Script script, String verdict) {
        if (script.remark("kernel").startsWith("differs")) {
            assertFalse(verdict.isEmpty(), "the kernel does the same; it need not be said to differ");
        } else if (!verdict.isEmpty()) {
            assumeTrue(verdict.startsWith("FAILS"), verdict);
            throw new ScriptFailure("the kernel does something else: say why by a line `kernel differs`\n" + verdict);
        }
    }

    /// Empty if the script holds in all variations, otherwise the first that does not.
    private static String verdict(Script script) {
        return script.variations(ScriptRunner.Stack.KERNEL).stream().map(variation -> attempts(script, variation))
                .filter(verdict -> !verdict.isEmpty()).findFirst().orElse("");
    }

    private static String attempts(Script script, Script.Variation variation) {
        boolean differs = script.remark("kernel").startsWith("differs");
        String verdict = attempt(script, variation);
        for (int more = 1; more < ATTEMPTS && verdict.startsWith("FAILS") != differs; more++) {
            verdict = attempt(script, variation);
        }
        return verdict;
    }

    private static String attempt(Script script, Script.Variation variation) {
        try {
            ScriptRunner.run(script, variation, ScriptRunner.Stack.KERNEL);
            return "";
        } catch (ScriptSkip skip) {
            return "skipped: " + skip.getMessage();
        } catch (ScriptFailure failure) {
            return "FAILS " + failure.getMessage();
        }
    }
}
