package io.longshore.socket;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/** The events of a JVM that has {@code jdk.jfr}; loaded by name. */
final class JfrEvents extends FlightEvents {

    private static final int END = -1;
    private static final String PEER = "peer";

    // Asked whether a recording wants their like; never committed.
    private static final SocketReadEvent READ = new SocketReadEvent();
    private static final SocketWriteEvent WRITE = new SocketWriteEvent();
    private static final ConnectEvent CONNECT = new ConnectEvent();
    private static final AcceptEvent ACCEPT = new AcceptEvent();
    private static final StallEvent STALL = new StallEvent();

    JfrEvents() {
    }

    @Override
    boolean isReadOn() {
        return READ.isEnabled();
    }

    @Override
    boolean isWriteOn() {
        return WRITE.isEnabled();
    }

    @Override
    boolean isConnectOn() {
        return CONNECT.isEnabled();
    }

    @Override
    boolean isAcceptOn() {
        return ACCEPT.isEnabled();
    }

    @Override
    boolean isStallOn() {
        return STALL.isEnabled();
    }

    // --- Bytes ------------------------------------------------------------------------------------------------------

    @Override
    int read(StackConnection connection, ByteBuffer target, long nanos) throws IOException {
        OperationWait wait = OperationWait.begin(connection);
        SocketReadEvent event = new SocketReadEvent();
        int count = 0;
        event.begin();
        try {
            count = connection.input().readUntold(target, nanos);
            return count;
        } finally {
            event.timeout = TimeUnit.NANOSECONDS.toMillis(nanos);
            tell(event, connection, count, wait);
        }
    }

    @Override
    long read(StackConnection connection, ByteBuffer[] targets, int from, int count) throws IOException {
        OperationWait wait = OperationWait.begin(connection);
        SocketReadEvent event = new SocketReadEvent();
        long total = 0;
        event.begin();
        try {
            total = connection.input().readUntold(targets, from, count);
            return total;
        } finally {
            tell(event, connection, total, wait);
        }
    }

    private static void tell(SocketReadEvent event, StackConnection connection, long count, OperationWait wait) {
        event.end();
        if (event.shouldCommit()) {
            InetSocketAddress remote = connection.remote();
            event.host = host(remote);
            event.address = address(remote);
            event.port = port(remote);
            event.bytesRead = Math.max(0, count);
            event.endOfStream = count == END;
            event.waitedFor = OperationWait.cause(wait, PEER);
            event.commit();
        }
    }

    @Override
    int write(StackConnection connection, ByteBuffer source) throws IOException {
        OperationWait wait = OperationWait.begin(connection);
        SocketWriteEvent event = new SocketWriteEvent();
        int count = 0;
        event.begin();
        try {
            count = connection.output().writeUntold(source);
            return count;
        } finally {
            tell(event, connection, count, wait);
        }
    }

    @Override
    long write(StackConnection connection, ByteBuffer[] sources, int from, int count) throws IOException {
        OperationWait wait = OperationWait.begin(connection);
        SocketWriteEvent event = new SocketWriteEvent();
        long total = 0;
        event.begin();
        try {
            total = connection.output().writeUntold(sources, from, count);
            return total;
        } finally {
            tell(event, connection, total, wait);
        }
    }

    private static void tell(SocketWriteEvent event, StackConnection connection, long count, OperationWait wait) {
        event.end();
        if (event.shouldCommit()) {
            InetSocketAddress remote = connection.remote();
            event.host = host(remote);
            event.address = address(remote);
            event.port = port(remote);
            event.bytesWritten = count;
            // Room comes with acknowledgments: what is on its way without anybody's fault is the network's too.
            event.waitedFor = OperationWait.cause(wait, StallCause.NETWORK.toString());
            event.commit();
        }
    }

    // --- Connections ------------------------------------------------------------------------------------------------

    @Override
    Object beginConnect() {
        if (!CONNECT.isEnabled()) {
            return null;
        }
        ConnectEvent event = new ConnectEvent();
        event.begin();
        return event;
    }

    @Override
    void connected(Object begun, StackConnection connection, IOException failure) {
        if (!(begun instanceof ConnectEvent)) {
            return;
        }
        ConnectEvent event = (ConnectEvent) begun;
        event.end();
        if (event.shouldCommit()) {
            InetSocketAddress remote = connection.remote();
            event.host = host(remote);
            event.address = address(remote);
            event.port = port(remote);
            event.localPort = port(connection.local());
            event.failure = failure == null ? null : failure.getMessage();
            event.commit();
        }
    }

    @Override
    Object beginAccept() {
        AcceptEvent event = new AcceptEvent();
        event.begin();
        return event;
    }

    @Override
    void accepted(Object begun, StackConnection connection) {
        AcceptEvent event = (AcceptEvent) begun;
        event.end();
        if (event.shouldCommit()) {
            InetSocketAddress remote = connection.remote();
            event.host = host(remote);
            event.address = address(remote);
            event.port = port(remote);
            event.localPort = port(connection.local());
            event.commit();
        }
    }

    // --- Stalls -----------------------------------------------------------------------------------------------------

    @Override
    Object moment() {
        StallEvent event = new StallEvent();
        event.begin();
        return event;
    }

    @Override
    void stalled(Object moment, Stall stall, long collecting) {
        StallEvent event = ((StallEvent) moment).clone();
        event.end();
        if (event.shouldCommit()) {
            InetSocketAddress remote = remote(stall.socket);
            InetSocketAddress local = local(stall.socket);
            event.host = host(remote);
            event.address = address(remote);
            event.port = port(remote);
            event.localPort = port(local);
            event.side = stall.side.name();
            event.cause = stall.cause.toString();
            event.stalledFor = stall.nanos();
            event.collecting = collecting;
            event.lasts = stall.lasts;
            event.commit();
        }
    }

    /** Null of a listener. */
    private static InetSocketAddress remote(StackSocket socket) {
        return socket instanceof StackConnection ? ((StackConnection) socket).remote() : null;
    }

    private static InetSocketAddress local(StackSocket socket) {
        return socket instanceof StackConnection
                ? ((StackConnection) socket).local() : ((StackListener) socket).local();
    }

    private static String host(InetSocketAddress address) {
        return address == null ? null : address.getHostString();
    }

    private static String address(InetSocketAddress address) {
        return address == null ? null : address.getAddress().getHostAddress();
    }

    private static int port(InetSocketAddress address) {
        return address == null ? 0 : address.getPort();
    }
}
