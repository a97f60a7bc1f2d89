package io.longshore.testing.fuzz;

import io.longshore.wire.FastOpenCookie;
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
    /// Whether by IPv6.
    boolean ipv6;

    /// Accurate ECN's two orders, Fast Open's two kinds, user timeout, MD5, SACK.
    private static final int[] RARE = {172, 174, 172, 174, 34, 254, 28, 19, 5};

    private final FuzzInput input;
    private final TcpOptions options = new TcpOptions();
    private int tsval;
    private int cookieLength;
    private long cookieHead;
    private long cookieTail;

    FuzzSegments(FuzzInput input) {
        this.input = input;
    }

    /// What an honest peer would echo.
    void sent(int ourTsval) {
        tsval = ourTsval;
    }

    /// What who has been given a cookie of Fast Open brings back.
    void sent(FastOpenCookie cookie) {
        if (cookie.isPresent() && !cookie.isRequest()) {
            cookieLength = cookie.length();
            cookieHead = cookie.first();
            cookieTail = cookie.second();
        }
    }

    /// From somebody who has no connection, mostly a SYN; or any bytes at all.
    byte[] stranger() {
        int who = input.choice(8);
        source = FuzzFrames.PEER + who % 4;
        ipv6 = who >= 4;
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
        ipv6 = flow.ipv6;
        long ports = ports(flow.remotePort, flow.localPort);
        boolean honest = input.flag();
        options.clear();
        if (flow.timestamps && (honest || input.flag())) {
            options.timestamps(honest ? flow.tsRecent + input.choice(3) : input.near(flow.tsRecent),
                honest ? tsval : input.near(tsval));
        }
        int flags = FLAGS[input.choice(honest ? 5 : FLAGS.length)];
        flags = input.choice(32) == 0 ? input.octet() : flags;
        // the three bits of ECN, the oldest of which is reserved where it is not Accurate ECN's (RFC 9768)
        flags ^= input.choice(4) == 0 ? (input.octet() & 7) << 6 : 0;
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
        if ((which & 48) == 48) {
            fastOpen();
        }
    }

    private void fastOpen() {
        boolean experimental = input.choice(4) == 0;
        int room = options.length() <= TcpOptions.MAX_LENGTH - 20 ? input.choice(4) : 0;
        if (room == 0) {
            options.fastOpen().request(experimental);
        } else if (cookieLength > 0 && room < 3) {
            options.fastOpen().set(cookieLength, cookieHead, cookieTail, experimental);
        } else {
            int bytes = FastOpenCookie.SHORTEST + 2 * input.choice(7);
            options.fastOpen().set(bytes, input.number32(), input.number32(), experimental);
        }
    }

    /// An option that is rare, or none at all, whatever its length says; a multiple of 4 bytes.
    private byte[] rareOption() {
        int words = TcpOptions.MAX_LENGTH / 4 - options.length() / 4;
        if (words == 0 || input.choice(6) != 0) {
            return new byte[0];
        }
        byte[] option = new byte[4 * (1 + input.choice(words))];
        Arrays.fill(option, (byte) 1);
        option[0] = (byte) (input.choice(4) == 0 ? input.octet() : RARE[input.choice(RARE.length)]);
        int length = input.choice(8) == 0 ? input.octet() : 2 + input.choice(option.length - 1);
        option[1] = (byte) length;
        for (int i = 2; i < Math.min(length, option.length); i++) {
            option[i] = (byte) input.octet();
        }
        return option;
    }

    private void sack(FuzzFlow flow) {
        for (int i = input.choice(4); i > 0; i--) {
            int left = input.near(flow.sndUna + input.number16() % 3000);
            options.addSackBlock(left, input.near(left + input.number16() % 3000));
        }
    }

    private byte[] segment(long ports, int sequence, int acknowledgment, int flags) {
        byte[] rare = rareOption();
        int header = TcpHeader.HEADER + options.length() + rare.length;
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
        System.arraycopy(rare, 0, bytes, header - rare.length, rare.length);
        if (input.choice(16) == 0) {
            bytes[input.choice(header)] = (byte) input.octet();
        }
        return bytes;
    }
}
