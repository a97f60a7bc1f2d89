package io.longshore.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegionTest {

    private static final long THREE_GIGABYTES_AND_A_BIT = (3L << 30) + 4_096;

    @TempDir
    Path directory;

    @Test
    void aFileIsSparseAndItsOwnersAlone() throws IOException {
        Path path = directory.resolve("a.region");
        try (Region region = Region.create(path, THREE_GIGABYTES_AND_A_BIT)) {
            assertEquals(THREE_GIGABYTES_AND_A_BIT, region.size());
            assertEquals(4, region.chunks());
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
            assertEquals(4_096, region.chunk(3).size());
        }
    }

    @Test
    void bothSidesOfAFileSeeTheSameBytesEvenWhenItIsUnlinked() throws IOException {
        Path path = directory.resolve("b.region");
        try (Region server = Region.create(path, THREE_GIGABYTES_AND_A_BIT); Region host = Region.open(path)) {
            assertEquals(server.size(), host.size());
            Files.delete(path);
            long offset = (2L << 30) + 8_192;
            assertEquals(2, host.chunkOf(offset));
            assertEquals(8_192, host.withinChunk(offset));
            server.chunkAt(offset).setLongRelease(server.withinChunk(offset), 4_711);
            assertEquals(4_711, host.chunkAt(offset).getLongAcquire(host.withinChunk(offset)));
        }
    }

    @Test
    void anInterruptedThreadMapsChunksAllTheSame() throws IOException {
        Path path = directory.resolve("i.region");
        Thread.currentThread().interrupt();
        try (Region server = Region.create(path, THREE_GIGABYTES_AND_A_BIT); Region host = Region.open(path)) {
            server.chunk(1).putLong(0, 4_711);
            assertEquals(4_711, host.chunk(1).getLong(0));
            assertTrue(Thread.interrupted(), "and stays interrupted");
            assertEquals(0, host.chunk(2).getLong(0));
        }
    }

    @Test
    void anExistingFileIsNotOverwrittenAndAMissingOneIsNotOpened() throws IOException {
        Path path = Files.createFile(directory.resolve("c.region"));
        assertThrows(FileAlreadyExistsException.class, () -> Region.create(path, 4_096));
        assertTrue(Files.exists(path));
        assertThrows(IllegalArgumentException.class, () -> Region.open(path), "an empty file is no region");
        assertThrows(NoSuchFileException.class, () -> Region.open(directory.resolve("d.region")));
    }

    @Test
    void allocatedChunksAreZeroAndComeOnFirstTouch() {
        Region region = Region.allocate(1L << 40, 12);
        assertEquals(1 << 28, region.chunks());
        Memory last = region.chunk((1 << 28) - 1);
        assertEquals(4_096, last.size());
        assertEquals(0, last.getLong(4_088));
        assertSame(last, region.chunkAt((1L << 40) - 1));
    }

    @Test
    void aClosedRegionMapsNothingMore() {
        Region region = Region.allocate(1 << 14, 12);
        Memory mapped = region.chunk(0);
        region.close();
        region.close();
        assertSame(mapped, region.chunk(0));
        assertThrows(IllegalStateException.class, () -> region.chunk(1));
    }

    @Test
    void whatCannotBeMappedIsAnErrorThatSaysSo() {
        Region.Source broken = (offset, bytes) -> {
            throw new IOException("no");
        };
        Region region = Region.from(broken, 8_192, 12, () -> { });
        assertThrows(java.io.UncheckedIOException.class, () -> region.chunk(1));
        assertThrows(IllegalArgumentException.class, () -> Region.allocate(0));
        assertThrows(IllegalArgumentException.class, () -> Region.allocate(4_096, 31));
        assertThrows(IndexOutOfBoundsException.class, () -> region.chunk(2));
    }
}
