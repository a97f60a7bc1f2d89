package io.longshore.testing.conformance;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// All scripts, in all their variations, against our stack on virtual time.
class ScriptsTest {

    static final Path SCRIPTS = Path.of("src/test/resources/scripts");
    private static final int EXPECTED = 200;

    @TestFactory
    Stream<DynamicNode> everyScriptHolds() throws IOException {
        return ScriptFile.all(SCRIPTS).stream().map(ScriptFile::read).flatMap(script ->
                script.variations(ScriptRunner.Stack.OURS).stream()
                        .map(variation -> dynamicTest(script.name() + " " + variation, () -> run(script, variation))));
    }

    private static void run(Script script, Script.Variation variation) {
        try {
            ScriptRunner.run(script, variation, ScriptRunner.Stack.OURS);
        } catch (ScriptFailure failure) {
            assumeTrue(script.remark("known").isEmpty(), "known: " + script.remark("known"));
            throw failure;
        }
    }

    @Test
    void everyScriptSaysWhatItIsAboutAndWhereThatIsDemanded() throws IOException {
        List<Path> all = ScriptFile.all(SCRIPTS);
        assertTrue(all.size() >= EXPECTED, all.size() + " scripts");
        for (Path file : all) {
            Script script = ScriptFile.read(file);
            assertTrue(!script.remark("about").isEmpty() && !script.remark("rfc").isEmpty(), script.name());
        }
    }
}
