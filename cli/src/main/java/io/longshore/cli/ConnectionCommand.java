package io.longshore.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// What the TCP Server is connected with; or, with `--why`, what its applications say of all their sockets.
@Command(name = "connections", mixinStandardHelpOptions = true,
        description = "Lists connections, like ss -tin: addresses, state, queues, rtt, cwnd, retransmits.")
final class ConnectionCommand implements Callable<Integer> {

    @Mixin
    private RuntimeDirectoryOption runtime;

    @Option(names = "--why", description = "for each application every socket that it has, those on the kernel too:"
            + " where it is and why, and how many there have been of each kind")
    private boolean why;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        try (ServerCall call = ServerCall.make(runtime.directory(), why ? "placements" : "connections")) {
            if (why) {
                String answer = new String(call.input().readAllBytes(), StandardCharsets.UTF_8);
                out.print(new PlacementList(answer).text());
            } else {
                out.print(String.format("%-11s%-9s%-9s%-23s%s%n", "State", "Recv-Q", "Send-Q", "Local Address:Port",
                        "Peer Address:Port"));
                call.copyTo(out);
            }
            out.flush();
        }
        return 0;
    }
}
