package io.longshore.stack;

import static org.junit.jupiter.api.Assertions.fail;

import io.longshore.channel.Address128;
import io.longshore.channel.HostSlot;
import io.longshore.channel.SlotLayout;
import io.longshore.link.Link;
import io.longshore.link.MemoryCable;
import io.longshore.wire.IpAddress;
import java.lang.foreign.Arena;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/// Two stacks on one cable and on virtual time, turned by hand.
final class TestNetwork implements AutoCloseable {

    static final int PORT = 8080;
    private static final long STEP = 20_000;
    private static final long MOST = 300_000_000_000L;

    final Arena arena = Arena.ofShared();
    final TestHost left;
    final TestHost right;
    private final Link rightLink;
    final TestHost.Application client;
    final TestHost.Application server;
    long now = 1_000_000_000L;

    TestNetwork() {
        this(0);
    }

    /// @param offloads of the cable
    TestNetwork(int offloads) {
        this(offloads, UnaryOperator.identity());
    }

    /// @param end what the right stack has instead of its end of the cable
    TestNetwork(int offloads, UnaryOperator<Link> end) {
        MemoryCable cable = new MemoryCable(1500, offloads, 512);
        left = new TestHost(arena, "10.0.0.1/24 fd00::1/64", cable.left(), now);
        rightLink = end.apply(cable.right());
        right = new TestHost(arena, "10.0.0.2/24 fd00::2/64", rightLink, now);
        client = left.attach();
        server = right.attach();
    }

    Link rightLink() {
        return rightLink;
    }

    /// One turn of both; time moves to the next thing that is due if there was nothing to do.
    void turn() {
        int work = left.stack.turn(now) + right.stack.turn(now);
        long next = Math.min(left.stack.deadline(), right.stack.deadline());
        now = work > 0 || next == Long.MAX_VALUE ? now + STEP : Math.max(now + STEP, next);
    }

    void runUntil(String what, BooleanSupplier condition) {
        long end = now + MOST;
        while (!condition.getAsBoolean()) {
            if (now > end) {
                fail("in vain, for five minutes of virtual time: " + what + "; left "
                        + left.stack.connections(now) + ", right " + right.stack.connections(now));
            }
            turn();
        }
    }

    void run(long nanos) {
        long end = now + nanos;
        while (now < end) {
            turn();
        }
    }

    HostSlot listen(int port, int backlog) {
        HostSlot slot = server.open();
        slot.local(Address128.ANY, port);
        slot.backlog(backlog);
        server.request(slot, SlotLayout.REQUEST_LISTEN);
        runUntil("listen", slot::isAnswered);
        return slot;
    }

    HostSlot connect(int port) {
        return connect(client, "10.0.0.2", port);
    }

    HostSlot connect(TestHost.Application application, String address, int port) {
        HostSlot slot = application.open();
        slot.remote(address(address), port);
        application.request(slot, SlotLayout.REQUEST_CONNECT);
        runUntil("the answer to connect", slot::isAnswered);
        return slot;
    }

    HostSlot bind(TestHost.Application application, String address, int port) {
        HostSlot slot = application.open();
        slot.local(address(address), port);
        application.request(slot, SlotLayout.REQUEST_BIND);
        runUntil("the answer to bind", slot::isAnswered);
        return slot;
    }

    static Address128 address(String text) {
        IpAddress address = IpAddress.parse(text);
        return new Address128(address.high(), address.low());
    }

    HostSlot accept(HostSlot listener) {
        HostSlot[] accepted = new HostSlot[1];
        runUntil("accept", () -> (accepted[0] = server.accept(listener)) != null);
        return accepted[0];
    }

    @Override
    public void close() {
        left.stack.close();
        right.stack.close();
        arena.close();
    }
}
