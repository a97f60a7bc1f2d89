package io.longshore.socket;

import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** A program that knows nothing of Longshore: an asynchronous echo server and clients for it. */
final class AsyncProgram {

    private AsyncProgram() {
    }

    public static void main(String[] arguments) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(2);
        AsynchronousChannelGroup group = AsynchronousChannelGroup.withThreadPool(executor);
        AsynchronousServerSocketChannel listener = AsynchronousServerSocketChannel.open(group)
                .setOption(StandardSocketOptions.SO_REUSEADDR, true)
                .bind(new InetSocketAddress(arguments[0], 0));
        serve(listener);
        byte[] bytes = new byte[1_000_000];
        for (int i = 0; i < 10; i++) {
            new Random(i).nextBytes(bytes);
            try (AsynchronousSocketChannel client = AsynchronousSocketChannel.open()) {
                client.connect(listener.getLocalAddress()).get();
                check(bytes, echo(client, bytes));
            }
        }
        try (AsynchronousSocketChannel client = AsynchronousSocketChannel.open(group)) {
            client.connect(listener.getLocalAddress()).get();
            System.out.println("kernel TCP sockets: " + HttpProgram.kernelSockets());
        }
        group.shutdownNow();
        System.out.println("done: " + group.awaitTermination(20, TimeUnit.SECONDS) + " " + executor.isTerminated());
        System.exit(0);
    }

    private static void check(byte[] sent, byte[] echo) {
        if (!Arrays.equals(sent, echo)) {
            throw new AssertionError("the echo differs");
        }
    }

    private static byte[] echo(AsynchronousSocketChannel client, byte[] bytes) throws Exception {
        ByteBuffer source = ByteBuffer.wrap(bytes);
        ByteBuffer target = ByteBuffer.allocate(bytes.length);
        Future<Integer> writing = client.write(source);
        while (target.hasRemaining()) {
            if (client.read(target).get() < 0) {
                throw new AssertionError("the end after " + target.position());
            }
            if (writing.isDone() && source.hasRemaining()) {
                writing.get();
                writing = client.write(source);
            }
        }
        return target.array();
    }

    private static void serve(AsynchronousServerSocketChannel listener) {
        listener.accept(null, new CompletionHandler<AsynchronousSocketChannel, Object>() {
            @Override
            public void completed(AsynchronousSocketChannel channel, Object nothing) {
                listener.accept(null, this);
                ByteBuffer buffer = ByteBuffer.allocateDirect(32 * 1024);
                channel.read(buffer, 20, TimeUnit.SECONDS, true, new Echo(channel, buffer));
            }

            @Override
            public void failed(Throwable closed, Object nothing) {
                // The program is over.
            }
        });
    }

    private static final class Echo implements CompletionHandler<Integer, Boolean> {

        private final AsynchronousSocketChannel channel;
        private final ByteBuffer buffer;

        Echo(AsynchronousSocketChannel channel, ByteBuffer buffer) {
            this.channel = channel;
            this.buffer = buffer;
        }

        @Override
        public void completed(Integer count, Boolean read) {
            if (count < 0) {
                close();
                return;
            }
            if (read) {
                buffer.flip();
            }
            if (buffer.hasRemaining()) {
                channel.write(buffer, 20, TimeUnit.SECONDS, false, this);
            } else {
                channel.read(buffer.clear(), 20, TimeUnit.SECONDS, true, this);
            }
        }

        @Override
        public void failed(Throwable why, Boolean read) {
            close();
        }

        private void close() {
            try {
                channel.close();
            } catch (java.io.IOException gone) {
                throw new AssertionError(gone);
            }
        }
    }
}
