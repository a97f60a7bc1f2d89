package io.longshore.socket;

import io.longshore.channel.HostAttachment;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.spi.SelectorProvider;

/** A loopback server with this process attached to it. */
final class LoopbackFixture implements AutoCloseable {

    final LoopbackServer server;
    final Offload offload;
    final LongshoreProvider provider;
    private final HostAttachment attachment;

    LoopbackFixture() throws IOException {
        SelectorProvider kernel = SelectorProvider.provider();
        server = new LoopbackServer(kernel);
        attachment = HostAttachment.connect(server.directory().resolve("longshore.sock"), "test");
        AgentOptions options = AgentOptions.parse("");
        offload = new Offload(kernel, attachment, AgentStart.rules(options, attachment.rules()));
        provider = new LongshoreProvider(offload);
    }

    static InetSocketAddress anyPort() {
        return new InetSocketAddress(LoopbackServer.ADDRESS, 0);
    }

    @Override
    public void close() throws IOException {
        offload.poller().stop();
        server.close();
    }
}
