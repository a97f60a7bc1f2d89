package io.longshore.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.wire.TcpHeader;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Parsing (RFC 9293 3.1, 3.2): nothing in the bytes makes it throw or loop.
class SegmentTest {

    private final Segment segment = new Segment();

    private boolean parse(byte[] bytes) {
        return segment.parse(MemorySegment.ofArray(bytes), 0, bytes.length);
    }

    private static byte[] header(int... options) {
        byte[] bytes = new byte[20 + options.length];
        bytes[12] = (byte) (bytes.length << 2);
        bytes[13] = TcpHeader.SYN;
        for (int i = 0; i < options.length; i++) {
            bytes[20 + i] = (byte) options[i];
        }
        return bytes;
    }

    @Test
    @Requirement({"MUST-4", "MUST-64"})
    void theMandatoryOptionsAreUnderstoodWhereverTheyStand() {
        assertTrue(parse(header(1, 2, 4, 5, 0xb4, 1, 0, 0)));
        assertEquals(1460, segment.options.mss());
    }

    @Test
    @Requirement("MUST-6")
    void unknownOptionsAreIgnored() {
        assertTrue(parse(header(99, 4, 0, 0, 2, 4, 5, 0xb4)));
        assertEquals(1460, segment.options.mss());
    }

    @Test
    @Requirement("MUST-5")
    void optionsAreReadInAnySegment() {
        byte[] bytes = header(2, 4, 5, 0xb4);
        bytes[13] = TcpHeader.ACK;
        assertTrue(parse(bytes));
        assertEquals(1460, segment.options.mss());
    }

    @Test
    @Requirement("MUST-7")
    void illegalOptionLengthsEndTheOptions() {
        assertTrue(parse(header(2, 0, 5, 0xb4)));
        assertFalse(segment.options.hasMss());
        assertTrue(parse(header(2, 1, 5, 0xb4)));
        assertTrue(parse(header(8, 10, 5, 0xb4)));
        assertFalse(segment.options.hasTimestamps());
        assertTrue(parse(header(1, 1, 1, 2)));
    }

    @Test
    void aHeaderLengthThatCannotBeIsMalformed() {
        byte[] bytes = header();
        bytes[12] = 4 << 4;
        assertFalse(parse(bytes));
        bytes[12] = 6 << 4;
        assertFalse(parse(bytes));
        assertFalse(parse(new byte[19]));
        assertFalse(parse(new byte[0]));
    }

    @Test
    void theLengthCountsSynAndFin() {
        byte[] bytes = new byte[25];
        bytes[12] = 5 << 4;
        bytes[13] = TcpHeader.SYN | TcpHeader.FIN;
        assertTrue(parse(bytes));
        assertEquals(7, segment.length());
        assertEquals(5, segment.textLength);
        assertEquals(20, segment.textAt);
    }

    @Test
    void anyBytesAreEitherMalformedOrASegment() {
        Random random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(80)];
            random.nextBytes(bytes);
            if (parse(bytes)) {
                assertTrue(segment.textAt + segment.textLength == bytes.length);
            }
        }
    }
}
