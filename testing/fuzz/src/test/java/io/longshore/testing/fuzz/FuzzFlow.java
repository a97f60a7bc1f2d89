package io.longshore.testing.fuzz;

import io.longshore.tcp.State;
import io.longshore.tcp.Tcb;
import io.longshore.wire.Ethernet;
import io.longshore.wire.Ipv4;
import io.longshore.wire.Ipv6;
import io.longshore.wire.Sequence;
import io.longshore.wire.TcpHeader;
import io.longshore.wire.TcpOptions;
import java.lang.foreign.MemorySegment;

/// What the peer of a connection knows about it: out of the record, or out of what was sent.
final class FuzzFlow {

    /// Of a remote address in IPv6 the last byte is what that of IPv4 is.
    boolean ipv6;
    int remoteAddress;
    int remotePort;
    int localPort;
    int sndUna;
    int sndNxt;
    int rcvNxt;
    int rcvAdv;
    int tsRecent;
    boolean timestamps;
    boolean synchronised;
    /// Our SYN is out, and the peer's has not come.
    boolean opening;

    static FuzzFlow of(Tcb tcb) {
        FuzzFlow flow = new FuzzFlow();
        flow.remoteAddress = (int) tcb.remoteLow();
        flow.remotePort = tcb.remotePort();
        flow.localPort = tcb.localPort();
        flow.sndUna = tcb.sndUna();
        flow.sndNxt = tcb.sndNxt();
        flow.rcvNxt = tcb.rcvNxt();
        flow.rcvAdv = tcb.rcvAdv();
        flow.tsRecent = tcb.tsRecent();
        flow.timestamps = tcb.has(Tcb.TIMESTAMPS_OK);
        flow.synchronised = tcb.state().isSynchronised();
        flow.opening = tcb.state() == State.SYN_SENT;
        return flow;
    }

    /// Whom a packet is for, as IPv4.
    static int destination(MemorySegment frame) {
        return Ethernet.type(frame, 0) == Ethernet.TYPE_IPV6
            ? FuzzIpv6.ipv4(Ipv6.destinationLow(frame, Ethernet.HEADER))
            : Ipv4.destination(frame, Ethernet.HEADER);
    }

    /// Learns from a segment sent, whose options have been parsed.
    void sent(MemorySegment frame, long tcp, TcpOptions options) {
        int flags = TcpHeader.flags(frame, tcp);
        ipv6 = Ethernet.type(frame, 0) == Ethernet.TYPE_IPV6;
        remoteAddress = destination(frame);
        remotePort = TcpHeader.destinationPort(frame, tcp);
        localPort = TcpHeader.sourcePort(frame, tcp);
        int text = (int) (frame.byteSize() - tcp) - TcpHeader.headerLength(frame, tcp);
        int end = TcpHeader.sequence(frame, tcp) + text + (flags & TcpHeader.FIN) + (flags >> 1 & 1);
        boolean first = localPort == 0 || (flags & TcpHeader.SYN) != 0;
        sndNxt = first ? end : Sequence.max(sndNxt, end);
        sndUna = TcpHeader.sequence(frame, tcp);
        if ((flags & TcpHeader.ACK) != 0) {
            rcvNxt = TcpHeader.acknowledgment(frame, tcp);
            rcvAdv = rcvNxt + TcpHeader.window(frame, tcp);
        }
        timestamps = options.hasTimestamps();
        tsRecent = options.tsecr();
        synchronised = (flags & TcpHeader.SYN) == 0;
        opening = (flags & (TcpHeader.SYN | TcpHeader.ACK)) == TcpHeader.SYN;
    }
}
