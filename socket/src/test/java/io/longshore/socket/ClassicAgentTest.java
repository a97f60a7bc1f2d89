package io.longshore.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketImpl;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where classic sockets are, who counts them, and what becomes of those that nobody closes. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ClassicAgentTest {

    private static List<String> run(int version, String flag) throws Exception {
        Path agent = AgentFile.build();
        try (LoopbackServer server = new LoopbackServer(SelectorProvider.provider())) {
            return ChildProcess.run(ChildProcess.java(version), List.of(flag,
                    "-javaagent:" + agent + "=runtime-dir=" + server.directory(), "-cp", ChildProcess.testClasses(),
                    ClassicCountProgram.class.getName(), flag.equals("-esa") ? "127.0.0.1" : LoopbackServer.ADDRESS));
        } finally {
            Files.delete(agent);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 21, 25})
    void onTheStackTheKernelHasNone(int version) throws Exception {
        List<String> lines = run(version, "-Xmx64m");
        assertEquals(List.of("read 1", "kernel TCP sockets: 0", "read 2", "kernel TCP sockets: 3"),
                lines.subList(lines.size() - 4, lines.size()));
    }

    @Test
    void withSystemAssertionsTheyStayOnTheKernelAndItIsSaid() throws Exception {
        List<String> lines = run(25, "-esa");
        assertTrue(lines.stream().anyMatch(line -> line.contains("java.net.Socket stays on the kernel")),
                lines::toString);
        assertEquals("kernel TCP sockets: 6", lines.get(lines.size() - 1));
    }

    /** A socket with an implementation of one's choice, as {@code Socket} lets subclasses have. */
    private static final class ChosenSocket extends Socket {
        ChosenSocket(SocketImpl implementation) throws SocketException {
            super(implementation);
        }
    }

    @Test
    void itIsCountedWithItsReason() throws Exception {
        try (LoopbackFixture loopback = new LoopbackFixture();
                ServerSocketChannel listener = loopback.provider.openServerSocketChannel()) {
            listener.bind(LoopbackFixture.anyPort());
            try (Socket socket = new ChosenSocket(new ClassicSocket(loopback.provider, loopback.offload))) {
                socket.connect(listener.getLocalAddress());
                long count = loopback.offload.placements().counts().entrySet().stream()
                        .filter(each -> each.getKey().contains("connect own")).mapToLong(each -> each.getValue())
                        .sum();
                assertEquals(1, count, () -> loopback.offload.placements().counts().toString());
            }
        }
    }

    @Test
    void whatNobodyClosesIsClosedAsGarbage() throws Exception {
        try (LoopbackFixture loopback = new LoopbackFixture();
                ServerSocketChannel listener = loopback.provider.openServerSocketChannel()) {
            listener.bind(LoopbackFixture.anyPort());
            int before = loopback.offload.openSlots();
            for (int i = 0; i < 5; i++) {
                forget(loopback, (InetSocketAddress) listener.getLocalAddress());
            }
            while (loopback.offload.openSlots() > before) {
                System.gc();
                Thread.sleep(10);
            }
            assertEquals(before, loopback.offload.openSlots());
        }
    }

    private static void forget(LoopbackFixture loopback, InetSocketAddress there) throws IOException {
        Socket socket = new ChosenSocket(new ClassicSocket(loopback.provider, loopback.offload));
        socket.connect(there);
        socket.getOutputStream().write(1);
        assertEquals(InetAddress.getByName(LoopbackServer.ADDRESS), socket.getInetAddress());
    }
}
