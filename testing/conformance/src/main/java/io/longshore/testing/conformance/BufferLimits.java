package io.longshore.testing.conformance;

/// What SO_SNDBUF and SO_RCVBUF tell.
final class BufferLimits {

    /// net.core.wmem_max and rmem_max: twice as much is kept.
    static final int MOST = 4 << 20;
    private static final int SEND_DEFAULT = 16_384;
    private static final int RECEIVE_DEFAULT = 131_072;

    private BufferLimits() {
    }

    static int send(StackSocket socket, SteppedStack stack) {
        int set = socket.options.sendBuffer();
        return set > 0 ? set : SEND_DEFAULT;
    }

    static int receive(StackSocket socket, SteppedStack stack) {
        int set = socket.options.receiveBuffer();
        return set > 0 ? set : RECEIVE_DEFAULT;
    }
}
