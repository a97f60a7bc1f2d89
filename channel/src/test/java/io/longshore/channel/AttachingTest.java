package io.longshore.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.memory.Region;
import io.longshore.memory.SleepEpoch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Attaching over real Unix-domain sockets. */
@Timeout(60)
class AttachingTest {

    @TempDir
    Path directory;

    @Test
    void anApplicationAttachesMapsAndIsWokenByTheServer() throws Exception {
        AtomicReference<AttachedServer.Bells> shardBell = new AtomicReference<>();
        AtomicReference<AttachedServer.Bells> contextBell = new AtomicReference<>();
        try (AttachedServer server = new AttachedServer(directory, s -> {
            s.welcome();
            s.confirm();
            shardBell.set(s.acceptBell());
            s.acceptBell();
            contextBell.set(s.acceptBell());
        }); HostAttachment host = HostAttachment.connect(server.socket, "test")) {
            HostContext context = host.openContext();
            server.join();
            assertEquals("test", server.hello.name());
            assertEquals(ProcessHandle.current().pid(), server.hello.pid());
            assertEquals("10.0.0.1/24", host.rules());
            assertFalse(Files.exists(server.file), "only those who mapped it have it");
            assertEquals(new BellRequest(9, AttachedServer.TOKEN, BellRequest.SHARD, 0), shardBell.get().request());
            assertEquals(BellRequest.CONTEXT, contextBell.get().request().role());
            bytesPassThroughTheRegion(server, host);
            theServerWakesTheContext(contextBell.get(), context);
            theHostWakesTheShard(server, shardBell.get(), host);
            theEndOfTheLeaseIsSeen(server, host);
        }
    }

    private static void bytesPassThroughTheRegion(AttachedServer server, HostAttachment host) {
        HostSlot slot = host.open(0);
        slot.write(ByteBuffer.wrap(new byte[] {42}));
        assertEquals(1, new ServerSlot(server.region.chunk(0), server.layout).at(slot.number()).sent());
        long ring = server.layout.sendRing(slot.number());
        assertEquals(42, server.region.chunkAt(ring).buffer().get(server.region.withinChunk(ring)));
    }

    private static void theServerWakesTheContext(AttachedServer.Bells bell, HostContext context) throws IOException {
        try (Selector selector = Selector.open(); SocketBell server = new SocketBell(bell.channel())) {
            SelectionKey key = context.bell().register(selector, SelectionKey.OP_READ);
            for (int ring = 0; ring < 200; ring++) {
                server.ring();
            }
            assertEquals(1, selector.select());
            context.takeBells();
            selector.selectedKeys().clear();
            assertEquals(0, selector.selectNow(), "all bells are taken");
            key.cancel();
        }
    }

    private static void theHostWakesTheShard(AttachedServer server, AttachedServer.Bells bell, HostAttachment host)
            throws IOException {
        new SleepEpoch(server.region.chunk(0), server.layout.shardSleep(0)).fallAsleep();
        Thread.currentThread().interrupt();
        host.ring(host.open(0));
        assertTrue(Thread.interrupted(), "an interrupt neither closes the bell nor is lost");
        ByteBuffer one = ByteBuffer.allocate(8);
        assertEquals(1, bell.channel().read(one));
    }

    private static void theEndOfTheLeaseIsSeen(AttachedServer server, HostAttachment host) throws IOException {
        assertTrue(host.tend(1));
        server.lease.close();
        assertFalse(host.tend(2));
        assertEquals("the TCP Server is gone", host.closedBecause());
    }

    @Test
    void anInterruptedThreadAttachesAllTheSameAndStaysInterrupted() throws Exception {
        try (AttachedServer server = new AttachedServer(directory, AttachedServer::attach)) {
            Thread.currentThread().interrupt();
            HostAttachment host = HostAttachment.connect(server.socket, "test");
            assertTrue(Thread.interrupted());
            server.join();
            host.close();
        }
    }

    @Test
    void aRefusalIsTheServersSentence() throws Exception {
        try (AttachedServer server = new AttachedServer(directory, s -> {
            s.acceptLease();
            AttachedServer.send(s.lease, new Refusal(Refusal.NO_ROOM, "sixteen applications are enough").encode());
        })) {
            assertEquals("sixteen applications are enough", failure(server));
        }
    }

    @Test
    void aServerThatHangsUpIsSaidToHaveDoneSo() throws Exception {
        try (AttachedServer server = new AttachedServer(directory, s -> {
            s.welcome();
            s.lease.close();
        })) {
            String sentence = assertThrows(IOException.class,
                    () -> HostAttachment.connect(server.socket, "test")).getMessage();
            assertEquals("the TCP Server hung up during the handshake", sentence);
        }
    }

    @Test
    void aRegionOfAnotherSizeIsRefused() throws Exception {
        try (AttachedServer server = new AttachedServer(directory, s -> {
            s.acceptLease();
            Files.write(s.file, new byte[4_096]);
            Welcome welcome = new Welcome(9, AttachedServer.TOKEN, s.layout, "", s.file.toString());
            AttachedServer.send(s.lease, welcome.encode());
        })) {
            assertTrue(failure(server).startsWith("the region has 4096 bytes, but "));
        }
    }

    @Test
    void aFileThatIsNoRegionIsRefused() throws Exception {
        try (AttachedServer server = new AttachedServer(directory, s -> {
            s.acceptLease();
            Region.create(s.file, s.layout.bytes()).close();
            Welcome welcome = new Welcome(9, AttachedServer.TOKEN, s.layout, "", s.file.toString());
            AttachedServer.send(s.lease, welcome.encode());
        })) {
            assertEquals("the file that the TCP Server named is not a Longshore region", failure(server));
        }
    }

    @Test
    void aBellThatIsRefusedEndsTheAttachment() throws Exception {
        try (AttachedServer server = new AttachedServer(directory, s -> {
            s.welcome();
            s.confirm();
            s.acceptBell();
            s.refuseBell();
        })) {
            assertEquals("the TCP Server refused a bell", failure(server));
        }
    }

    @Test
    void noServerIsAnErrorAtOnce() {
        assertThrows(IOException.class, () -> HostAttachment.connect(directory.resolve("none.sock"), "test"));
    }

    private String failure(AttachedServer server) throws Exception {
        String sentence = assertThrows(HandshakeException.class,
                () -> HostAttachment.connect(server.socket, "test")).getMessage();
        server.join();
        return sentence;
    }
}
