package io.longshore.testing.frameworks;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.zookeeper.server.NIOServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;

/** A standalone ZooKeeper on its NIO connection factory. */
public final class ZooKeeperServerProgram {

    static final String LARGEST = Integer.toString(8 << 20);
    private static final int TICK_MILLIS = 2_000;
    private static final int CONNECTIONS = 100;

    private ZooKeeperServerProgram() {
    }

    public static void main(String[] arguments) throws Exception {
        Site site = Site.of(arguments);
        System.setProperty("jute.maxbuffer", LARGEST);
        System.setProperty("zookeeper.maxCnxns", Integer.toString(CONNECTIONS));
        Path files = Files.createTempDirectory(site.directory(), "zookeeper");
        ZooKeeperServer server = new ZooKeeperServer(files.toFile(), files.toFile(), TICK_MILLIS);
        NIOServerCnxnFactory factory = new NIOServerCnxnFactory();
        factory.configure(new InetSocketAddress(site.port()), CONNECTIONS);
        factory.startup(server);
        Site.serve(factory::shutdown);
    }
}
