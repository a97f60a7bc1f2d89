package io.longshore.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChecksumTest {

    @Test
    void theExampleOfRfc1071Section3AddsUp() {
        MemorySegment memory = HexText.memory("00 01 f2 03 f4 f5 f6 f7");
        assertEquals(0xDDF2, Checksum.sum(memory, 0, 8));
        assertEquals(0x220D, Checksum.of(memory, 0, 8));
    }

    @Test
    void anOddLastByteCountsAsIfAZeroByteFollowed() {
        assertEquals(0x0200, Checksum.sum(HexText.memory("02"), 0, 1));
        assertEquals(0x0102 + 0x0300, Checksum.sum(HexText.memory("01 02 03"), 0, 3));
        assertEquals(0, Checksum.sum(HexText.memory("01 02 03"), 1, 0));
    }

    @Test
    void everyLengthAndOffsetAgreesWithTheSumTakenWordByWord() {
        byte[] bytes = new byte[100];
        new Random(1).nextBytes(bytes);
        MemorySegment memory = MemorySegment.ofArray(bytes);
        for (int at = 0; at < 9; at++) {
            for (int length = 0; length < bytes.length - at; length++) {
                assertEquals(wordByWord(bytes, at, length), Checksum.sum(memory, at, length), at + "+" + length);
            }
        }
    }

    private static int wordByWord(byte[] bytes, int at, int length) {
        int sum = 0;
        for (int i = 0; i < length; i++) {
            sum += (bytes[at + i] & 0xFF) << ((i & 1) == 0 ? 8 : 0);
            sum = (sum & 0xFFFF) + (sum >>> 16);
        }
        return sum;
    }

    @Test
    void allOnesDoNotOverflow() {
        byte[] bytes = new byte[65_535];
        java.util.Arrays.fill(bytes, (byte) 0xFF);
        assertEquals(0xFFFF, Checksum.sum(MemorySegment.ofArray(bytes), 0, 65_534));
        assertEquals(0xFF00, Checksum.sum(MemorySegment.ofArray(bytes), 0, 65_535));
    }

    @Test
    void twoPiecesAddUpToTheWholeWhereverTheyAreCut() {
        byte[] bytes = new byte[41];
        new Random(2).nextBytes(bytes);
        MemorySegment memory = MemorySegment.ofArray(bytes);
        for (int cut = 0; cut <= bytes.length; cut++) {
            int pieces = Checksum.sum(memory, 0, cut)
                + Checksum.aligned(Checksum.sum(memory, cut, bytes.length - cut), cut);
            assertEquals(Checksum.of(memory, 0, bytes.length), Checksum.finish(pieces), "cut at " + cut);
        }
    }

    @Test
    void aTcpSegmentAddsUpWithItsPseudoHeader() {
        // SYN from 10.0.0.2:40000 to 10.0.0.1:80 as Linux sends it, without options
        MemorySegment segment = HexText.memory("9c40 0050 00000001 00000000 5002 ffff 0000 0000");
        int pseudo = Checksum.pseudoHeader(0x0A00_0002, 0x0A00_0001, Ipv4.PROTOCOL_TCP, 20);
        assertEquals(0x0A00 + 2 + 0x0A00 + 1 + 6 + 20, pseudo);
        TcpHeader.writeChecksum(segment, 0, Checksum.finish(pseudo + Checksum.sum(segment, 0, 20)));
        assertTrue(Checksum.isRight(pseudo, segment, 0, 20));
        NetworkOrder.put8(segment, 7, 2);
        assertFalse(Checksum.isRight(pseudo, segment, 0, 20));
    }

    @Test
    void addressesWithTheHighestBitAreNotNegative() {
        assertEquals(Checksum.fold(0xFFFF + 0xFFFE + 0xC0A8 + 0x0001 + 6 + 0xFFFF),
            Checksum.pseudoHeader(0xFFFF_FFFE, 0xC0A8_0001, 6, 0xFFFF));
    }
}
