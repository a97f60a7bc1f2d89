package io.longshore.socket;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What a flight recording hears of our sockets, since the JDK's own events do not fire for them. This class is what
 * there is where the JVM has no {@code jdk.jfr}, and says that nothing is recorded; {@link JfrEvents} is the other.
 *
 * <p>While nothing is recorded an operation costs one call that the compiler sees through: the JDK gives event classes
 * a body for {@code isEnabled} only when a recording begins.
 */
class FlightEvents {

    /** This JVM's. */
    static final FlightEvents HERE = find();

    private static FlightEvents find() {
        // By name, so that a JVM without the module never sees the class that needs it.
        if (ModuleLayer.boot().findModule("jdk.jfr").isEmpty()) {
            return new FlightEvents();
        }
        try {
            return (FlightEvents) Class.forName("io.longshore.socket.JfrEvents").getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | LinkageError without) {
            return new FlightEvents();
        }
    }

    boolean isReadOn() {
        return false;
    }

    boolean isWriteOn() {
        return false;
    }

    boolean isConnectOn() {
        return false;
    }

    boolean isAcceptOn() {
        return false;
    }

    boolean isStallOn() {
        return false;
    }

    /** Reads, and tells how it went. */
    int read(StackConnection connection, ByteBuffer target, long nanos) throws IOException {
        return connection.input().readUntold(target, nanos);
    }

    /** The same with several buffers. */
    long read(StackConnection connection, ByteBuffer[] targets, int from, int count) throws IOException {
        return connection.input().readUntold(targets, from, count);
    }

    int write(StackConnection connection, ByteBuffer source) throws IOException {
        return connection.output().writeUntold(source);
    }

    long write(StackConnection connection, ByteBuffer[] sources, int from, int count) throws IOException {
        return connection.output().writeUntold(sources, from, count);
    }

    /** The beginning of something, for one of the methods below; null where nothing is recorded. */
    Object beginConnect() {
        return null;
    }

    /** The end of a connect that began when {@code begun} did, well or with an exception. */
    void connected(Object begun, StackConnection connection, IOException failure) {
    }

    Object beginAccept() {
        return null;
    }

    void accepted(Object begun, StackConnection connection) {
    }

    /** A moment from which a stall may be told later. */
    Object moment() {
        return null;
    }

    /** Tells of a stall that began about that moment. */
    void stalled(Object moment, Stall stall, long collecting) {
    }
}
