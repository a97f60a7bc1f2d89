package io.longshore.syscall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.testing.allocation.AllocationGate;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnixSocketTest {

    private final MemorySegment memory = Arena.ofAuto().allocate(4096);

    @TempDir
    private Path directory;

    private String path() {
        return directory.resolve("s.sock").toString();
    }

    @Test
    void carriesBytesBothWaysAndTellsTheEnd() throws Exception {
        try (UnixListener listener = new UnixListener(path(), 8)) {
            assertNull(listener.accept(), "nobody has connected");
            UnixSocket client = UnixSocket.connect(path());
            UnixSocket server = listener.accept();
            assertNotNull(server);
            assertEquals(Errno.EAGAIN.negative(), server.read(memory, 0, 10));
            memory.set(ValueLayout.JAVA_BYTE, 3, (byte) 42);
            assertEquals(1, client.write(memory, 3, 1));
            assertEquals(1, server.read(memory, 100, 10));
            assertEquals(42, memory.get(ValueLayout.JAVA_BYTE, 100));
            client.close();
            assertEquals(0, server.read(memory, 0, 10), "the other end has closed");
            assertEquals(Errno.EPIPE.negative(), server.write(memory, 0, 1), "and no signal ended this process");
            server.close();
        }
    }

    @Test
    void theKernelVouchesForThePeer() throws Exception {
        try (UnixListener listener = new UnixListener(path(), 8); UnixSocket client = UnixSocket.connect(path());
                UnixSocket server = listener.accept()) {
            PeerCredentials peer = server.peer();
            assertEquals(ProcessHandle.current().pid(), peer.processId());
            assertEquals(Processes.userId(), peer.userId());
            assertTrue(client.isOpen());
        }
    }

    @Test
    void talksToAChannelOfTheJdk() throws Exception {
        try (UnixListener listener = new UnixListener(path(), 8);
                SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(path()));
            try (UnixSocket server = listener.accept()) {
                assertEquals(2, channel.write(ByteBuffer.wrap(new byte[] {7, 8})));
                assertEquals(2, server.read(memory, 0, 4096));
                assertEquals(8, memory.get(ValueLayout.JAVA_BYTE, 1));
            }
        }
    }

    @Test
    void aPathThatIsTakenIsRefused() throws Exception {
        try (UnixListener listener = new UnixListener(path(), 8)) {
            assertTrue(listener.number() >= 0);
            SystemCallException e = assertThrows(SystemCallException.class, () -> new UnixListener(path(), 8));
            assertTrue(e.is(Errno.EADDRINUSE), e.getMessage());
        }
    }

    @Test
    void aPathWhereNobodyListensIsRefused() {
        SystemCallException e = assertThrows(SystemCallException.class, () -> UnixSocket.connect(path()));
        assertEquals("cannot connect to " + path() + " (ENOENT: there is no such file or directory)", e.getMessage());
    }

    @Test
    void aPathThatIsTooLongIsRefused() {
        SystemCallException e = assertThrows(SystemCallException.class,
                () -> UnixSocket.connect("/tmp/" + "x".repeat(103)));
        assertTrue(e.is(Errno.ENAMETOOLONG), e.getMessage());
    }

    @Test
    void readingAndWritingAllocatesNothing() throws Exception {
        try (UnixListener listener = new UnixListener(path(), 8); UnixSocket client = UnixSocket.connect(path());
                UnixSocket server = listener.accept()) {
            AllocationGate.assertNone("a bell", step -> {
                client.write(memory, 0, 1);
                server.read(memory, 8, 64);
            });
        }
    }
}
