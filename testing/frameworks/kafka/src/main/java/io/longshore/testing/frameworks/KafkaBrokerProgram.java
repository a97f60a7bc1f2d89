package io.longshore.testing.frameworks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.utils.Time;

/** One node that is Kafka's broker and controller; listeners in the clear and under TLS. */
public final class KafkaBrokerProgram {

    static final int LARGEST = 8 << 20;

    private KafkaBrokerProgram() {
    }

    public static void main(String[] arguments) throws Exception {
        Site site = Site.of(arguments);
        Path folder = Files.createTempDirectory(site.directory(), "kafka");
        Properties properties = properties(site, folder);
        Path file = folder.resolve("server.properties");
        try (var out = Files.newOutputStream(file)) {
            properties.store(out, null);
        }
        int exit = StorageTool.execute(new String[] {"format", "-t", "MkU3OEVBNTcwNTJENDM2Qg", "-c", file.toString()},
                System.out);
        if (exit != 0) {
            throw new IllegalStateException("the storage cannot be made: " + exit);
        }
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
        server.startup();
        Site.serve(() -> {
            server.shutdown();
            server.awaitShutdown();
        });
    }

    private static Properties properties(Site site, Path folder) {
        int controller = site.tlsPort() + 10;
        Properties properties = new Properties();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", "1");
        properties.put("controller.quorum.voters", "1@" + site.host() + ":" + controller);
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put("listeners", "PLAIN://0.0.0.0:" + site.port() + ",SECURE://0.0.0.0:" + site.tlsPort()
                + ",CONTROLLER://0.0.0.0:" + controller);
        properties.put("advertised.listeners", "PLAIN://" + site.host() + ":" + site.port() + ",SECURE://"
                + site.host() + ":" + site.tlsPort());
        properties.put("listener.security.protocol.map", "PLAIN:PLAINTEXT,SECURE:SSL,CONTROLLER:PLAINTEXT");
        properties.put("inter.broker.listener.name", "PLAIN");
        properties.put("log.dirs", folder.resolve("log").toString());
        properties.put("offsets.topic.replication.factor", "1");
        properties.put("offsets.topic.num.partitions", "1");
        properties.put("message.max.bytes", Integer.toString(LARGEST));
        properties.put("ssl.keystore.location", site.keys().toString());
        properties.put("ssl.keystore.password", Site.PASSWORD);
        properties.put("ssl.keystore.type", "PKCS12");
        return properties;
    }
}
