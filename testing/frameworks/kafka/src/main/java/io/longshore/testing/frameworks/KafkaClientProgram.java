package io.longshore.testing.frameworks;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kafka's producer and consumer: records written and fetched instead of pages asked for. */
public final class KafkaClientProgram {

    private static final int PATIENCE_SECONDS = 60;
    private static final int REFUSED_MILLIS = 3_000;

    private final Site site;
    private final Checks checks;
    private int topics;

    private KafkaClientProgram(String[] arguments) {
        site = Site.of(arguments);
        checks = new Checks(arguments);
    }

    public static void main(String[] arguments) throws Exception {
        new KafkaClientProgram(arguments).run();
        System.out.println("client done");
    }

    private void run() {
        byte[] large = new byte[Checks.ECHO_BYTES];
        new Random(9112).nextBytes(large);
        checks.run("small", () -> thereAndBack(clear(), Site.SMALL, Checks.SMALL_REQUESTS));
        checks.run("echo", () -> thereAndBack(clear(), large, 1));
        checks.run("file", () -> thereAndBack(clear(), Files.readAllBytes(site.file()), 2));
        checks.run("load", () -> load(clear()));
        checks.run("tls", () -> thereAndBack(tls(), Site.SMALL, Checks.SMALL_REQUESTS) + ", "
                + thereAndBack(tls(), large, 2));
        checks.runRefused(this::refused);
        checks.run("shutdown", this::shutdown);
    }

    private Properties clear() {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", site.host() + ":" + site.port());
        properties.put("max.request.size", KafkaBrokerProgram.LARGEST);
        properties.put("buffer.memory", 4L * KafkaBrokerProgram.LARGEST);
        return properties;
    }

    private Properties tls() {
        Properties properties = clear();
        properties.put("bootstrap.servers", site.host() + ":" + site.tlsPort());
        properties.put("security.protocol", "SSL");
        properties.put("ssl.truststore.location", site.keys().toString());
        properties.put("ssl.truststore.password", Site.PASSWORD);
        properties.put("ssl.truststore.type", "PKCS12");
        return properties;
    }

    private String topic(Properties properties) throws Exception {
        String topic = "t-" + ProcessHandle.current().pid() + "-" + ++topics;
        try (Admin admin = Admin.create(properties)) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get(PATIENCE_SECONDS,
                    TimeUnit.SECONDS);
        }
        return topic;
    }

    private static KafkaProducer<byte[], byte[]> producer(Properties properties) {
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Each record is acknowledged before the next is sent; then all are fetched and compared. */
    private String thereAndBack(Properties properties, byte[] body, int count) throws Exception {
        String topic = topic(properties);
        try (KafkaProducer<byte[], byte[]> producer = producer(properties)) {
            for (int i = 0; i < count; i++) {
                producer.send(new ProducerRecord<>(topic, body)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        }
        fetch(properties, topic, body, count);
        return count + " records of " + body.length + " bytes";
    }

    private String load(Properties properties) throws Exception {
        String topic = topic(properties);
        String what;
        try (KafkaProducer<byte[], byte[]> producer = producer(properties)) {
            what = Checks.load(checks.loadRequests(), () -> producer.send(new ProducerRecord<>(topic, Site.SMALL))
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS).toString());
        }
        fetch(properties, topic, Site.SMALL, checks.loadRequests());
        return what;
    }

    private static void fetch(Properties properties, String topic, byte[] body, int count) {
        Properties fetching = new Properties();
        fetching.putAll(properties);
        fetching.put("auto.offset.reset", "earliest");
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(fetching, new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            int fetched = 0;
            while (fetched < count && System.nanoTime() < deadline) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    HttpChecks.expect("record " + fetched, body, record.value());
                    fetched++;
                }
            }
            if (fetched != count) {
                throw new AssertionError(fetched + " of " + count + " records fetched");
            }
        }
    }

    private String refused() throws Exception {
        Properties properties = clear();
        properties.put("bootstrap.servers", site.host() + ":" + (site.tlsPort() + 1));
        properties.put("request.timeout.ms", REFUSED_MILLIS);
        properties.put("default.api.timeout.ms", REFUSED_MILLIS);
        try (Admin admin = Admin.create(properties)) {
            return admin.describeCluster().nodes().get().toString();
        }
    }

    /** A fetch that waits for records is under way when the broker stops. */
    private String shutdown() throws Exception {
        Properties properties = clear();
        String topic = topic(properties);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            consumer.seekToBeginning(consumer.assignment());
            consumer.poll(Duration.ofSeconds(2));
            System.out.println("program under way");
            return consumer.poll(Duration.ofMillis(Site.SLOW_MILLIS)).count() + " records while it stopped";
        }
    }
}
