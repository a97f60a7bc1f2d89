package io.longshore.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The `longshore` command. Exit codes: 0 done, 1 it could not be done, 2 the command line is wrong.
@Command(name = "longshore",
        description = "TCP Servers for the JVM: takes TCP/IP off the application's processors.",
        mixinStandardHelpOptions = true,
        version = "longshore 0.1.0",
        subcommands = {ServerCommand.class, RunCommand.class, ConnectionCommand.class, CaptureCommand.class,
            SettingCommand.class, CounterCommand.class, DemoCommand.class, BenchCommand.class})
public final class Main implements Runnable {

    @Spec
    private CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setParameterExceptionHandler(Main::wrongArguments)
                .setExecutionExceptionHandler(Main::failed);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say which command; longshore --help lists them");
    }

    @Command(description = "Prints the TCP Server's uptime, link, attachments and counters.",
            mixinStandardHelpOptions = true)
    int status(@Mixin RuntimeDirectoryOption runtime) throws Exception {
        return ask(runtime, "status");
    }

    @Command(description = "Ends the TCP Server in good order.", mixinStandardHelpOptions = true)
    int stop(@Mixin RuntimeDirectoryOption runtime) throws Exception {
        return ask(runtime, "stop");
    }

    private int ask(RuntimeDirectoryOption runtime, String command) throws Exception {
        try (ServerCall call = ServerCall.make(runtime.directory(), command)) {
            call.copyTo(spec.commandLine().getOut());
        }
        return 0;
    }

    private static int wrongArguments(ParameterException problem, String[] arguments) {
        PrintWriter err = problem.getCommandLine().getErr();
        String command = problem.getCommandLine().getCommandSpec().qualifiedName();
        err.println(command + ": " + firstLine(problem.getMessage()) + " (see " + command + " --help)");
        return 2;
    }

    private static int failed(Exception problem, CommandLine commandLine, CommandLine.ParseResult parsed) {
        String command = commandLine.getCommandSpec().qualifiedName();
        commandLine.getErr().println(command + ": " + sentence(problem));
        return 1;
    }

    private static String sentence(Exception problem) {
        return problem.getMessage() == null ? problem.toString() : problem.getMessage();
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
