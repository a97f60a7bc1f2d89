package io.longshore.testing.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.testing.endtoend.Namespace.Outcome;
import org.junit.jupiter.api.Test;

/// The first command of the README.
@NeedsTap
class DemoTest {

    @Test
    void theDemoChecksItselfAndCleansUp() throws Exception {
        try (Namespace namespace = new Namespace()) {
            Outcome demo = namespace.exec(Longshore.home().resolve("longshore").toString(), "demo", "--check");
            assertEquals(0, demo.exit(), demo.output());
            assertTrue(demo.output().contains("SHA-256"), demo.output());
            assertTrue(demo.output().contains("http://[fd00:77::2]:8080/ too"), demo.output());
            assertTrue(demo.output().contains("10,000 keep-alive requests"), demo.output());
            Outcome links = namespace.exec("ip", "-o", "link").orFail();
            assertEquals("", namespace.processes(), "no process is left");
            assertEquals(1, links.output().lines().count(), "only loopback is left: " + links.output());
        }
    }
}
