package io.longshore.syscall;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Sends whole Ethernet frames out of one of the kernel's interfaces (`AF_PACKET`). It receives nothing.
public final class PacketSocket implements AutoCloseable {

    private static final int AF_PACKET = 17;
    private static final int RAW = 3;
    /// `struct sockaddr_ll`: family, protocol (0: nothing is received), number of the interface.
    private static final int ADDRESS_BYTES = 20;
    private static final int INTERFACE_AT = 4;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment capture = arena.allocate(Calls.CAPTURE);
    private final Descriptor socket;

    /// @param interfaceNumber the kernel's number of the interface
    public PacketSocket(int interfaceNumber) throws SystemCallException {
        socket = Sockets.socket(AF_PACKET, RAW);
        MemorySegment address = arena.allocate(ADDRESS_BYTES, Integer.BYTES);
        address.set(ValueLayout.JAVA_SHORT.withOrder(ByteOrder.nativeOrder()), 0, (short) AF_PACKET);
        address.set(ValueLayout.JAVA_INT, INTERFACE_AT, interfaceNumber);
        try {
            Sockets.bind(socket, address, "interface " + interfaceNumber);
        } catch (SystemCallException e) {
            close();
            throw e;
        }
    }

    /// Sends a frame; the number of its bytes, or a negative error number where the interface's queue is full.
    public int send(MemorySegment frame) {
        return Sockets.send(socket, capture, frame, 0, (int) frame.byteSize());
    }

    @Override
    public void close() {
        socket.close();
        arena.close();
    }
}
