package io.longshore.testing.frameworks;

import java.nio.file.Files;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;

/** ZooKeeper's client: nodes written and read instead of pages asked for, a session for each of 32 threads' worth. */
public final class ZooKeeperClientProgram {

    private static final int SESSION_MILLIS = 60_000;
    private static final int REFUSED_SECONDS = 3;

    private final Site site;
    private final Checks checks;

    private ZooKeeperClientProgram(String[] arguments) {
        site = Site.of(arguments);
        checks = new Checks(arguments);
    }

    public static void main(String[] arguments) throws Exception {
        System.setProperty("jute.maxbuffer", ZooKeeperServerProgram.LARGEST);
        new ZooKeeperClientProgram(arguments).run();
        System.out.println("client done");
    }

    private void run() throws Exception {
        try (ZooKeeper session = connect(site.port(), SESSION_MILLIS)) {
            String small = session.create("/small-", Site.SMALL, Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL_SEQUENTIAL);
            checks.run("small", () -> {
                for (int i = 0; i < Checks.SMALL_REQUESTS; i++) {
                    HttpChecks.expect("the small node", Site.SMALL, session.getData(small, false, null));
                }
                return Checks.SMALL_REQUESTS + " reads";
            });
            byte[] large = new byte[Checks.ECHO_BYTES];
            new Random(9112).nextBytes(large);
            checks.run("echo", () -> written(session, large));
            checks.run("file", () -> written(session, Files.readAllBytes(site.file())));
            checks.run("load", () -> Checks.load(checks.loadRequests(), () -> {
                HttpChecks.expect("the small node", Site.SMALL, session.getData(small, false, null));
                return "";
            }));
            checks.run("shutdown", ZooKeeperClientProgram::shutdown);
        }
        checks.runRefused(this::refused);
    }

    /** A session that is open is told of the end by its connection's; no request can be under way for longer. */
    private static String shutdown() throws InterruptedException {
        System.out.println("program under way");
        Thread.sleep(Site.SLOW_MILLIS);
        return "a session was open";
    }

    private static String written(ZooKeeper session, byte[] body) throws Exception {
        String path = session.create("/large-", body, Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL_SEQUENTIAL);
        HttpChecks.expect("what was written", body, session.getData(path, false, null));
        session.delete(path, -1);
        return body.length + " bytes";
    }

    private ZooKeeper connect(int port, int millis) throws Exception {
        CountDownLatch connected = new CountDownLatch(1);
        ZooKeeper session = new ZooKeeper(site.host() + ":" + port, millis, event -> {
            if (event.getState() == KeeperState.SyncConnected) {
                connected.countDown();
            }
        });
        if (!connected.await(millis, TimeUnit.MILLISECONDS)) {
            session.close();
            throw KeeperException.create(KeeperException.Code.CONNECTIONLOSS);
        }
        return session;
    }

    private String refused() throws Exception {
        connect(site.tlsPort() + 1, REFUSED_SECONDS * 1_000).close();
        return "a session";
    }
}
