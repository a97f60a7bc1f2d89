package io.longshore.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.memory.DoorbellBitmap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RegionLayoutTest {

    static Stream<RegionLayout> layouts() {
        return Stream.of(
                RegionLayout.STANDARD,
                new RegionLayout(128, 1, 1, 16),
                new RegionLayout(1 << 18, 4_096, 64, 26),
                new RegionLayout(4_096, 7, 3, 20));
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void nothingOverlapsAndEveryLineIsAligned(RegionLayout layout) {
        long end = 3 * RegionLayout.LINE;
        for (int shard = 0; shard < layout.shards(); shard++) {
            end = follows(end, layout.shardSleep(shard), RegionLayout.LINE);
            end = follows(end, layout.shardTurn(shard), RegionLayout.LINE);
            end = follows(end, layout.shardBitmap(shard), DoorbellBitmap.bytes(layout.slots()));
        }
        for (int context = 0; context < layout.contexts(); context++) {
            end = follows(end, layout.contextSleep(context), RegionLayout.LINE);
            end = follows(end, layout.contextBitmap(context), DoorbellBitmap.bytes(layout.slots()));
        }
        end = follows(end, layout.slot(0), layout.slots() * RegionLayout.SLOT_BYTES);
        end = follows(end, layout.receiveRing(0), layout.ringBytes());
        follows(end, layout.sendRing(0), layout.ringBytes());
        assertEquals(layout.bytes(), layout.sendRing(layout.slots() - 1) + layout.ringBytes());
    }

    private static long follows(long end, long at, int bytes) {
        assertTrue(at >= end, at + " lies before " + end);
        assertEquals(0, at % RegionLayout.LINE);
        return at + bytes;
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void noPartStraddlesTwoChunks(RegionLayout layout) {
        long chunk = 1L << layout.smallestChunkLog2();
        assertTrue(chunk <= 1 << 30, "it can be mapped");
        assertTrue(layout.registerBytes() <= chunk);
        assertEquals(0, chunk % (2L * layout.ringBytes()));
        assertEquals(0, layout.receiveRing(0) % (2L * layout.ringBytes()));
    }

    @ParameterizedTest
    @CsvSource({"100,1,1,16", "64,1,1,16", "0,1,1,16", "-128,1,1,16", "524288,1,1,16", "128,0,1,16", "128,4097,1,16",
        "128,1,0,16", "128,1,65,16", "128,1,1,15", "128,1,1,27", "-2147483648,1,1,16"})
    void impossibleLayoutsAreRefused(int slots, int contexts, int shards, int log2Ring) {
        assertThrows(IllegalArgumentException.class, () -> new RegionLayout(slots, contexts, shards, log2Ring));
    }
}
