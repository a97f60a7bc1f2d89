package io.longshore.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TcpOptionsTest {

    private final TcpOptions options = new TcpOptions();

    private boolean parse(String digits) {
        MemorySegment memory = HexText.memory(digits);
        return options.parse(memory, 0, (int) memory.byteSize());
    }

    private String write() {
        MemorySegment memory = MemorySegment.ofArray(new byte[60]);
        memory.fill((byte) 0xEE);
        int written = options.write(memory, 8);
        assertEquals(options.length(), written);
        assertEquals("eeeeeeeeeeeeeeee", HexText.text(memory, 0, 8));
        assertEquals("ee".repeat(52 - written), HexText.text(memory, 8 + written, 52 - written));
        return HexText.text(memory, 8, written);
    }

    @Test
    void aCookieThatDoesNotFitIsNeededAllTheSame() {
        options.mss(1460);
        options.timestamps(1, 2);
        options.sackPermitted();
        options.windowScale(7);
        options.fastOpen().set(8, 1, 0, false);
        assertEquals(32, options.needed());
        options.accEcn().set(3);
        assertEquals(44, options.needed());
        assertEquals(32, options.length());
        options.accEcn().set(2);
        assertEquals(40, options.needed());
        assertEquals(40, options.length());
        write();
    }

    @Test
    void theOptionsOfALinuxSynAreRead() {
        assertTrue(parse("0204 05b4 0402 080a 01020304 00000000 01 0303 07"));
        assertEquals(1460, options.mss());
        assertTrue(options.hasSackPermitted());
        assertEquals(0x0102_0304, options.tsval());
        assertEquals(0, options.tsecr());
        assertEquals(7, options.windowScale());
    }

    @Test
    void sackBlocksAreReadUpToFour() {
        assertTrue(parse("05 22" + "00000001 00000002 00000003 00000004 00000005 00000006 fffffff0 00000008"));
        assertEquals(4, options.sackBlocks());
        assertEquals(1, options.sackLeft(0));
        assertEquals(0xFFFF_FFF0, options.sackLeft(3));
        assertEquals(8, options.sackRight(3));
    }

    /// RFC 9293 MUST-7.
    @ParameterizedTest
    @ValueSource(strings = {"0200", "0201", "0800", "05 01 00", "fe00", "fe01"})
    void anIllegalOptionLengthStopsParsingWithoutLooping(String illegal) {
        assertFalse(parse("0204 05b4" + illegal + "0303 07"));
        assertEquals(1460, options.mss());
        assertFalse(options.hasWindowScale());
    }

    @ParameterizedTest
    @ValueSource(strings = {"02", "0204", "0204 05", "0101 080a 01020304 0000 00", "050a 00000001", "fe05 0000", "fe"})
    void aLengthBeyondTheHeaderStopsParsing(String overrun) {
        assertFalse(parse(overrun));
        assertFalse(options.hasMss() || options.hasTimestamps() || options.sackBlocks() > 0);
    }

    /// RFC 9293 MUST-6.
    @Test
    void aTcpImplementationIgnoresOptionsItDoesNotImplement() {
        assertTrue(parse("fe04 beef 1e02 0204 0500"));
        assertEquals(0x500, options.mss());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0203 05", "0205 05b400", "0302", "0304 0700", "0403 00", "0809 01020304 000000",
        "080b 01020304 00000000 00", "0502", "0506 00000001", "0511 00000001 00000002 00000003 000000", "052a"})
    void aKnownOptionOfAWrongLengthMeansNothing(String wrong) {
        parse(wrong + "00".repeat(0x28));
        assertEquals(0, options.length());
    }

    @Test
    void nothingIsReadBehindTheEndOfTheList() {
        assertTrue(parse("01 00 0204 05b4"));
        assertFalse(options.hasMss());
    }

    /// RFC 7323 2.3: "If a Window Scale option is received with a shift.cnt value larger than 14, the TCP SHOULD log
    /// the error but MUST use 14 instead of the specified value."
    @Test
    void aShiftLargerThanFourteenCountsAsFourteen() {
        assertTrue(parse("0303 ff"));
        assertEquals(14, options.windowScale());
    }

    @Test
    void anMssOfZeroIsNoMss() {
        assertTrue(parse("0204 0000"));
        assertFalse(options.hasMss());
    }

    @Test
    void parsingForgetsWhatWasThereBefore() {
        parse("0204 05b4 0402 080a 01020304 00000005 01 0303 07");
        parse("01");
        assertEquals(0, options.length());
        assertEquals(0, options.mss() + options.tsval() + options.tsecr() + options.windowScale());
    }

    @Test
    void aSynIsWrittenInLinuxsOrder() {
        options.mss(1460);
        options.sackPermitted();
        options.timestamps(0x0102_0304, 0);
        options.windowScale(7);
        assertEquals("020405b4" + "0402080a0102030400000000" + "01030307", write());
    }

    @Test
    void withoutTimestampsSackPermittedIsPadded() {
        options.mss(536);
        options.sackPermitted();
        options.windowScale(0);
        assertEquals("02040218" + "01010402" + "01030300", write());
    }

    @Test
    void aDataSegmentCarriesPaddedTimestamps() {
        options.timestamps(-1, 2);
        assertEquals("0101080a" + "ffffffff" + "00000002", write());
    }

    @Test
    void besideTimestampsThreeSackBlocksFit() {
        options.timestamps(1, 2);
        for (int i = 0; i < 5; i++) {
            options.addSackBlock(i, i + 1);
        }
        assertEquals("0101080a0000000100000002" + "0101051a"
            + "0000000000000001" + "0000000100000002" + "0000000200000003", write());
    }

    @Test
    void aloneFourSackBlocksFit() {
        for (int i = 0; i < 5; i++) {
            options.addSackBlock(i, i + 1);
        }
        assertEquals(36, write().length() / 2);
    }

    @Test
    void noOptionsAreNoBytes() {
        assertEquals("", write());
    }
}
