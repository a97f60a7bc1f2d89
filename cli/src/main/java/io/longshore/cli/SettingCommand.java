package io.longshore.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Reads and changes the settings of a running TCP Server, like sysctl.
@Command(name = "sysctl", mixinStandardHelpOptions = true,
        description = "Reads and changes settings of the TCP Server while it runs, like sysctl.")
final class SettingCommand implements Callable<Integer> {

    @Mixin
    private RuntimeDirectoryOption runtime;

    @Option(names = {"-a", "--all"}, description = "show all")
    private boolean all;

    @Parameters(paramLabel = "NAME[=VALUE]", description = "what to show, or to set")
    private List<String> names = List.of();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        List<String> wanted = new ArrayList<>(names);
        if (all) {
            wanted.addFirst("-a");
        }
        if (wanted.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "say which setting, or -a for all");
        }
        for (String one : wanted) {
            try (ServerCall call = ServerCall.make(runtime.directory(), "sysctl " + one)) {
                call.copyTo(spec.commandLine().getOut());
            }
        }
        return 0;
    }
}
