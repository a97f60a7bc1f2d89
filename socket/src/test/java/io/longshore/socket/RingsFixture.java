package io.longshore.socket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A connection whose two ends are used in place. */
abstract class RingsFixture {

    LoopbackFixture loopback;
    ServerSocketChannel listener;
    SocketChannel client;
    SocketChannel accepted;
    ConnectionRings sending;
    ConnectionRings receiving;

    @BeforeEach
    void start() throws IOException {
        loopback = new LoopbackFixture();
        listener = loopback.provider.openServerSocketChannel().bind(LoopbackFixture.anyPort());
        client = loopback.provider.openSocketChannel();
        client.connect(listener.getLocalAddress());
        accepted = listener.accept();
        sending = ConnectionRings.of(client).orElseThrow();
        receiving = ConnectionRings.of(accepted).orElseThrow();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        accepted.close();
        listener.close();
        loopback.close();
    }

    final void send(String text) throws IOException {
        ByteBuffer claim = sending.claim(text.length());
        claim.put(text.getBytes());
        sending.commit(text.length());
    }

    static String text(ByteBuffer view) {
        byte[] bytes = new byte[view.remaining()];
        view.duplicate().get(bytes);
        return new String(bytes);
    }

    final void awaitAvailable(int count) throws IOException {
        while (receiving.available() < count) {
            Thread.onSpinWait();
        }
    }
}
