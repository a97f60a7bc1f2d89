package io.longshore.socket;

import io.longshore.channel.HostSlot;
import io.longshore.channel.SlotLayout;
import io.longshore.channel.SlotReport;

/** How a connection on the stack fares, as it was at one moment: the value of {@link LongshoreOptions#TCP_INFO}. */
public final class TcpFigures {

    private final String state;
    private final long bytesSent;
    private final long bytesAcknowledged;
    private final long bytesReceived;
    private final long bytesUnread;
    private final int sendLimit;
    private final int receiveCapacity;
    private final int maximumSegment;
    private final int congestionWindow;
    private final int smoothedRttMicros;
    private final int retransmissions;

    private TcpFigures(HostSlot slot) {
        SlotReport report = slot.report();
        state = state(slot);
        // What was acknowledged had been sent: looked at in this order, the first is never the larger.
        bytesAcknowledged = slot.acknowledged();
        bytesSent = slot.sent();
        bytesUnread = slot.available();
        bytesReceived = slot.received();
        sendLimit = report.sendLimit();
        receiveCapacity = report.receiveCapacity();
        maximumSegment = report.maximumSegment();
        congestionWindow = report.congestionWindow();
        smoothedRttMicros = report.smoothedRttMicros();
        retransmissions = report.retransmissions();
    }

    static TcpFigures of(HostSlot slot) {
        return new TcpFigures(slot);
    }

    private static String state(HostSlot slot) {
        switch (slot.state()) {
            case SlotLayout.STATE_CONNECTING: return "SYN-SENT";
            case SlotLayout.STATE_ESTABLISHED: return slot.hasConditions(SlotLayout.CONDITION_INPUT_END)
                    ? "CLOSE-WAIT" : slot.hasConditions(SlotLayout.CONDITION_OUTPUT_END) ? "FIN-WAIT-2" : "ESTAB";
            default: return "CLOSED";
        }
    }

    /** As {@code ss} writes it, as far as this side of the memory can tell: SYN-SENT, ESTAB, CLOSE-WAIT, … */
    public String state() {
        return state;
    }

    /** Bytes that the application has written; of these, {@link #bytesAcknowledged} have reached the peer. */
    public long bytesSent() {
        return bytesSent;
    }

    public long bytesAcknowledged() {
        return bytesAcknowledged;
    }

    /** Bytes that have come in order, of which the application has not yet read {@link #bytesUnread}. */
    public long bytesReceived() {
        return bytesReceived;
    }

    public long bytesUnread() {
        return bytesUnread;
    }

    /** Bytes that may be written before any is acknowledged. */
    public int sendLimit() {
        return sendLimit;
    }

    /** Bytes that the receive ring holds now; it grows while they come faster than they are read. */
    public int receiveCapacity() {
        return receiveCapacity;
    }

    /** The most text in one segment, in bytes. */
    public int maximumSegment() {
        return maximumSegment;
    }

    /** In bytes. */
    public int congestionWindow() {
        return congestionWindow;
    }

    /** 0: not yet measured. */
    public int smoothedRttMicros() {
        return smoothedRttMicros;
    }

    /** Segments sent again. */
    public int retransmissions() {
        return retransmissions;
    }

    @Override
    public String toString() {
        return state + " sent:" + bytesSent + " acked:" + bytesAcknowledged + " received:" + bytesReceived
                + " unread:" + bytesUnread + " mss:" + maximumSegment + " cwnd:" + congestionWindow
                + " rtt:" + smoothedRttMicros + "us retrans:" + retransmissions;
    }
}
