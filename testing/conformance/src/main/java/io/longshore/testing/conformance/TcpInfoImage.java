package io.longshore.testing.conformance;

import io.longshore.tcp.Tcb;
import io.longshore.tcp.TcpFigures;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Linux's `struct tcp_info`, as it lies in the memory of an x86-64 process.
final class TcpInfoImage {

    static final int BYTES = 280;

    private static final int CLOSED = 7;
    private static final int OPTIONS_AT = 5;
    private static final int OPTION_SYN_DATA = 32;
    private static final int BUFFER_LIMITED_AT = 184;
    private static final int LISTEN = 10;

    private TcpInfoImage() {
    }

    static byte[] of(StackSocket socket, SteppedStack stack) {
        Tcb tcb = socket.record();
        if (tcb == null) {
            byte[] last = socket.isListening() ? new byte[BYTES] : socket.lastInfo();
            last[0] = (byte) (socket.isListening() ? LISTEN : CLOSED);
            last[OPTIONS_AT] |= (byte) (socket.beganWithText() ? OPTION_SYN_DATA : 0);
            return last;
        }
        byte[] image = of(tcb, stack);
        // TCP does not see that an application waits for room; its side does.
        ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN).putLong(BUFFER_LIMITED_AT, socket.bufferLimited());
        return image;
    }

    static byte[] of(Tcb tcb, SteppedStack stack) {
        ByteBuffer image = OptionImage.room(BYTES);
        TcpFigures figures = new TcpFigures(tcb, stack.now());
        states(image, figures);
        counts(image, figures);
        rates(image, figures);
        totals(image, figures);
        marks(image, figures);
        return image.array();
    }

    /// Offsets 0 to 23.
    private static void states(ByteBuffer image, TcpFigures figures) {
        image.put((byte) figures.state()).put((byte) figures.congestionState()).put((byte) figures.retransmits());
        image.put((byte) figures.probes()).put((byte) figures.backoff()).put((byte) figures.options());
        image.put((byte) figures.scales()).put((byte) (figures.isDeliveryRateLimited() ? 1 : 0));
        image.putInt(figures.rto()).putInt(figures.delayedAck());
        image.putInt(figures.sndMss()).putInt(figures.rcvMss());
    }

    /// Offsets 24 to 103.
    private static void counts(ByteBuffer image, TcpFigures figures) {
        image.putInt(figures.unacked()).putInt(figures.sacked()).putInt(figures.lost());
        image.putInt(figures.retransmittedOut()).putInt(0);
        image.putInt(figures.lastTextSent()).putInt(0).putInt(figures.lastTextReceived());
        image.putInt(figures.lastReceived());
        image.putInt(figures.pathMtu()).putInt(figures.receiveThreshold());
        image.putInt(figures.rtt()).putInt(figures.rttVariation());
        image.putInt(figures.ssthresh()).putInt(figures.cwnd()).putInt(figures.advertisedMss());
        image.putInt(figures.reordering()).putInt(figures.receiverRtt()).putInt((int) figures.receiveSpace());
        image.putInt(figures.totalRetransmits());
    }

    /// Offsets 104 to 191.
    private static void rates(ByteBuffer image, TcpFigures figures) {
        image.putLong(figures.pacingRate()).putLong(figures.mostPacingRate());
        image.putLong(figures.bytesAcked()).putLong(figures.bytesReceived());
        image.putInt(figures.segmentsOut()).putInt(figures.segmentsIn());
        image.putInt(figures.unsent()).putInt(figures.smallestRtt());
        image.putInt(figures.textSegmentsIn()).putInt(figures.textSegmentsOut());
        image.putLong(figures.deliveryRate());
        image.putLong(figures.busyTime()).putLong(figures.windowLimited()).putLong(figures.bufferLimited());
    }

    /// Offsets 192 to 247.
    private static void totals(ByteBuffer image, TcpFigures figures) {
        image.putInt(figures.delivered()).putInt(figures.deliveredMarked());
        image.putLong(figures.bytesSent()).putLong(figures.bytesRetransmitted());
        image.putInt(figures.duplicatesReported()).putInt(figures.reorderingsSeen()).putInt(figures.outOfOrder());
        image.putInt(figures.sendWindow()).putInt(figures.receiveWindow()).putInt(0);
        image.putShort((short) figures.timeouts()).putShort((short) figures.timeoutRecoveries());
        image.putInt(figures.timeoutTime());
    }

    /// Offsets 248 to 279.
    private static void marks(ByteBuffer image, TcpFigures figures) {
        image.putInt(figures.receivedMarked());
        for (int i = 1; i <= 3; i++) {
            image.putInt(figures.deliveredBytes(i));
        }
        for (int i = 1; i <= 3; i++) {
            image.putInt(figures.receivedBytes(i));
        }
        image.putInt(figures.ecnMode() | figures.ecnOptionSeen() << 2 | figures.ecnFailures() << 4);
    }
}
