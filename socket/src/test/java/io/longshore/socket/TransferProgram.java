package io.longshore.socket;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;

/** An unmodified program that sends a file by {@code transferTo}; it tells in how many calls, blocking and not. */
final class TransferProgram {

    private static final int SIZE = 4 << 20;

    private TransferProgram() {
    }

    public static void main(String[] arguments) throws Exception {
        byte[] content = new byte[SIZE];
        new Random(7).nextBytes(content);
        Path file = Files.createTempFile("longshore-transfer", ".bin");
        Files.write(file, content);
        for (boolean blocking : new boolean[] {true, false}) {
            try (ServerSocketChannel listener =
                    ServerSocketChannel.open().bind(new InetSocketAddress(arguments[0], 0));
                    SocketChannel client = SocketChannel.open(listener.getLocalAddress());
                    SocketChannel accepted = listener.accept()) {
                byte[][] received = new byte[1][];
                Thread reader = new Thread(() -> received[0] = all(accepted));
                reader.start();
                client.configureBlocking(blocking);
                int calls = send(file, client);
                client.shutdownOutput();
                reader.join();
                System.out.println((blocking ? "blocking " : "non-blocking ") + Arrays.equals(content, received[0])
                        + (blocking ? " " + calls : ""));
            }
        }
        Files.delete(file);
    }

    private static int send(Path file, SocketChannel target) throws Exception {
        int calls = 0;
        try (FileChannel source = FileChannel.open(file, StandardOpenOption.READ)) {
            for (long sent = 0; sent < SIZE; calls++) {
                sent += source.transferTo(sent, SIZE - sent, target);
            }
        }
        return calls;
    }

    private static byte[] all(SocketChannel source) {
        ByteBuffer bytes = ByteBuffer.allocate(SIZE + 1);
        try {
            while (source.read(bytes) >= 0) {
                Thread.yield();
            }
        } catch (java.io.IOException failure) {
            throw new AssertionError(failure);
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }
}
