package io.longshore.testing.fuzz;

import io.longshore.tcp.Segment;
import io.longshore.wire.Checksum;
import io.longshore.wire.Ipv4Address;
import io.longshore.wire.MacAddress;
import io.longshore.wire.Prefix;
import io.longshore.wire.TcpOptions;
import java.nio.charset.StandardCharsets;

/// Any bytes into the parsers of headers and addresses.
final class WireFuzz {

    private WireFuzz() {
    }

    static void options(byte[] data) {
        GuardedMemory guarded = new GuardedMemory(data);
        TcpOptions options = new TcpOptions();
        options.parse(guarded.memory, GuardedMemory.BEFORE, data.length);
        guarded.isUntouched();
        check(options.windowScale() <= TcpOptions.MAX_WINDOW_SCALE, "window scale " + options.windowScale());
        check(options.sackBlocks() <= TcpOptions.MAX_SACK_BLOCKS, options.sackBlocks() + " SACK blocks");
        check(options.hasMss() == options.mss() > 0, "MSS " + options.mss());
        int length = options.length();
        check(length <= TcpOptions.MAX_LENGTH && length % 4 == 0, length + " bytes of options");
        GuardedMemory written = new GuardedMemory(new byte[length]);
        check(options.write(written.memory, GuardedMemory.BEFORE) == length, "length and write disagree");
        written.isUntouchedBut(0, length);
        readsBackTheSame(options, written, length);
    }

    private static void readsBackTheSame(TcpOptions options, GuardedMemory written, int length) {
        TcpOptions again = new TcpOptions();
        check(again.parse(written.memory, GuardedMemory.BEFORE, length), "what was written is malformed");
        check(again.mss() == options.mss() && again.windowScale() == options.windowScale()
            && again.hasWindowScale() == options.hasWindowScale()
            && again.hasSackPermitted() == options.hasSackPermitted()
            && again.hasTimestamps() == options.hasTimestamps()
            && again.tsval() == options.tsval() && again.tsecr() == options.tsecr(), "options changed");
        check(again.sackBlocks() <= options.sackBlocks(), "SACK blocks appeared");
        for (int i = 0; i < again.sackBlocks(); i++) {
            check(again.sackLeft(i) == options.sackLeft(i) && again.sackRight(i) == options.sackRight(i),
                "SACK block " + i + " changed");
        }
    }

    static void segment(byte[] data) {
        GuardedMemory guarded = new GuardedMemory(data);
        Segment segment = new Segment();
        if (segment.parse(guarded.memory, GuardedMemory.BEFORE, data.length)) {
            check(segment.textAt >= 20 && segment.textLength >= 0
                && segment.textAt + segment.textLength == data.length, "text " + segment.textAt + "+"
                + segment.textLength + " of " + data.length);
            Checksum.isRight(0, guarded.memory, GuardedMemory.BEFORE, data.length);
        }
        guarded.isUntouched();
    }

    /// Text is read, or refused with a sentence that quotes it; nothing else.
    static void addresses(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        try {
            check(Ipv4Address.text(Ipv4Address.parse(text)).equals(text), text);
        } catch (IllegalArgumentException refused) {
            check(refused.getMessage().contains(text), refused.getMessage());
        }
        try {
            check(MacAddress.text(MacAddress.parse(text)).equalsIgnoreCase(text), text);
        } catch (IllegalArgumentException refused) {
            check(refused.getMessage().contains(text), refused.getMessage());
        }
        try {
            check(Prefix.parse(text).toString().equals(text), text);
        } catch (IllegalArgumentException refused) {
            check(refused.getMessage().contains("\" is not an "), refused.getMessage());
        }
    }

    static void check(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }
}
