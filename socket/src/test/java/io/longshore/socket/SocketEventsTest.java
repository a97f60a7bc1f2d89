package io.longshore.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a flight recording hears of operations on our sockets. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SocketEventsTest {

    private static final List<String> ALL = List.of("SocketRead", "SocketWrite", "Connect", "Accept", "Stall");
    private static final long WAIT = 100;

    private LoopbackFixture fixture;
    private ServerSocketChannel listener;

    @BeforeEach
    void start() throws IOException {
        fixture = new LoopbackFixture();
        listener = fixture.provider.openServerSocketChannel().bind(LoopbackFixture.anyPort());
    }

    @AfterEach
    void stop() throws IOException {
        listener.close();
        fixture.close();
    }

    private interface Operation {
        void run() throws Exception;
    }

    private static List<RecordedEvent> record(Duration threshold, Operation operation) throws Exception {
        Path file = Files.createTempFile("longshore-events", ".jfr");
        try (Recording recording = new Recording()) {
            ALL.forEach(name -> recording.enable("longshore." + name).withThreshold(threshold));
            recording.start();
            operation.run();
            recording.stop();
            recording.dump(file);
            return RecordingFile.readAllEvents(file).stream()
                    .filter(event -> event.getEventType().getName().startsWith("longshore."))
                    .collect(Collectors.toList());
        } finally {
            Files.delete(file);
        }
    }

    private static List<RecordedEvent> named(List<RecordedEvent> events, String name) {
        return events.stream().filter(event -> event.getEventType().getName().equals("longshore." + name))
                .collect(Collectors.toList());
    }

    /** Connects, sends a byte each way, the answer after a while, then ends. */
    private void talk() throws Exception {
        Thread answering = new Thread(() -> {
            try (SocketChannel peer = listener.accept()) {
                peer.read(ByteBuffer.allocate(1));
                Thread.sleep(WAIT);
                peer.write(ByteBuffer.allocate(1));
            } catch (IOException | InterruptedException failure) {
                throw new AssertionError(failure);
            }
        });
        answering.start();
        try (SocketChannel channel = fixture.provider.openSocketChannel()) {
            channel.connect(listener.getLocalAddress());
            channel.write(ByteBuffer.allocate(1));
            assertEquals(1, channel.read(ByteBuffer.allocate(8)));
            assertEquals(-1, channel.read(ByteBuffer.allocate(8)));
        }
        answering.join();
    }

    @Test
    void everyOperationIsRecordedWithItsPeer() throws Exception {
        List<RecordedEvent> events = record(Duration.ZERO, this::talk);
        int port = listener.socket().getLocalPort();
        assertEquals(1, named(events, "Connect").size());
        assertEquals(1, named(events, "Accept").size());
        assertEquals(2, named(events, "SocketWrite").size());
        assertEquals(3, named(events, "SocketRead").size());
        RecordedEvent connect = named(events, "Connect").get(0);
        assertEquals(LoopbackServer.ADDRESS, connect.getString("address"));
        assertEquals(port, connect.getInt("port"));
        assertNull(connect.getString("failure"));
        assertEquals(port, named(events, "Accept").get(0).getInt("localPort"));
        assertEquals(1, named(events, "SocketWrite").get(0).getLong("bytesWritten"));
    }

    @Test
    void onlyWhatTakesLongerThanTheThresholdIsRecorded() throws Exception {
        List<RecordedEvent> events = record(Duration.ofMillis(WAIT), this::talk);
        List<RecordedEvent> reads = named(events, "SocketRead");
        RecordedEvent read = reads.stream().filter(event -> event.getInt("port") == listener.socket().getLocalPort())
                .findFirst().orElseThrow();
        assertTrue(read.getDuration().toMillis() >= WAIT, read::toString);
        assertEquals(1, read.getLong("bytesRead"));
        assertFalse(read.getBoolean("endOfStream"));
        assertEquals("peer", read.getString("waitedFor"), "it had nothing to say");
        assertFalse(read.getStackTrace().getFrames().isEmpty());
        events.forEach(event -> assertTrue(event.getDuration().toMillis() >= WAIT, event::toString));
    }

    @Test
    void aConnectThatIsRefusedSaysWhy() throws Exception {
        int port = listener.socket().getLocalPort();
        listener.close();
        List<RecordedEvent> events = record(Duration.ZERO, () -> {
            try (SocketChannel channel = fixture.provider.openSocketChannel()) {
                channel.connect(new java.net.InetSocketAddress(LoopbackServer.ADDRESS, port));
            } catch (IOException refused) {
                assertEquals("Connection refused", refused.getMessage());
            }
        });
        assertEquals("Connection refused", named(events, "Connect").get(0).getString("failure"));
    }

    @Test
    void aConnectThatNobodyWaitsForIsRecordedToo() throws Exception {
        List<RecordedEvent> events = record(Duration.ZERO, () -> {
            try (SocketChannel channel = fixture.provider.openSocketChannel();
                    Selector selector = fixture.provider.openSelector()) {
                channel.configureBlocking(false);
                channel.connect(listener.getLocalAddress());
                channel.register(selector, SelectionKey.OP_CONNECT);
                selector.select();
                assertTrue(channel.finishConnect());
            }
        });
        assertEquals(1, named(events, "Connect").size());
    }

    @Test
    void withoutARecordingNothingIsWatched() throws Exception {
        // A watch of another test's ends with its poller, at its next look.
        while (isWatched()) {
            Thread.sleep(WAIT);
        }
        talk();
        Thread.sleep(1_500);
        assertFalse(isWatched());
        assertFalse(FlightEvents.HERE.isReadOn() || FlightEvents.HERE.isStallOn());
    }

    private static boolean isWatched() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("longshore-stalls"));
    }

    @Test
    void aListenerThatDoesNotAcceptStalls() throws Exception {
        List<RecordedEvent> events = record(Duration.ofMillis(20), () -> {
            try (SocketChannel channel = fixture.provider.openSocketChannel()) {
                channel.connect(listener.getLocalAddress());
                Thread.sleep(2_000);
                listener.accept().close();
                Thread.sleep(500);
            }
        });
        RecordedEvent stall = named(events, "Stall").stream()
                .filter(event -> event.getString("side").equals("ACCEPT")).findFirst().orElseThrow();
        assertEquals("application not reading", stall.getString("cause"));
        assertTrue(stall.getDuration("stalledFor").toMillis() > 500, stall::toString);
        assertEquals(listener.socket().getLocalPort(), stall.getInt("localPort"));
    }
}
