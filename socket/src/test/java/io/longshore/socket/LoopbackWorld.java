package io.longshore.socket;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.spi.SelectorProvider;

/** A process attached to a TCP Server without a network, for the tests of modules above this one. */
public final class LoopbackWorld implements AutoCloseable {

    private final LoopbackFixture fixture;

    public LoopbackWorld() throws IOException {
        fixture = new LoopbackFixture();
    }

    /** Sockets on the stack's addresses are its own. */
    public SelectorProvider provider() {
        return fixture.provider;
    }

    /** To listen at, on the stack. */
    public static InetSocketAddress anyPort() {
        return LoopbackFixture.anyPort();
    }

    /** Slots in use on either side. */
    public int slotsInUse() {
        return fixture.server.stack().slotsInUse() + fixture.offload.openSlots();
    }

    @Override
    public void close() throws IOException {
        fixture.close();
    }
}
