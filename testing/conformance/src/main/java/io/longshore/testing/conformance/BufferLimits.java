package io.longshore.testing.conformance;

/// What SO_SNDBUF and SO_RCVBUF tell.
final class BufferLimits {

    /// net.core.wmem_max and rmem_max: twice as much is kept.
    static final int MOST = 4 << 20;

    private BufferLimits() {
    }

    static int send(StackSocket socket) {
        return socket.sendQueue().limit(socket.options.sendBuffer());
    }

    static int receive(StackSocket socket, SteppedStack stack) {
        int set = socket.options.receiveBuffer();
        return set > 0 ? set : stack.settings().receiveBuffer;
    }
}
