package io.longshore.cli;

import io.longshore.syscall.Programs;
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
            description = "which sockets go to the TCP Server, e.g. 'listen *:8080, except 10.1.0.0/16'")
    private String offload;

    @Parameters(arity = "1..*", paramLabel = "COMMAND", description = "the program and its arguments")
    private List<String> command;

    @Override
    public Integer call() throws Exception {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("JAVA_TOOL_OPTIONS", toolOptions(environment.get("JAVA_TOOL_OPTIONS")));
        String problem = Programs.execute(command, environment);
        throw new Problem(command.get(0) + " cannot be run: " + problem);
    }

    private String toolOptions(String present) throws Problem {
        String agent = "-javaagent:" + Installation.find().agentJar() + "=runtime-dir=" + runtime.directory()
                + (offload == null ? "" : ",offload=" + offload.replace(',', ';').replace(" ", ""));
        return present == null ? agent : present + " " + agent;
    }
}
