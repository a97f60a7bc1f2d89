package io.longshore.testing.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Each cause of a stall is brought about, and the flight recording of the application names it: the longest stall of
/// its connection is of that cause and lasted about as long as the cause did.
@NeedsTap
class StallTest {

    private static final long MILLIS = 2_000;
    private static Longshore longshore;
    private static int runs;

    @BeforeAll
    static void start() throws Exception {
        longshore = new Longshore();
    }

    @AfterAll
    static void stop() throws Exception {
        longshore.close();
    }

    /// What is done to a connection while it lives.
    private interface Cause {
        void happens() throws Exception;
    }

    @ParameterizedTest
    @ValueSource(strings = {"send", "select"})
    void aPeerThatDoesNotRead(String manner) throws Exception {
        List<RecordedEvent> events = record(manner, "sleep", MILLIS, () -> {
            Longshore.eventually("connections names the window", 60,
                    () -> !details("waits:peer-window/").isEmpty());
        });
        isStall(longest(events), "peer window", "OUTPUT", MILLIS / 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"send", "select"})
    void aNetworkThatLosesEverything(String manner) throws Exception {
        List<RecordedEvent> events = record(manner, "drain", 3 * MILLIS, () -> {
            nft("add table inet loss");
            nft("add chain inet loss in { type filter hook input priority 0; }");
            nft("add rule inet loss in iifname " + Longshore.TAP + " tcp sport " + Longshore.PORT + " drop");
            Thread.sleep(MILLIS);
            Longshore.eventually("connections names the network", 60, () -> !details("waits:network/").isEmpty());
            nft("delete table inet loss");
        });
        isStall(longest(events), "network", "OUTPUT", MILLIS / 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"send", "select"})
    void aTcpServerThatIsStopped(String manner) throws Exception {
        List<RecordedEvent> events = record(manner, "drain", 3 * MILLIS, () -> {
            signal("-STOP");
            Thread.sleep(MILLIS);
            signal("-CONT");
        });
        isStall(longest(events), "TCP Server", "OUTPUT", MILLIS / 2);
    }

    /// What a thread sees that others take the processor from: many short stops.
    @Test
    void aTcpServerThatIsStarved() throws Exception {
        List<RecordedEvent> events = record("send", "drain", 3 * MILLIS, () -> {
            for (int i = 0; i < 10; i++) {
                signal("-STOP");
                Thread.sleep(100);
                signal("-CONT");
                Thread.sleep(50);
            }
        });
        assertEquals("TCP Server", longest(events).getString("cause"), events::toString);
        assertTrue(longest(events).getDuration("stalledFor").toMillis() >= 60, events::toString);
        long stops = events.stream().filter(event -> event.getString("cause").equals("TCP Server")).count();
        assertTrue(stops >= 5, events::toString);
    }

    @Test
    void anApplicationThatDoesNotRead() throws Exception {
        List<RecordedEvent> events = record("ignore", "talk", 2 * MILLIS, () -> { });
        isStall(longest(events), "application not reading", "INPUT", MILLIS / 2);
        assertTrue(longest(events).getDuration("collecting").toMillis() < MILLIS / 4, events::toString);
    }

    @Test
    void anApplicationThatCollectsGarbage() throws Exception {
        List<RecordedEvent> events = record("collect", "talk", 3 * MILLIS, () -> { });
        isStall(longest(events), "GC pause", "INPUT", 50);
        assertFalse(events.stream().anyMatch(event -> event.getString("cause").equals("peer window")),
                events::toString);
    }

    private static void isStall(RecordedEvent event, String cause, String side, long leastMillis) {
        assertEquals(cause, event.getString("cause"), event::toString);
        assertEquals(side, event.getString("side"), event::toString);
        Duration stalled = event.getDuration("stalledFor");
        assertTrue(stalled.toMillis() >= leastMillis, event::toString);
        // Its own times begin and end with looks: the first may be late, the last is soon after the end.
        long late = event.getDuration().minus(stalled).toMillis();
        assertTrue(event.getDuration().toMillis() > 0 && late < MILLIS / 2, event::toString);
        assertEquals(Longshore.PORT, event.getInt("localPort"));
        assertEquals(Longshore.HOST_ADDRESS, event.getString("address"));
    }

    private static RecordedEvent longest(List<RecordedEvent> events) {
        return events.stream().max(Comparator.comparing(event -> event.getDuration("stalledFor")))
                .orElseThrow(() -> new AssertionError("no stall was recorded"));
    }

    private List<RecordedEvent> record(String manner, String peer, long millis, Cause cause) throws Exception {
        Path file = longshore.directory.resolve(manner + peer + runs++ + ".jfr");
        Process program = longshore.startRun(file.getFileName() + ".log", Longshore.java(), "-XX:+UseSerialGC",
                "-Xmx1g", "-XX:StartFlightRecording:filename=" + file, "-cp", Longshore.classes(),
                StallProgram.class.getName(), Integer.toString(Longshore.PORT), manner, Long.toString(MILLIS));
        Longshore.eventually("a listener", 120, () -> !longshore.connections("LISTEN").isEmpty());
        Path log = longshore.directory.resolve(file.getFileName() + ".peer");
        Process client = longshore.namespace.start(log, Longshore.java(), "-cp", Longshore.classes(),
                StallPeer.class.getName(), Longshore.ADDRESS, Integer.toString(Longshore.PORT), peer,
                Long.toString(millis));
        Longshore.eventually("a connection", 120, () -> Files.readString(log).contains("connected"));
        Thread.sleep(MILLIS / 4);
        cause.happens();
        assertTrue(client.waitFor(120, TimeUnit.SECONDS), "the peer ended");
        assertTrue(program.waitFor(120, TimeUnit.SECONDS), "the program ended");
        return stalls(file);
    }

    private static List<RecordedEvent> stalls(Path file) throws IOException {
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals("longshore.Stall")).toList();
    }

    private static List<String> details(String text) throws Exception {
        return longshore.command("connections").orFail().output().lines().filter(line -> line.contains(text)).toList();
    }

    private static void nft(String rule) throws IOException {
        longshore.namespace.exec("nft", rule).orFail();
    }

    private static void signal(String name) throws IOException {
        Namespace.run(Path.of("/"), "kill", name, Long.toString(longshore.server().pid())).orFail();
    }
}
