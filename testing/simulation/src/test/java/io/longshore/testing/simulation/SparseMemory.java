package io.longshore.testing.simulation;

import io.longshore.memory.Region;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Zeroed memory that costs nothing until it is written: private mappings of one empty file.
final class SparseMemory {

    private static final long MOST = 1L << 30;
    private static final int CHUNK_LOG2 = 24;
    private static final FileChannel FILE = open();

    private SparseMemory() {
    }

    private static FileChannel open() {
        try {
            Path path = Files.createTempFile("longshore-simulation", ".zeros");
            FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE,
                    StandardOpenOption.DELETE_ON_CLOSE);
            file.write(java.nio.ByteBuffer.allocate(1), MOST - 1);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static MemorySegment map(Arena arena, long bytes) {
        try {
            return FILE.map(FileChannel.MapMode.PRIVATE, 0, bytes, arena);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The same memory as the host's side sees it.
    static Region region(MemorySegment memory) {
        Region.Source source =
                (offset, bytes) -> memory.asSlice(offset, bytes).asByteBuffer().order(ByteOrder.nativeOrder());
        return Region.from(source, memory.byteSize(), CHUNK_LOG2, () -> { });
    }
}
