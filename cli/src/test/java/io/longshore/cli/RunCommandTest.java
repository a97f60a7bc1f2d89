package io.longshore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class RunCommandTest {

    private static final Path JAR = Path.of("/opt/longshore-agent.jar");

    @Test
    void theRuntimeDirectoryIsHandedToTheAgent() throws Problem {
        assertEquals("-javaagent:/opt/longshore-agent.jar=runtime-dir=/tmp/here",
                parsed("--runtime-dir", "/tmp/here").agent(JAR));
    }

    @Test
    void rulesAreHandedToTheAgentAndQuotedForTheirSpaces() throws Problem {
        assertEquals("'-javaagent:/opt/longshore-agent.jar=runtime-dir=/r,offload=listen *:8080, except *:22'",
                parsed("--runtime-dir", "/r", "--offload", "listen *:8080, except *:22").agent(JAR));
    }

    @Test
    void aRuleThatCannotBeUnderstoodIsSaidBeforeTheProgramStarts() {
        Problem problem = assertThrows(Problem.class, () -> parsed("--offload", "lisen *:8080").agent(JAR));
        assertEquals("--offload: 'lisen *:8080' is no rule: a rule is listen, connect or except and then an address,"
                + " as in 'listen *:8080, connect 10.0.0.0/8, except *:22'", problem.getMessage());
    }

    @Test
    void aPathWithASpaceIsQuoted() throws Problem {
        assertEquals("'-javaagent:/my tools/agent.jar=runtime-dir=/r'",
                parsed("--runtime-dir", "/r").agent(Path.of("/my tools/agent.jar")));
    }

    @Test
    void aRuntimeDirectoryWithACommaIsRefused() {
        Problem problem = assertThrows(Problem.class, () -> parsed("--runtime-dir", "/a,b").agent(JAR));
        assertTrue(problem.getMessage().contains("/a,b"), problem.getMessage());
    }

    @Test
    void argumentsOfTheProgramStayItsOwn() throws Problem {
        assertEquals("-javaagent:/opt/longshore-agent.jar=runtime-dir=/r",
                parsed("--runtime-dir", "/r", "--", "java", "--offload", "nowhere").agent(JAR));
    }

    private static RunCommand parsed(String... arguments) {
        RunCommand command = new RunCommand();
        String[] withProgram = java.util.Arrays.asList(arguments).contains("--") ? arguments
                : java.util.stream.Stream.concat(java.util.Arrays.stream(arguments),
                        java.util.stream.Stream.of("--", "java")).toArray(String[]::new);
        new CommandLine(command).parseArgs(withProgram);
        return command;
    }
}
