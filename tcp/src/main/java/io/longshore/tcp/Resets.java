package io.longshore.tcp;

import io.longshore.wire.TcpHeader;

/// Answers segments that belong to no connection, or to none that would know them (RFC 9293 3.5.2, group 1 and 2).
public final class Resets {

    private final TcpCounters counters;

    Resets(Tcp tcp) {
        counters = tcp.counters;
    }

    /// Makes the reset that answers a segment, where the verdict has [Verdict#RESET]. A reset is never answered:
    /// the verdict does not ask for it.
    public void answer(Segment segment, OutgoingSegment outgoing) {
        outgoing.clear();
        outgoing.sourceHigh = segment.destinationHigh;
        outgoing.sourceLow = segment.destinationLow;
        outgoing.destinationHigh = segment.sourceHigh;
        outgoing.destinationLow = segment.sourceLow;
        outgoing.sourcePort = segment.destinationPort;
        outgoing.destinationPort = segment.sourcePort;
        outgoing.window = 0;
        if (segment.has(TcpHeader.ACK)) {
            // 3.10.7.1: <SEQ=SEG.ACK><CTL=RST>
            outgoing.sequence = segment.acknowledgment;
            outgoing.acknowledgment = 0;
            outgoing.flags = TcpHeader.RST;
        } else {
            // 3.10.7.1: <SEQ=0><ACK=SEG.SEQ+SEG.LEN><CTL=RST,ACK>
            outgoing.sequence = 0;
            outgoing.acknowledgment = segment.end();
            outgoing.flags = TcpHeader.RST | TcpHeader.ACK;
        }
        counters.outRsts++;
        counters.outSegs++;
    }
}
