package io.longshore.testing.conformance;

import io.longshore.tcp.ReceiveBuffer;
import io.longshore.tcp.Tcb;

/// What SO_SNDBUF and SO_RCVBUF tell.
final class BufferLimits {

    /// net.core.wmem_max and rmem_max: twice as much is kept.
    static final int MOST = 4 << 20;
    private static final int MEMORY_BYTES = 36;

    private BufferLimits() {
    }

    static int send(StackSocket socket) {
        return socket.sendQueue().limit(socket.options.sendBuffer());
    }

    /// What SO_MEMINFO tells: nine numbers, of which those that nobody counts here are 0.
    static byte[] memory(StackSocket socket, SteppedStack stack) {
        int queued = socket.queued();
        return OptionImage.room(MEMORY_BYTES).putInt(socket.available()).putInt(receive(socket, stack)).putInt(queued)
                .putInt(send(socket)).putInt(0).putInt(queued).array();
    }

    static int receive(StackSocket socket, SteppedStack stack) {
        int set = socket.options.receiveBuffer();
        Tcb tcb = socket.record();
        int own = tcb == null ? stack.settings().receiveBuffer : ReceiveBuffer.size(tcb);
        return set > 0 ? set : own;
    }
}
