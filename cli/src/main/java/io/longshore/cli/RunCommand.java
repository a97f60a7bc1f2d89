package io.longshore.cli;

import io.longshore.socket.OffloadRules;
import io.longshore.syscall.Programs;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Runs any JVM program on the TCP Server, by `JAVA_TOOL_OPTIONS`. This process becomes that program: same pid, same
/// terminal, same signals.
@Command(name = "run", description = "Runs a JVM program on the TCP Server: longshore run -- java -jar app.jar",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

    @Mixin
    private RuntimeDirectoryOption runtime;

    @Option(names = "--offload", paramLabel = "RULES",
            description = "which sockets go to the stack, e.g. 'listen *:8080, connect 10.0.0.0/8, except *:22'"
                    + " (default: as the TCP Server says, else 'listen *, connect own')")
    private String offload;

    @Parameters(arity = "1..*", paramLabel = "COMMAND", description = "the program and its arguments")
    private List<String> command;

    @Override
    public Integer call() throws Exception {
        Map<String, String> environment = new HashMap<>(System.getenv());
        String agent = agent(Installation.find().agentJar());
        environment.merge("JAVA_TOOL_OPTIONS", agent, (present, ours) -> present + " " + ours);
        String problem = Programs.execute(command, environment);
        throw new Problem(command.get(0) + " cannot be run: " + problem);
    }

    /// The option that loads the agent, quoted for `JAVA_TOOL_OPTIONS` where it has to be.
    String agent(Path jar) throws Problem {
        if (runtime.directory().toString().contains(",")) {
            throw new Problem("the agent's options are separated by commas, so the runtime directory "
                    + runtime.directory() + " can have none in its name");
        }
        StringBuilder option = new StringBuilder("-javaagent:").append(jar).append("=runtime-dir=")
                .append(runtime.directory());
        if (offload != null) {
            option.append(",offload=").append(checked(offload));
        }
        return option.indexOf(" ") < 0 ? option.toString() : "'" + option + "'";
    }

    /// Rules that can be understood.
    static String checked(String rules) throws Problem {
        try {
            OffloadRules.check(rules);
        } catch (IllegalArgumentException mistake) {
            throw new Problem("--offload: " + mistake.getMessage());
        }
        return rules.strip();
    }
}
