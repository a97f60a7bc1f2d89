package io.longshore.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SipHashTest {

    private static final long KEY0 = 0x0706050403020100L;
    private static final long KEY1 = 0x0f0e0d0c0b0a0908L;

    /// The authors' vectors for messages 00, 00 01, 00 01 02, … of 0 to 20 bytes, as they print them.
    private static final String[] REFERENCE = {
        "310e0edd47db6f72", "fd67dc93c539f874", "5a4fa9d909806c0d", "2d7efbd796666785", "b7877127e09427cf",
        "8da699cd64557618", "cee3fe586e46c9cb", "37d1018bf50002ab", "6224939a79f5f593", "b0e4a90bdf82009e",
        "f3b9dd94c5bb5d7a", "a7ad6b22462fb3f4", "fbe50e86bc8f1e75", "903d84c02756ea14", "eef27a8e90ca23f7",
        "e545be4961ca29a1", "db9bc2577fcc2a3f", "9447be2cf5e99a69", "9cd38d96f0b3c14b", "bd6179a71dc96dbb",
        "98eea21af25cd6be"};

    @Test
    void theReferenceVectorsHold() {
        SipHash hash = SipHash.strong(KEY0, KEY1);
        for (int length = 0; length < REFERENCE.length; length++) {
            byte[] expected = HexFormat.of().parseHex(REFERENCE[length]);
            long word = ByteBuffer.wrap(expected).order(ByteOrder.LITTLE_ENDIAN).getLong();
            assertEquals(word, hash.hash(MemorySegment.ofArray(message(length))), "message of " + length + " bytes");
        }
    }

    @Test
    void wordsAreHashedAsTheirBytes() {
        SipHash hash = SipHash.strong(KEY0, KEY1);
        ByteBuffer words = ByteBuffer.wrap(message(24)).order(ByteOrder.LITTLE_ENDIAN);
        long bytes16 = hash.hash(MemorySegment.ofArray(message(16)));
        long bytes24 = hash.hash(MemorySegment.ofArray(message(24)));
        assertEquals(bytes16, hash.hash(words.getLong(0), words.getLong(8)));
        assertEquals(bytes24, hash.hash(words.getLong(0), words.getLong(8), words.getLong(16)));
    }

    @Test
    void anotherKeyOrFewerRoundsGiveAnotherHash() {
        long hash = SipHash.strong(KEY0, KEY1).hash(1, 2);
        assertNotEquals(hash, SipHash.strong(KEY0 + 1, KEY1).hash(1, 2));
        assertNotEquals(hash, SipHash.strong(KEY0, KEY1 ^ 1).hash(1, 2));
        assertNotEquals(hash, SipHash.fast(KEY0, KEY1).hash(1, 2));
    }

    private static byte[] message(int length) {
        byte[] message = new byte[length];
        for (int i = 0; i < length; i++) {
            message[i] = (byte) i;
        }
        return message;
    }
}
