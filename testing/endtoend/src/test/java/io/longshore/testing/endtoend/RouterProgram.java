package io.longshore.testing.endtoend;

import io.longshore.syscall.PacketSocket;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.NetworkInterface;
import java.util.HexFormat;

/// A router for as long as one advertisement takes: a prefix to make addresses from, an MTU, and itself for an hour.
public final class RouterProgram {

    private static final String ETHERNET = "333300000001 0200000000fe 86dd";
    private static final String SOURCE = "fe80000000000000 00000000000000fe";
    private static final String DESTINATION = "ff02000000000000 0000000000000001";
    /// Hop limit 64, no flags, a lifetime of an hour; MTU 1400; the prefix, on the link, for two hours.
    private static final String BEHIND_CHECKSUM = "40 00 0e10 00000000 00000000 0101 0200000000fe"
            + "0501 0000 00000578 0304 40 c0 00001c20 00001c20 00000000";
    private static final int LAST = 0xFFFF;

    private RouterProgram() {
    }

    /// @param arguments the interface, and the prefix as 32 hexadecimal digits
    public static void main(String[] arguments) throws Exception {
        byte[] body = bytes(BEHIND_CHECKSUM + arguments[1]);
        String length = HexFormat.of().toHexDigits((short) (body.length + 4));
        int sum = sum(bytes(SOURCE + DESTINATION)) + body.length + 4 + 58 + 0x8600 + sum(body);
        while (sum > LAST) {
            sum = (sum & LAST) + (sum >>> 16);
        }
        String checksum = HexFormat.of().toHexDigits((short) ~sum);
        byte[] frame = bytes(ETHERNET + "60000000" + length + "3aff" + SOURCE + DESTINATION + "8600" + checksum
                + HexFormat.of().formatHex(body));
        try (Arena arena = Arena.ofConfined();
                PacketSocket socket = new PacketSocket(NetworkInterface.getByName(arguments[0]).getIndex())) {
            MemorySegment memory = arena.allocate(frame.length).copyFrom(MemorySegment.ofArray(frame));
            if (socket.send(memory) != frame.length) {
                throw new AssertionError("the advertisement was not sent");
            }
        }
    }

    private static byte[] bytes(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    private static int sum(byte[] bytes) {
        int sum = 0;
        for (int i = 0; i < bytes.length; i += 2) {
            sum += (bytes[i] & 0xFF) << 8 | bytes[i + 1] & 0xFF;
        }
        return sum;
    }
}
