package io.longshore.testing.fuzz;

import static io.longshore.testing.fuzz.WireFuzz.check;

import io.longshore.tcp.OutgoingSegment;
import io.longshore.tcp.Segment;
import io.longshore.tcp.Tcb;
import io.longshore.tcp.Tcp;
import io.longshore.tcp.Verdict;
import io.longshore.wire.TcpHeader;
import java.util.HashSet;
import java.util.Set;

/// What the stack does behind TCP: takes what is to be sent, looks at it, and buries the dead.
final class SegmentSink {

    /// More than any window, ring and retransmission could ask for at once.
    private static final int ENDLESS = 20_000;

    private final Tcp tcp;
    private final FuzzSegments segments;
    private final OutgoingSegment outgoing = new OutgoingSegment();
    private final Set<Integer> dying = new HashSet<>();

    SegmentSink(Tcp tcp, FuzzSegments segments) {
        this.tcp = tcp;
        this.segments = segments;
    }

    boolean isDying(int number) {
        return dying.contains(number);
    }

    void apply(Tcb tcb, Verdict verdict) {
        if (verdict.has(Verdict.DEAD)) {
            dying.add(tcb.number());
        }
    }

    void answer(Segment received, Verdict verdict, long now) {
        check(!received.has(TcpHeader.RST), "a reset is answered");
        tcp.answer(received, verdict, outgoing, now);
        written();
    }

    void drain(Tcb tcb, long now) {
        int sent = 0;
        while (tcp.output.next(tcb, outgoing, now)) {
            check(++sent < ENDLESS, "output without end in " + tcb.state());
            isWithin(tcb);
            written();
            segments.sent(outgoing.options.tsval());
        }
        if (dying.remove(tcb.number())) {
            tcp.release(tcb);
        }
    }

    private void isWithin(Tcb tcb) {
        if (outgoing.payloadLength == 0) {
            return;
        }
        check(outgoing.payloadLength > 0 && outgoing.payloadPosition >= tcb.acknowledged()
            && outgoing.payloadPosition + outgoing.payloadLength <= tcb.sent(),
            "payload " + outgoing.payloadPosition + "+" + outgoing.payloadLength + " of " + tcb.acknowledged()
            + " to " + tcb.sent());
        int most = outgoing.segmentSize > 0 ? tcp.settings.maxSuperSegment : tcp.settings.mtu - 40;
        check(outgoing.payloadLength <= most, outgoing.payloadLength + " bytes in one segment of " + most);
    }

    private void written() {
        int length = outgoing.headerLength();
        check(length >= TcpHeader.HEADER && length <= TcpHeader.MAX_HEADER, "a header of " + length);
        check(outgoing.window >= 0 && outgoing.window <= 0xFFFF, "window " + outgoing.window);
        GuardedMemory guarded = new GuardedMemory(new byte[length]);
        check(outgoing.write(guarded.memory, GuardedMemory.BEFORE) == length, "another length than said");
        guarded.isUntouchedBut(0, length);
        Segment read = new Segment();
        check(read.parse(guarded.memory, GuardedMemory.BEFORE, length), "what is sent is malformed");
    }
}
