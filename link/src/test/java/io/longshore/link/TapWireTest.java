package io.longshore.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.syscall.Epoll;
import io.longshore.wire.Ethernet;
import io.longshore.wire.Frame;
import io.longshore.wire.FrameBatch;
import io.longshore.wire.Ipv4;
import io.longshore.wire.Prefix;
import io.longshore.wire.TcpHeader;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.MessageDigest;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Two namespaces with a TAP each, and the test as the wire between: the kernel's TCP at both ends tells whether
/// super-segments and open checksums pass both ways as they should.
@Timeout(120)
class TapWireTest {

    private static final int BYTES = 32 << 20;
    private static final int PORT = 7_000;
    /// A packet longer than this on a link of 1,500 bytes is a super-segment.
    private static final int SUPER = 1_514;

    @Test
    void superSegmentsPassUncutAndTheStreamArrivesWhole() throws Exception {
        try (NetworkNamespace left = new NetworkNamespace(); NetworkNamespace right = new NetworkNamespace();
                TapLink leftLink = left.call(new TapSpec("ls-left", List.of(Prefix.parse("10.98.0.1/24")),
                        1_500)::open);
                TapLink rightLink = right.call(new TapSpec("ls-right", List.of(Prefix.parse("10.98.0.2/24")),
                        1_500)::open)) {
            WirePeer wire = new WirePeer(leftLink, rightLink);
            Thread thread = Thread.ofPlatform().daemon().start(wire);
            Future<byte[]> server = right.begin(() -> receive(new ServerSocket(PORT)));
            byte[] sent = left.call(() -> send(new InetSocketAddress("10.98.0.2", PORT)));
            assertArrayEquals(sent, server.get());
            wire.running = false;
            thread.join();
            assertEquals(null, wire.problem);
            assertTrue(wire.superSegments > 100, "super-segments " + wire.superSegments);
            assertEquals(0, wire.unsound, "frames whose marks do not fit their length");
            assertEquals(0, leftLink.dropped() + rightLink.dropped());
            assertEquals(0, leftLink.malformed() + rightLink.malformed());
        }
    }

    private static byte[] send(InetSocketAddress address) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] piece = new byte[1 << 16];
        Random random = new Random(1);
        try (Socket socket = connect(address, 200)) {
            for (int sent = 0; sent < BYTES; sent += piece.length) {
                random.nextBytes(piece);
                digest.update(piece);
                socket.getOutputStream().write(piece);
            }
        }
        return digest.digest();
    }

    /// The server may not listen yet.
    private static Socket connect(InetSocketAddress address, int attempts) throws Exception {
        Socket socket = new Socket();
        try {
            socket.connect(address);
            return socket;
        } catch (java.net.ConnectException e) {
            socket.close();
            if (attempts == 0) {
                throw e;
            }
        }
        Thread.sleep(50);
        return connect(address, attempts - 1);
    }

    private static byte[] receive(ServerSocket server) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] piece = new byte[1 << 16];
        try (server; Socket socket = server.accept()) {
            int length = socket.getInputStream().read(piece);
            while (length > 0) {
                digest.update(piece, 0, length);
                length = socket.getInputStream().read(piece);
            }
        }
        return digest.digest();
    }

    /// Carries frames from each link to the other, payloads in two pieces.
    private static final class WirePeer implements Runnable {

        private final TapLink left;
        private final TapLink right;
        private final FrameBatch received;
        private final FrameBatch sent = new FrameBatch(Arena.ofAuto(), 32, 2_048);
        volatile boolean running = true;
        volatile Exception problem;
        int superSegments;
        int unsound;

        WirePeer(TapLink left, TapLink right) {
            this.left = left;
            this.right = right;
            received = new FrameBatch(Arena.ofAuto(), 32, left.capabilities().frameRoom());
        }

        @Override
        public void run() {
            try (Epoll epoll = new Epoll(2)) {
                epoll.add(left.descriptor(), Epoll.READABLE, 0);
                epoll.add(right.descriptor(), Epoll.READABLE, 1);
                while (running) {
                    epoll.await(20_000_000);
                    carry(left, right);
                    carry(right, left);
                }
            } catch (IOException | RuntimeException e) {
                problem = e;
            }
        }

        private void carry(TapLink from, TapLink to) {
            received.clear();
            from.receive(received);
            for (int i = 0; i < received.size(); i++) {
                Frame frame = received.get(i);
                if (Ethernet.type(frame.memory, frame.start) == Ethernet.TYPE_IPV4) {
                    judge(frame);
                    ipv4(frame, sent.add());
                } else {
                    whole(frame, sent.add());
                }
            }
            to.transmit(sent);
        }

        private void judge(Frame frame) {
            boolean isLong = frame.length > SUPER;
            superSegments += isLong ? 1 : 0;
            boolean marked = frame.segmentSize > 500 && frame.segmentSize <= 1_460
                    && (frame.flags & Frame.CHECKSUM_OFFLOADED) != 0;
            unsound += isLong && !marked ? 1 : 0;
        }

        private void ipv4(Frame frame, Frame copy) {
            int transport = Ethernet.HEADER + Ipv4.headerLength(frame.memory, frame.start + Ethernet.HEADER);
            int headers = transport + TcpHeader.headerLength(frame.memory, frame.start + transport);
            copy.length = headers;
            MemorySegment.copy(frame.memory, frame.start, copy.memory, copy.start, headers);
            copy.networkAt = Ethernet.HEADER;
            copy.transportAt = transport;
            copy.flags = frame.flags;
            copy.segmentSize = frame.segmentSize;
            int length = frame.length - headers;
            copy.payload(frame.memory, frame.start + headers, length / 3);
            copy.payloadWraps(frame.start + headers + length / 3, length - length / 3);
        }

        private static void whole(Frame frame, Frame copy) {
            copy.length = Math.min(frame.length, copy.room);
            MemorySegment.copy(frame.memory, frame.start, copy.memory, copy.start, copy.length);
        }
    }
}
