package io.longshore.testing.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.wire.TcpOptions;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// The option parser against a model that copies every option out before it looks at it, and against the writer.
class OptionsPropertyTest {

    private static final int MOST = 40;

    private final TcpOptions options = new TcpOptions();

    /// What the model finds: each option as a text, in order, and whether the list was sound.
    private record Model(List<String> found, boolean isSound) {

        static Model of(byte[] bytes) {
            List<String> found = new ArrayList<>();
            int at = 0;
            while (at < bytes.length && bytes[at] != 0) {
                if (bytes[at] == 1) {
                    at++;
                    continue;
                }
                int length = at + 1 < bytes.length ? bytes[at + 1] & 0xFF : 0;
                if (length < 2 || at + length > bytes.length) {
                    return new Model(found, false);
                }
                found.add((bytes[at] & 0xFF) + " " + hex(bytes, at + 2, at + length));
                at += length;
            }
            return new Model(found, true);
        }

        private static String hex(byte[] bytes, int from, int to) {
            return java.util.HexFormat.of().formatHex(bytes, from, to);
        }

        /// The last option of a kind whose data has the right number of bytes, as a number; −1 if there is none.
        long last(int kind, int bytes) {
            return found.stream().filter(option -> option.matches(kind + " [0-9a-f]{" + 2 * bytes + "}"))
                    .reduce((a, b) -> b).map(option -> bytes == 0 ? 0L
                            : Long.parseUnsignedLong(option.substring(option.indexOf(' ') + 1), 16)).orElse(-1L);
        }
    }

    /// Bytes that are likely to look like options, whole, cut off or spoilt.
    @Provide
    Arbitrary<byte[]> areas() {
        Arbitrary<byte[]> known = Combinators.combine(Arbitraries.of(0, 1, 2, 3, 4, 5, 8, 19, 34, 253, 254),
                Arbitraries.of(-2, -1, 0, 0, 0, 0, 0, 1, 40), Arbitraries.longs()).as(OptionsPropertyTest::option);
        Arbitrary<byte[]> noise = Arbitraries.bytes().array(byte[].class).ofMaxSize(5);
        return Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(6, known), net.jqwik.api.Tuple.of(1, noise)).list()
                .ofMaxSize(8).map(OptionsPropertyTest::joined);
    }

    private static byte[] option(int kind, int off, long data) {
        int right = switch (kind) {
            case 0, 1 -> 1;
            case 2 -> 4;
            case 3 -> 3;
            case 4 -> 2;
            case 5 -> 10 + 8 * (int) (data & 3);
            case 8 -> 10;
            default -> 2 + (int) (data & 7);
        };
        byte[] bytes = new byte[right];
        bytes[0] = (byte) kind;
        for (int i = 2; i < right; i++) {
            bytes[i] = (byte) (data >>> 8 * (i % 8));
        }
        if (right > 1) {
            bytes[1] = (byte) (right + off);
        }
        return bytes;
    }

    private static byte[] joined(List<byte[]> parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        parts.forEach(all::writeBytes);
        return java.util.Arrays.copyOf(all.toByteArray(), Math.min(all.size(), MOST));
    }

    @Property(tries = 5000, seed = "1")
    void whatIsFoundIsWhatTheModelFinds(@ForAll("areas") byte[] area) {
        Model model = Model.of(area);
        assertEquals(model.isSound(), options.parse(MemorySegment.ofArray(area), 0, area.length));
        long mss = model.last(2, 2);
        assertEquals(mss > 0, options.hasMss());
        assertEquals(Math.max(mss, 0), options.mss());
        long scale = model.last(3, 1);
        assertEquals(scale >= 0, options.hasWindowScale());
        assertEquals(Math.clamp(scale, 0, 14), options.windowScale());
        assertEquals(model.last(4, 0) >= 0, options.hasSackPermitted());
        boolean stamped = model.found().stream().anyMatch(option -> option.matches("8 [0-9a-f]{16}"));
        assertEquals(stamped, options.hasTimestamps());
        if (stamped) {
            assertEquals(model.last(8, 8), (long) options.tsval() << 32 | options.tsecr() & 0xFFFF_FFFFL);
        }
        assertEquals(model.found().stream().filter(option -> option.matches("5 ([0-9a-f]{16}){1,4}"))
                .reduce((a, b) -> b).map(option -> (option.length() - 2) / 16).orElse(0), options.sackBlocks());
    }

    @Property(tries = 2000, seed = "1")
    void nothingBehindTheAreaIsRead(@ForAll("areas") byte[] area) {
        byte[] padded = new byte[area.length + 64];
        java.util.Arrays.fill(padded, (byte) 2);
        System.arraycopy(area, 0, padded, 0, area.length);
        boolean sound = options.parse(MemorySegment.ofArray(padded), 0, area.length);
        int mss = options.mss();
        assertEquals(sound, options.parse(MemorySegment.ofArray(area), 0, area.length));
        assertEquals(mss, options.mss());
    }

    @Property(tries = 2000, seed = "1")
    void whatIsWrittenIsReadAgain(@ForAll int mss, @ForAll int stamp, @ForAll int bits) {
        options.clear();
        options.mss((bits & 1) == 0 ? 0 : mss & 0x7FFF | 1);
        if ((bits & 2) != 0) {
            options.timestamps(stamp, ~stamp);
        }
        if ((bits & 4) != 0) {
            options.windowScale(stamp & 15);
        }
        if ((bits & 8) != 0) {
            options.sackPermitted();
        }
        for (int i = 0; i < (bits >> 4 & 7); i++) {
            options.addSackBlock(stamp + i * 1000, stamp + i * 1000 + 500);
        }
        byte[] area = new byte[MOST];
        int written = options.write(MemorySegment.ofArray(area), 0);
        assertEquals(options.length(), written);
        assertTrue(written % 4 == 0 && written <= MOST, written + " bytes");
        TcpOptions read = new TcpOptions();
        assertTrue(read.parse(MemorySegment.ofArray(area), 0, written));
        assertEquals(options.mss(), read.mss());
        assertEquals(options.windowScale(), read.windowScale());
        assertEquals(options.hasSackPermitted(), read.hasSackPermitted());
        assertEquals(options.hasTimestamps(), read.hasTimestamps());
        assertEquals(options.tsval(), read.tsval());
        assertTrue(read.sackBlocks() <= options.sackBlocks());
        for (int i = 0; i < read.sackBlocks(); i++) {
            assertEquals(options.sackLeft(i), read.sackLeft(i));
        }
    }
}
