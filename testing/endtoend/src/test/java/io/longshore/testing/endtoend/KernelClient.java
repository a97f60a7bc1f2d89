package io.longshore.testing.endtoend;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/// A client on the kernel's TCP, run in the test's namespace: one scenario a run, exit code 0 if it went as it should.
public final class KernelClient {

    private final InetSocketAddress server;

    private KernelClient(InetSocketAddress server) {
        this.server = server;
    }

    /// @param arguments scenario, address, port, count
    public static void main(String[] arguments) throws Exception {
        KernelClient client = new KernelClient(
                new InetSocketAddress(arguments[1], Integer.parseInt(arguments[2])));
        long count = Long.parseLong(arguments[3]);
        switch (arguments[0]) {
            case "download" -> client.download(count);
            case "upload" -> client.upload(count);
            case "many" -> client.many((int) count);
            case "halfClose" -> client.halfClose(count);
            case "slowReader" -> client.slowReader(count);
            case "reset" -> client.reset((int) count);
            case "hold" -> client.hold(count);
            default -> throw new IllegalArgumentException("unknown scenario " + arguments[0]);
        }
        System.out.println("went well");
    }

    private SocketChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.socket().connect(server, 10_000);
        return channel;
    }

    private static void ask(SocketChannel channel, char wish, long count) throws IOException {
        ByteBuffer request = ByteBuffer.allocate(9).put((byte) wish).putLong(count).flip();
        while (request.hasRemaining()) {
            channel.write(request);
        }
    }

    private void download(long count) throws IOException {
        try (SocketChannel channel = connect()) {
            ask(channel, 'S', count);
            Pattern.receive(channel, count);
        }
    }

    private void upload(long count) throws IOException {
        try (SocketChannel channel = connect()) {
            ask(channel, 'R', count);
            Pattern.send(channel, count);
            expectOne(channel);
        }
    }

    private static void expectOne(SocketChannel channel) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        if (channel.read(one) != 1 || one.get(0) != 'K') {
            throw new IOException("no acknowledgment from the application");
        }
    }

    /// All connections open at once, then all in use at once, each both ways.
    private void many(int connections) throws IOException {
        List<SocketChannel> channels = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            channels.add(connect());
        }
        for (SocketChannel channel : channels) {
            ask(channel, 'S', 3_000);
            ask(channel, 'R', 2_000);
            Pattern.send(channel, 2_000);
        }
        for (SocketChannel channel : channels) {
            Pattern.receive(channel, 3_000);
            expectOne(channel);
        }
        for (SocketChannel channel : channels) {
            channel.close();
        }
    }

    /// Our FIN comes first; everything asked for still arrives, then the application's FIN.
    private void halfClose(long count) throws IOException {
        try (SocketChannel channel = connect()) {
            ask(channel, 'S', count);
            channel.shutdownOutput();
            Pattern.receive(channel, count);
            if (channel.read(ByteBuffer.allocate(1)) != -1) {
                throw new IOException("no end of stream after the half-close");
            }
        }
    }

    /// The window is closed for ten seconds; then everything arrives.
    private void slowReader(long count) throws IOException, InterruptedException {
        try (SocketChannel channel = SocketChannel.open()) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 16_384);
            channel.socket().connect(server, 10_000);
            ask(channel, 'S', count);
            Thread.sleep(10_000);
            Pattern.receive(channel, count);
        }
    }

    /// Connections that are reset in the middle of a transfer; the application goes on serving.
    private void reset(int connections) throws IOException {
        for (int i = 0; i < connections; i++) {
            SocketChannel channel = connect();
            ask(channel, 'S', 10_000_000);
            Pattern.receive(channel, 100_000);
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            channel.close();
        }
        download(1_000_000);
    }

    /// Downloads without end, until the other side or this process is killed.
    ///
    /// @return by printing how it ended and how long after the last byte
    private void hold(long count) throws IOException {
        try (SocketChannel channel = connect()) {
            ask(channel, 'S', count);
            System.out.println("holding");
            Pattern.receive(channel, count);
        } catch (IOException ended) {
            System.out.println("ended: " + ended.getMessage());
        }
    }
}
