package io.longshore.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a process says of its sockets when the TCP Server asks. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class PlacementReportTest {

    private static final String STACK = LoopbackServer.ADDRESS;
    private static final String KERNEL = "127.0.0.1";

    private LoopbackFixture loopback;

    @BeforeEach
    void start() throws IOException {
        loopback = new LoopbackFixture();
    }

    @AfterEach
    void stop() throws IOException {
        loopback.close();
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        new PlacementReport(loopback.offload, lines::add).write();
        return lines;
    }

    /** The sockets at a port, as places and reasons. */
    private List<String> at(int port) {
        return lines().stream().filter(line -> line.startsWith("socket")).map(line -> line.split("\t"))
                .filter(fields -> fields[3].endsWith(":" + port))
                .map(fields -> fields[1] + ' ' + fields[2] + ' ' + fields[5]).sorted().collect(Collectors.toList());
    }

    private List<String> counts() {
        return lines().stream().filter(line -> line.startsWith("count")).collect(Collectors.toList());
    }

    private static int port(ServerSocketChannel listener) throws IOException {
        return ((InetSocketAddress) listener.getLocalAddress()).getPort();
    }

    private static int port(SocketChannel channel) throws IOException {
        return ((InetSocketAddress) channel.getLocalAddress()).getPort();
    }

    @Test
    void bothEndsOfConnectionsByEitherWayToAWildcardListener() throws IOException {
        try (ServerSocketChannel listener = loopback.provider.openServerSocketChannel()) {
            listener.bind(new InetSocketAddress(0));
            try (SocketChannel byStack = loopback.provider.openSocketChannel();
                    SocketChannel byKernel = loopback.provider.openSocketChannel()) {
                byStack.connect(new InetSocketAddress(STACK, port(listener)));
                byKernel.connect(new InetSocketAddress(KERNEL, port(listener)));
                try (SocketChannel one = listener.accept(); SocketChannel other = listener.accept()) {
                    assertEquals(List.of("ESTAB kernel came to a listener by the kernel",
                            "ESTAB stack came to a listener by the stack", "LISTEN both default rule 'listen *'"),
                            at(port(listener)), () -> one + " " + other);
                    assertEquals(List.of("ESTAB stack default rule 'connect own'"), at(port(byStack)));
                    assertEquals(List.of("ESTAB kernel loopback is the kernel's"), at(port(byKernel)));
                }
            }
        }
        assertEquals(List.of("count\t1\tboth\tdefault rule 'listen *'",
                "count\t1\tkernel\tcame to a listener by the kernel", "count\t1\tkernel\tloopback is the kernel's",
                "count\t1\tstack\tcame to a listener by the stack", "count\t1\tstack\tdefault rule 'connect own'"),
                counts());
    }

    @Test
    void whatIsClosedIsListedNoMore() throws IOException {
        ServerSocketChannel kernel = loopback.provider.openServerSocketChannel();
        kernel.bind(new InetSocketAddress(KERNEL, 0));
        ServerSocketChannel stack = loopback.provider.openServerSocketChannel();
        stack.bind(new InetSocketAddress(STACK, 0));
        int kernelPort = port(kernel);
        int stackPort = port(stack);
        assertEquals(List.of("LISTEN kernel loopback is the kernel's"), at(kernelPort));
        assertEquals(List.of("LISTEN stack default rule 'listen *'"), at(stackPort));
        kernel.close();
        stack.close();
        assertEquals(List.of(), at(kernelPort));
        assertEquals(List.of(), at(stackPort));
        assertEquals(0, loopback.offload.placements().onKernel().size());
    }

    @Test
    void aSocketThatWasBoundFirstIsCountedWhereItEnds() throws IOException {
        try (ServerSocketChannel listener = loopback.provider.openServerSocketChannel();
                SocketChannel wildcard = loopback.provider.openSocketChannel();
                SocketChannel fixed = loopback.provider.openSocketChannel()) {
            listener.bind(new InetSocketAddress(STACK, 0));
            wildcard.bind(new InetSocketAddress(0));
            assertEquals(List.of("count\t1\tkernel\tbound, and not connected yet",
                    "count\t1\tstack\tdefault rule 'listen *'"), counts());
            wildcard.connect(listener.getLocalAddress());
            fixed.bind(new InetSocketAddress(KERNEL, 0));
            fixed.configureBlocking(false);
            try {
                fixed.connect(listener.getLocalAddress());
            } catch (IOException unreachable) {
                // No matter: it was decided.
            }
            assertEquals(List.of("count\t1\tkernel\tit was bound to an address of the kernel's before it connected",
                    "count\t1\tstack\tdefault rule 'connect own'", "count\t1\tstack\tdefault rule 'listen *'"),
                    counts());
        }
    }

    @Test
    void whatLongshoreDidNotOpenIsListedToo() throws IOException {
        try (ServerSocketChannel past = loopback.offload.kernel().openServerSocketChannel();
                DatagramChannel datagrams = DatagramChannel.open()) {
            past.bind(new InetSocketAddress(KERNEL, 0));
            datagrams.bind(new InetSocketAddress(KERNEL, 0));
            assertEquals(List.of("LISTEN kernel Longshore did not open it: native code, or before the agent"),
                    at(port(past)));
            assertEquals(List.of("UNCONN kernel datagrams are the kernel's"),
                    at(((InetSocketAddress) datagrams.getLocalAddress()).getPort()));
        }
    }
}
