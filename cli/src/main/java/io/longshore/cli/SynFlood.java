package io.longshore.cli;

import io.longshore.syscall.PacketSocket;
import io.longshore.syscall.SystemCallException;
import io.longshore.wire.Checksum;
import io.longshore.wire.Ethernet;
import io.longshore.wire.Ipv4;
import io.longshore.wire.TcpHeader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;

/// SYNs from addresses that nobody has, to one listener, at a steady rate (RFC 4987, 2): made here and sent out of an
/// interface of this machine only, to the stack behind it.
final class SynFlood implements Runnable {

    private static final int IP_AT = Ethernet.HEADER;
    private static final int TCP_AT = IP_AT + 20;
    private static final int FRAME = TCP_AT + TcpHeader.HEADER;
    private static final int TTL = 64;
    private static final int WINDOW = 64_240;
    /// 198.18.0.0/15, which RFC 2544 keeps for measurements.
    private static final int SOURCES = 0xC612_0000;
    private static final int SOURCE_BITS = 17;
    private static final int LAST_PORT = 65_535;
    private static final long TICK_NANOS = 500_000;

    private final FloodTarget target;
    private final int perSecond;
    private final SplittableRandom random = new SplittableRandom(1);
    private volatile boolean stopped;
    private volatile long sent;

    /// @param perSecond SYNs in a second
    SynFlood(FloodTarget target, int perSecond) {
        this.target = target;
        this.perSecond = perSecond;
    }

    /// How many SYNs the interface has taken.
    long sent() {
        return sent;
    }

    void stop() {
        stopped = true;
    }

    @Override
    public void run() {
        try (PacketSocket socket = new PacketSocket(target.interfaceNumber()); Arena arena = Arena.ofConfined()) {
            MemorySegment frame = arena.allocate(FRAME);
            long start = System.nanoTime();
            while (!stopped) {
                sendUpTo((System.nanoTime() - start) * perSecond / 1_000_000_000L, socket, frame);
                Patience.rest(TICK_NANOS);
            }
        } catch (SystemCallException e) {
            throw new IllegalStateException(e);
        }
    }

    private void sendUpTo(long due, PacketSocket socket, MemorySegment frame) {
        while (sent < due && !stopped) {
            fill(frame);
            socket.send(frame);
            sent++;
        }
    }

    private void fill(MemorySegment frame) {
        int source = SOURCES | random.nextInt(1 << SOURCE_BITS);
        Ethernet.write(frame, 0, target.destinationMac(), target.sourceMac(), Ethernet.TYPE_IPV4);
        Ipv4.writeLength(frame, IP_AT, 0, FRAME - IP_AT);
        Ipv4.writeFragment(frame, IP_AT, 0, 0, 0);
        Ipv4.writeProtocol(frame, IP_AT, TTL, Ipv4.PROTOCOL_TCP);
        Ipv4.writeAddresses(frame, IP_AT, source, target.address());
        Ipv4.writeChecksum(frame, IP_AT, TCP_AT - IP_AT);
        TcpHeader.writePorts(frame, TCP_AT, 1 + random.nextInt(LAST_PORT), target.port());
        TcpHeader.writeNumbers(frame, TCP_AT, random.nextInt(), 0);
        TcpHeader.writeControl(frame, TCP_AT, TcpHeader.HEADER, TcpHeader.SYN, WINDOW);
        TcpHeader.writeChecksum(frame, TCP_AT, 0);
        int sum = Checksum.pseudoHeader(source, target.address(), Ipv4.PROTOCOL_TCP, TcpHeader.HEADER)
                + Checksum.sum(frame, TCP_AT, TcpHeader.HEADER);
        TcpHeader.writeChecksum(frame, TCP_AT, Checksum.finish(sum));
    }
}
