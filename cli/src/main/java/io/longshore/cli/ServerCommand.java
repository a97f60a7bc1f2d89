package io.longshore.cli;

import io.longshore.server.ServerConfig;
import io.longshore.server.ServerLimits;
import io.longshore.server.TcpServer;
import io.longshore.sysctl.Assignment;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
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

    @Option(names = "--address", required = true, paramLabel = "A/LEN",
            description = "the stack's own address, IPv4 or IPv6; may be given again and again")
    private List<String> addresses;

    @Option(names = "--host-address", paramLabel = "B/LEN",
            description = "the kernel's address on the TAP, and the stack's gateway unless --gateway says otherwise;"
                    + " one of each family")
    private List<String> hostAddresses = List.of();

    @Option(names = "--gateway", paramLabel = "C",
            description = "where packets for other networks go; one of each family")
    private List<String> gateways = List.of();

    @Option(names = "--autoconf", paramLabel = "KEY", arity = "0..1", fallbackValue = "",
            description = "makes IPv6 addresses too from what routers advertise, and takes routes and MTU from them;"
                    + " the same key makes the same addresses, none others at each start")
    private String autoconf;

    @Option(names = "--offload", paramLabel = "RULES", defaultValue = "",
            description = "which sockets applications put on the stack that do not say so themselves, e.g."
                    + " 'listen *:8080, connect 10.0.0.0/8, except *:22' (default: 'listen *, connect own')")
    private String offload;

    @Option(names = "--spin", paramLabel = "MICROS", defaultValue = "-1",
            description = "how long a shard looks for work before it sleeps (default: by the processors)")
    private long spinMicros;

    @Option(names = "--nice", paramLabel = "N", defaultValue = "0",
            description = "the nice value of the stack's thread, -20 to 19 (default: the process's); -20 where other"
                    + " programs keep all processors busy")
    private int nice;

    @Option(names = "--sysctl", paramLabel = "NAME=VALUE",
            description = "sets what longshore sysctl -a lists; may be given again and again")
    private List<String> settings = List.of();

    @Option(names = "--config", paramLabel = "FILE",
            description = "a file of such settings, in the form of sysctl.conf; --sysctl comes after it")
    private Path file;

    @Mixin
    private RuntimeDirectoryOption runtime;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        ServerConfig config = new ServerConfig(link, addresses, hostAddresses, gateways, autoconf(),
                new ServerConfig.ApplicationSite(runtime.directory(), RunCommand.checked(offload)), limits());
        TcpServer server = TcpServer.start(config, assignments());
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
        PrintWriter out = spec.commandLine().getOut();
        out.println("longshore server ready: " + String.join(", ", addresses) + " on " + link + ", runtime directory "
                + runtime.directory());
        out.flush();
        String reason = server.awaitEnd();
        server.close();
        if (!reason.isEmpty()) {
            throw new Problem(reason);
        }
        return 0;
    }

    private OptionalLong autoconf() {
        if (autoconf == null) {
            return OptionalLong.empty();
        }
        UUID digest = UUID.nameUUIDFromBytes(autoconf.getBytes(StandardCharsets.UTF_8));
        return OptionalLong.of(autoconf.isEmpty() ? 0 : digest.getMostSignificantBits());
    }

    private List<Assignment> assignments() throws Problem {
        try {
            List<Assignment> all = new ArrayList<>();
            if (file != null) {
                all.addAll(Assignment.parse(file.toString(), Files.readAllLines(file)));
            }
            settings.forEach(setting -> all.add(Assignment.parse(setting)));
            return all;
        } catch (IllegalArgumentException e) {
            throw new Problem(e.getMessage());
        } catch (IOException e) {
            throw new Problem("the configuration file " + file + " cannot be read: " + e.getMessage());
        }
    }

    private ServerLimits limits() throws Problem {
        if (nice < -20 || nice > 19) {
            throw new Problem("--nice is -20 to 19, not " + nice);
        }
        ServerLimits standard = ServerLimits.STANDARD;
        long spin = spinMicros < 0 ? standard.spinNanos() : TimeUnit.MICROSECONDS.toNanos(spinMicros);
        return new ServerLimits(standard.connections(), standard.attachments(), standard.region(), spin, nice);
    }
}
