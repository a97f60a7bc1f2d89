package io.longshore.testing.fuzz;

import io.longshore.wire.TcpHeader;
import io.longshore.wire.TcpOptions;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Segments that hit: of a connection's own ports, with numbers at its borders.
final class FuzzSegments {

    static final int LISTENING = 80;

    private static final int[] FLAGS = {TcpHeader.ACK, TcpHeader.ACK, TcpHeader.ACK, TcpHeader.ACK | TcpHeader.PSH,
        TcpHeader.ACK | TcpHeader.FIN, TcpHeader.SYN, TcpHeader.SYN | TcpHeader.ACK, TcpHeader.RST,
        TcpHeader.RST | TcpHeader.ACK, TcpHeader.ACK | TcpHeader.URG, 0, TcpHeader.FIN};

    /// Where the last segment comes from.
    int source;

    private final FuzzInput input;
    private final TcpOptions options = new TcpOptions();
    private int tsval;

    FuzzSegments(FuzzInput input) {
        this.input = input;
    }

    /// What an honest peer would echo.
    void sent(int ourTsval) {
        tsval = ourTsval;
    }

    /// From somebody who has no connection, mostly a SYN; or any bytes at all.
    byte[] stranger() {
        source = FuzzFrames.PEER + input.choice(4);
        if (input.choice(8) == 0) {
            return input.bytes(80);
        }
        options.clear();
        synOptions();
        int flags = input.choice(4) == 0 ? input.octet() : TcpHeader.SYN;
        return segment(ports(5000 + input.choice(4), LISTENING), input.number32(), input.number32(), flags);
    }

    /// For a connection: what its peer would send, or not quite, or not at all.
    byte[] about(FuzzFlow flow) {
        source = flow.remoteAddress;
        long ports = ports(flow.remotePort, flow.localPort);
        boolean honest = input.flag();
        options.clear();
        if (flow.timestamps && (honest || input.flag())) {
            options.timestamps(honest ? flow.tsRecent + input.choice(3) : input.near(flow.tsRecent),
                honest ? tsval : input.near(tsval));
        }
        int flags = FLAGS[input.choice(honest ? 5 : FLAGS.length)];
        flags = input.choice(32) == 0 ? input.octet() : flags;
        if (!flow.synchronised) {
            synOptions();
            flags = honest ? handshakeFlags(flow) : flags;
        } else if (input.choice(3) == 0) {
            sack(flow);
        }
        int sequence = honest ? flow.rcvNxt : input.near(input.flag() ? flow.rcvNxt : flow.rcvAdv);
        int acknowledgment = honest ? flow.sndNxt : input.near(input.flag() ? flow.sndUna : flow.sndNxt);
        return segment(ports, sequence, acknowledgment, flags);
    }

    private int handshakeFlags(FuzzFlow flow) {
        boolean bothOpen = flow.opening && input.choice(3) == 0;
        int syn = flow.opening ? TcpHeader.SYN : 0;
        return bothOpen ? syn : syn | TcpHeader.ACK;
    }

    private static long ports(int from, int to) {
        return (long) from << 16 | to;
    }

    private void synOptions() {
        int which = input.octet();
        if ((which & 1) != 0) {
            options.mss(input.number16());
        }
        if ((which & 2) != 0) {
            options.windowScale(input.choice(20));
        }
        if ((which & 4) != 0) {
            options.sackPermitted();
        }
        if ((which & 8) != 0) {
            options.timestamps(input.number32(), input.flag() ? tsval : input.number32());
        }
    }

    private void sack(FuzzFlow flow) {
        for (int i = input.choice(4); i > 0; i--) {
            int left = input.near(flow.sndUna + input.number16() % 3000);
            options.addSackBlock(left, input.near(left + input.number16() % 3000));
        }
    }

    private byte[] segment(long ports, int sequence, int acknowledgment, int flags) {
        int header = TcpHeader.HEADER + options.length();
        int text = input.choice(3) == 0 ? input.number16() % 3000 : input.choice(4) == 0 ? input.choice(10) : 0;
        byte[] bytes = new byte[header + text];
        Arrays.fill(bytes, header, bytes.length, (byte) 'x');
        MemorySegment memory = MemorySegment.ofArray(bytes);
        TcpHeader.writePorts(memory, 0, (int) (ports >>> 16), (int) ports & 0xFFFF);
        TcpHeader.writeNumbers(memory, 0, sequence, acknowledgment);
        int window = switch (input.choice(4)) {
            case 0 -> 0;
            case 1 -> 1 + input.octet();
            default -> input.number16();
        };
        TcpHeader.writeControl(memory, 0, header, flags, window);
        options.write(memory, TcpHeader.HEADER);
        if (input.choice(16) == 0) {
            bytes[input.choice(header)] = (byte) input.octet();
        }
        return bytes;
    }
}
