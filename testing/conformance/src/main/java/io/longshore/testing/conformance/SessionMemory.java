package io.longshore.testing.conformance;

import io.longshore.memory.Region;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Zeroed memory for one session's region that costs nothing until it is written: a sparse file without a name.
final class SessionMemory {

    private static final Path SHARED = Path.of("/dev/shm");
    private static final int CHUNK_LOG2 = 30;

    private SessionMemory() {
    }

    static MemorySegment map(Arena arena, long bytes) throws IOException {
        Path path = Files.isWritable(SHARED)
                ? Files.createTempFile(SHARED, "longshore-session", ".region")
                : Files.createTempFile("longshore-session", ".region");
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE)) {
            file.write(ByteBuffer.allocate(1), bytes - 1);
            return file.map(FileChannel.MapMode.READ_WRITE, 0, bytes, arena);
        }
    }

    /// The same memory as the host's side sees it.
    static Region region(MemorySegment memory) {
        Region.Source source =
                (offset, bytes) -> memory.asSlice(offset, bytes).asByteBuffer().order(ByteOrder.nativeOrder());
        return Region.from(source, memory.byteSize(), CHUNK_LOG2, () -> { });
    }
}
