package io.longshore.testing.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.wire.Checksum;
import io.longshore.wire.NetworkOrder;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/// The checksum against arithmetic that cannot overflow.
class ChecksumPropertyTest {

    private static final BigInteger MODULUS = BigInteger.valueOf(0xFFFF);

    /// A one's complement sum is a sum modulo 2¹⁶ - 1, in which only nothing at all gives 0.
    private static int model(byte[] bytes) {
        BigInteger sum = BigInteger.ZERO;
        for (int i = 0; i < bytes.length; i++) {
            sum = sum.add(BigInteger.valueOf((bytes[i] & 0xFFL) << ((i & 1) == 0 ? 8 : 0)));
        }
        int rest = sum.mod(MODULUS).intValue();
        return rest == 0 && sum.signum() > 0 ? 0xFFFF : rest;
    }

    @Property(tries = 1000, seed = "1")
    void theSumIsTheModels(@ForAll @Size(max = 600) byte[] bytes, @ForAll @IntRange(max = 9) int before) {
        MemorySegment memory = MemorySegment.ofArray(new byte[before + bytes.length]);
        MemorySegment.copy(MemorySegment.ofArray(bytes), 0, memory, before, bytes.length);
        assertEquals(model(bytes), Checksum.sum(memory, before, bytes.length));
    }

    @Property(tries = 500, seed = "1")
    void piecesAddUpToTheWhole(@ForAll @Size(max = 200) byte[] bytes, @ForAll @IntRange(max = 200) int cut) {
        MemorySegment memory = MemorySegment.ofArray(bytes);
        int first = Math.min(cut, bytes.length);
        int sum = Checksum.sum(memory, 0, first)
            + Checksum.aligned(Checksum.sum(memory, first, bytes.length - first), first);
        assertEquals(Checksum.of(memory, 0, bytes.length), Checksum.finish(sum));
    }

    @Property(tries = 500, seed = "1")
    void aMessageWithItsChecksumIsRightAndWithOneBitFlippedIsNot(@ForAll @Size(min = 4, max = 100) byte[] bytes,
            @ForAll int source, @ForAll int destination, @ForAll @IntRange(max = 799) int bit) {
        MemorySegment memory = MemorySegment.ofArray(bytes);
        NetworkOrder.put16(memory, 2, 0);
        int pseudo = Checksum.pseudoHeader(source, destination, 6, bytes.length);
        NetworkOrder.put16(memory, 2, Checksum.finish(pseudo + Checksum.sum(memory, 0, bytes.length)));
        assertTrue(Checksum.isRight(pseudo, memory, 0, bytes.length));
        int flipped = bit % (8 * bytes.length);
        bytes[flipped / 8] ^= (byte) (1 << flipped % 8);
        assertTrue(!Checksum.isRight(pseudo, memory, 0, bytes.length));
    }
}
