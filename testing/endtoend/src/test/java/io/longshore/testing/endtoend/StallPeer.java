package io.longshore.testing.endtoend;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/// The peer of a [StallProgram], on the kernel's TCP.
public final class StallPeer {

    private static final int PAUSE_MILLIS = 5;

    private StallPeer() {
    }

    /// @param arguments address, port; sleep, drain or talk; milliseconds
    public static void main(String[] arguments) throws Exception {
        long millis = Long.parseLong(arguments[3]);
        try (SocketChannel channel = SocketChannel.open(
                new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1])))) {
            long end = System.nanoTime() + millis * 1_000_000;
            ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
            System.out.println("connected");
            switch (arguments[2]) {
                case "sleep" -> {
                    Thread.sleep(millis);
                    drain(channel, bytes, System.nanoTime() + 200_000_000);
                }
                case "drain" -> drain(channel, bytes, end);
                case "talk" -> talk(channel, bytes, end);
                default -> throw new IllegalArgumentException(arguments[2]);
            }
        }
    }

    private static void drain(SocketChannel channel, ByteBuffer bytes, long end) throws Exception {
        while (System.nanoTime() < end && channel.read(bytes.clear()) >= 0) {
            Thread.onSpinWait();
        }
    }

    private static void talk(SocketChannel channel, ByteBuffer bytes, long end) throws Exception {
        while (System.nanoTime() < end) {
            channel.write(bytes.clear().limit(100));
            Thread.sleep(PAUSE_MILLIS);
        }
    }
}
