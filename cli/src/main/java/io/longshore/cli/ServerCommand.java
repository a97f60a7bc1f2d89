package io.longshore.cli;

import io.longshore.server.ServerConfig;
import io.longshore.server.ServerLimits;
import io.longshore.server.TcpServer;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The TCP Server itself, in the foreground until a signal or `longshore stop` ends it.
@Command(name = "server", mixinStandardHelpOptions = true,
        description = "Runs the TCP Server: a link, the TCP/IP stack, and the applications attached to it.")
final class ServerCommand implements Callable<Integer> {

    @Option(names = "--link", required = true, paramLabel = "LINK",
            description = "where frames come from; tap:NAME creates that TAP interface")
    private String link;

    @Option(names = "--address", required = true, paramLabel = "A/LEN", description = "the stack's own address")
    private String address;

    @Option(names = "--host-address", paramLabel = "B/LEN",
            description = "the kernel's address on the TAP, and the stack's gateway")
    private String hostAddress;

    @Option(names = "--spin", paramLabel = "MICROS", defaultValue = "-1",
            description = "how long a shard looks for work before it sleeps (default: by the processors)")
    private long spinMicros;

    @Mixin
    private RuntimeDirectoryOption runtime;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        TcpServer server = TcpServer.start(new ServerConfig(link, address, hostAddress, runtime.directory(), limits()));
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
        PrintWriter out = spec.commandLine().getOut();
        out.println("longshore server ready: " + address + " on " + link + ", runtime directory "
                + runtime.directory());
        out.flush();
        String reason = server.awaitEnd();
        server.close();
        if (!reason.isEmpty()) {
            throw new Problem(reason);
        }
        return 0;
    }

    private ServerLimits limits() {
        ServerLimits standard = ServerLimits.STANDARD;
        long spin = spinMicros < 0 ? standard.spinNanos() : TimeUnit.MICROSECONDS.toNanos(spinMicros);
        return new ServerLimits(standard.connections(), standard.attachments(), standard.region(), spin);
    }
}
