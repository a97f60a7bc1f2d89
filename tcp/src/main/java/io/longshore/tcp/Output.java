package io.longshore.tcp;

import io.longshore.wire.TcpHeader;
import io.longshore.wire.TcpOptions;

/// Decides what to send next: resets, SYNs, text and FIN, probes, acknowledgments.
public final class Output {

    private final TcpSettings settings;
    private final TcpCounters counters;
    private final Handshake handshake;
    private final TextOutput text;
    private final DelayedAck delayedAck;
    private final AccEcnOutput accEcn;

    Output(Tcp tcp) {
        settings = tcp.settings;
        counters = tcp.counters;
        handshake = tcp.handshake;
        delayedAck = tcp.delayedAck;
        text = new TextOutput(tcp);
        accEcn = new AccEcnOutput(settings);
    }

    /// The next segment to send, if there is one: fills `outgoing` and takes it as sent. Called until it says false (or
    /// the batch is full).
    public boolean next(Tcb tcb, OutgoingSegment outgoing, long now) {
        outgoing.clear();
        boolean found = switch (tcb.state()) {
            case CLOSED -> reset(tcb, outgoing, now);
            case SYN_SENT -> syn(tcb, outgoing, now);
            case SYN_RECEIVED -> syn(tcb, outgoing, now) || (tcb.has(Tcb.FAST_OPEN)
                    ? synchronised(tcb, outgoing, now) : acknowledgment(tcb, outgoing, now));
            case ESTABLISHED, CLOSE_WAIT, FIN_WAIT_1, CLOSING, LAST_ACK -> synchronised(tcb, outgoing, now);
            case FIN_WAIT_2, TIME_WAIT -> probe(tcb, outgoing, now) || acknowledgment(tcb, outgoing, now);
        };
        if (found) {
            address(tcb, outgoing);
        } else {
            BusyTime.look(tcb, now);
        }
        return found;
    }

    private boolean synchronised(Tcb tcb, OutgoingSegment outgoing, long now) {
        // What SACK has to report goes alone: it would make a full-size segment too long.
        if (tcb.has(Tcb.ACK_NOW) && tcb.has(Tcb.SACK_OK) && OutOfOrder.hasReport(tcb)) {
            return acknowledgment(tcb, outgoing, now);
        }
        if (AccEcn.isOn(tcb)) {
            accEcn.look(tcb);
        }
        if (text.next(tcb, outgoing, now)) {
            complete(tcb, outgoing, now);
            return true;
        }
        return probe(tcb, outgoing, now) || acknowledgment(tcb, outgoing, now);
    }

    /// RFC 9293 3.10.5: `<SEQ=SND.NXT><CTL=RST>`, with all else that a segment of the connection has.
    private boolean reset(Tcb tcb, OutgoingSegment outgoing, long now) {
        if (!tcb.has(Tcb.RESET_WANTED)) {
            return false;
        }
        tcb.clear(Tcb.RESET_WANTED);
        outgoing.sequence = tcb.sndNxt();
        outgoing.flags = TcpHeader.RST;
        complete(tcb, outgoing, now);
        counters.outRsts++;
        return true;
    }

    /// `<SEQ=ISS><CTL=SYN>` or `<SEQ=ISS><ACK=RCV.NXT><CTL=SYN,ACK>`.
    private boolean syn(Tcb tcb, OutgoingSegment outgoing, long now) {
        if (!tcb.has(Tcb.SYN_WANTED)) {
            return false;
        }
        tcb.clear(Tcb.SYN_WANTED | Tcb.ACK_NOW);
        outgoing.sequence = tcb.iss();
        outgoing.flags = TcpHeader.SYN;
        outgoing.acknowledgment = 0;
        if (tcb.state() == State.SYN_RECEIVED) {
            outgoing.flags |= TcpHeader.ACK | EcnOpening.synAck(tcb);
            outgoing.acknowledgment = tcb.rcvNxt();
        } else {
            outgoing.flags |= EcnOpening.syn(tcb, settings);
        }
        if (tcb.state() == State.SYN_SENT && tcb.retries() == 0) {
            handshake.openWindow(tcb);
        }
        outgoing.window = ReceiveWindow.advertiseInSyn(tcb);
        handshake.options(tcb, outgoing.options, now);
        FastOpenOutput.fill(tcb, outgoing);
        if (tcb.state() == State.SYN_RECEIVED) {
            accEcn.inSynAck(tcb, outgoing);
            // as Linux: a SYN-ACK that is sent again has no cookie
            OpeningFields.dropCookie(tcb);
        }
        RttEstimator.synSent(tcb, now);
        if (tcb.retries() > 0) {
            RttEstimator.spoil(tcb);
        }
        // A SYN that comes again and again must not keep the timer from giving up.
        RetransmissionTimer.startIfIdle(tcb, now);
        return true;
    }

