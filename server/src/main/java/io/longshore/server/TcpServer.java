package io.longshore.server;

import io.longshore.agent.Agent;
import io.longshore.agent.AgentRunner;
import io.longshore.agent.Clock;
import io.longshore.agent.IdleStrategy;
import io.longshore.agent.Sleeper;
import io.longshore.link.CapturingLink;
import io.longshore.link.Link;
import io.longshore.link.LinkException;
import io.longshore.stack.StackAgent;
import io.longshore.stack.StackConfig;
import io.longshore.syscall.UnixListener;
import io.longshore.sysctl.Assignment;
import io.longshore.tcp.TcbSlab;
import io.longshore.tcp.TcpSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The TCP Server: one object that owns the runtime directory, the slab, the link, the shard and the control agent.
/// One shard for now.
public final class TcpServer implements AutoCloseable {

    private static final Clock CLOCK = System::nanoTime;
    private static final long WATCHDOG_NANOS = 250_000_000;
    private static final int BACKLOG = 128;
    /// How long the shard has to say goodbye.
    private static final long FAREWELL_MILLIS = 500;

    private final ServerConfig config;
    /// What was made, last first: closed in that order.
    private final Deque<AutoCloseable> made = new ArrayDeque<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile String reason = "";
    private ShardEnd shard;
    private boolean closed;

    private TcpServer(ServerConfig config) {
        this.config = config;
    }

    /// Starts everything; when this returns, applications can attach. What was begun is taken back if it fails.
    ///
    /// @param settings what is not to have its default, by sysctl name
    public static TcpServer start(ServerConfig config, List<Assignment> settings) throws ServerProblem {
        ServerAddresses addresses = ServerAddresses.of(config);
        return start(config, settings, addresses.link()::open);
    }

    /// Starts on a link of the caller's.
    static TcpServer start(ServerConfig config, List<Assignment> settings, LinkOpening opening) throws ServerProblem {
        TcpServer server = new TcpServer(config);
        try {
            server.open(settings, opening);
            return server;
        } catch (IOException e) {
            server.close();
            throw new ServerProblem(e.getMessage(), e);
        } catch (ServerProblem | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /// Where the link comes from.
    interface LinkOpening {
        Link open() throws IOException;
    }

    private void open(List<Assignment> settings, LinkOpening opening) throws ServerProblem, IOException {
        ServerAddresses addresses = ServerAddresses.of(config);
        RuntimeDirectory directory = keep(RuntimeDirectory.open(config.runtimeDirectory()));
        SharedFile.removeStale();
        SharedFile slab = keep(new SharedFile(Long.toHexString(CLOCK.nanoTime()) + ".slab",
                TcbSlab.bytes(config.limits().connections())));
        CapturingLink link = keep(new CapturingLink(opening.open()));
        ShardSleeper sleeper = keep(new ShardSleeper(link.descriptor()));
        StackAgent agent = new StackAgent(stackConfig(addresses), link, slab.memory(), CLOCK.nanoTime());
        apply(settings, agent);
        sleeper.serve(agent);
        shard = new ShardEnd(agent, sleeper);
        UnixListener listener = keep(new UnixListener(directory.socket().toString(), BACKLOG));
        Files.setPosixFilePermissions(directory.socket(), PosixFilePermissions.fromString("rw-rw-rw-"));
        ControlAgent control = new ControlAgent(listener, new ServerParts(config, List.of(shard), link),
                addresses.rules(config.site().offload()), end::countDown);
        // The shard ends before the control agent, which then unmaps what the shard used.
        keep(run(control, IdleStrategy.standard(control), 0));
        keep(run(agent, idleStrategy(sleeper), config.limits().nice()));
    }

    private <T extends AutoCloseable> T keep(T part) {
        made.push(part);
        return part;
    }

    private AgentRunner run(Agent agent, IdleStrategy idle, int nice) {
        AgentRunner runner = new AgentRunner(agent, CLOCK, idle, this::failed).nice(nice);
        runner.start();
        return runner;
    }

    private IdleStrategy idleStrategy(Sleeper sleeper) {
        long spin = config.limits().spinNanos();
        return spin < 0 ? IdleStrategy.standard(sleeper) : new IdleStrategy(sleeper, spin, WATCHDOG_NANOS);
    }

    private StackConfig stackConfig(ServerAddresses addresses) throws IOException {
        TcpSettings settings = new TcpSettings();
        settings.maxReceiveCapacity = config.limits().region().ringBytes();
        return new StackConfig(0, addresses.own(), config.limits().attachments(),
                new StackConfig.Secret(SecretSource.next(), SecretSource.next()), settings);
    }

    private static void apply(List<Assignment> settings, StackAgent agent) throws ServerProblem {
        for (Assignment setting : settings) {
            String complaint = setting.applyAtStart(agent.tables().settings());
            if (complaint != null) {
                throw new ServerProblem(complaint);
            }
        }
    }

    private void failed(Agent agent, Throwable error) {
        if (error instanceof LinkException) {
            reason = error.getMessage();
        } else {
            System.getLogger("longshore").log(System.Logger.Level.ERROR, agent.role() + " failed", error);
            reason = "the TCP Server's " + agent.role() + " failed: " + error;
        }
        end.countDown();
    }

    /// Waits until the server was told to stop (command `stop`), or one of its agents failed.
    ///
    /// @return why it ended, one sentence; empty for an orderly stop
    public String awaitEnd() throws InterruptedException {
        end.await();
        return reason;
    }

    /// Resets what is connected, and removes TAP, region files and runtime files. Idempotent, from any thread.
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        end.countDown();
        farewell();
        for (AutoCloseable part = made.poll(); part != null; part = made.poll()) {
            close(part);
        }
    }

    /// Lets the shard reset its connections; the turn that does so also sends.
    private void farewell() {
        if (shard == null) {
            return;
        }
        CountDownLatch said = new CountDownLatch(1);
        shard.tell((agent, now) -> {
            agent.stop(now);
            said.countDown();
        });
        try {
            said.await(FAREWELL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            System.getLogger("longshore").log(System.Logger.Level.WARNING, "could not be closed: " + part, e);
        }
    }
}