    /// Something below the window, which the peer has to answer: RFC 9293 3.8.4, and 3.8.6.1 in Linux's manner.
    private boolean probe(Tcb tcb, OutgoingSegment outgoing, long now) {
        if (!tcb.has(Tcb.PROBE_WANTED | Tcb.KEEP_ALIVE_WANTED)) {
            return false;
        }
        tcb.clear(Tcb.PROBE_WANTED | Tcb.KEEP_ALIVE_WANTED);
        outgoing.sequence = tcb.sndUna() - 1;
        boolean owed = tcb.has(Tcb.ACK_NOW);
        long delayed = tcb.delayedAckAt();
        int pending = tcb.intAt(FlowLayout.ACK_PENDING);
        complete(tcb, outgoing, now);
        // A peer that finds it below its window looks no further: an acknowledgment that is owed still is.
        tcb.delayedAckAt(delayed);
        tcb.intAt(FlowLayout.ACK_PENDING, pending);
        if (owed) {
            tcb.set(Tcb.ACK_NOW);
        }
        return true;
    }

    private boolean acknowledgment(Tcb tcb, OutgoingSegment outgoing, long now) {
        if (!tcb.has(Tcb.ACK_NOW)) {
            return false;
        }
        outgoing.sequence = tcb.sndNxt();
        if (tcb.has(Tcb.SACK_OK)) {
            if (AccEcn.isOn(tcb) && DuplicateText.isPending(tcb)) {
                AccEcn.duplicateReported(tcb, tcb.dsackStart());
            }
            int most = tcb.has(Tcb.TIMESTAMPS_OK) ? TcpOptions.MAX_SACK_BLOCKS - 1 : TcpOptions.MAX_SACK_BLOCKS;
            OutOfOrder.report(tcb, outgoing.options, most);
        }
        complete(tcb, outgoing, now);
        return true;
    }

    /// What every segment of a synchronised connection bears: acknowledgment, window, timestamps.
    private void complete(Tcb tcb, OutgoingSegment outgoing, long now) {
        outgoing.flags |= TcpHeader.ACK;
        outgoing.acknowledgment = tcb.rcvNxt();
        outgoing.window = ReceiveWindow.advertise(tcb, counters);
        if (tcb.has(Tcb.TIMESTAMPS_OK)) {
            outgoing.options.timestamps(Timestamps.value(tcb, now), tcb.tsRecent());
        }
        if (AccEcn.isOn(tcb)) {
            accEcn.complete(tcb, outgoing, now);
        } else {
            outgoing.flags |= Ecn.echo(tcb);
        }
        if (tcb.has(Tcb.URGENT)) {
            UrgentText.tell(tcb, outgoing);
        }
        tcb.lastAckSent(tcb.rcvNxt());
        delayedAck.sent(tcb);
    }

    private void address(Tcb tcb, OutgoingSegment outgoing) {
        outgoing.sourceHigh = tcb.localHigh();
        outgoing.sourceLow = tcb.localLow();
        outgoing.destinationHigh = tcb.remoteHigh();
        outgoing.destinationLow = tcb.remoteLow();
        outgoing.sourcePort = tcb.localPort();
        outgoing.destinationPort = tcb.remotePort();
        count(tcb, outgoing);
    }

    private void count(Tcb tcb, OutgoingSegment outgoing) {
        int size = outgoing.segmentSize;
        int segments = size > 0 ? Math.ceilDiv(outgoing.payloadLength, size) : 1;
        tcb.segmentsOut(tcb.segmentsOut() + segments);
        counters.outSegs += segments;
        if (outgoing.payloadLength > 0) {
            int before = tcb.intAt(RecoveryLayout.TEXT_SEGMENTS_OUT);
            tcb.intAt(RecoveryLayout.TEXT_SEGMENTS_OUT, before + segments);
        }
    }
}
