package io.longshore.server;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A sparse file in memory, mapped whole: its bytes cost nothing until they are written.
final class SharedFile implements AutoCloseable {

    private static final Path PREFERRED = Path.of("/dev/shm");
    private static final Pattern NAME = Pattern.compile("longshore-(\\d+)-.*\\.(region|slab)");

    private final Path path;
    private final Arena arena = Arena.ofShared();
    private final FileChannel file;
    private final MemorySegment memory;

    /// Makes a file that its owner alone may open, named after this process.
    SharedFile(String suffix, long bytes) throws IOException {
        path = directory().resolve("longshore-" + ProcessHandle.current().pid() + "-" + suffix);
        FileAttribute<Set<PosixFilePermission>> owned =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        file = FileChannel.open(path, options, owned);
        try {
            file.write(ByteBuffer.allocate(1), bytes - 1);
            memory = file.map(FileChannel.MapMode.READ_WRITE, 0, bytes, arena);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /// Whether nobody has cut the file short.
    boolean isIntact() {
        try {
            return file.size() == memory.byteSize();
        } catch (IOException e) {
            return false;
        }
    }

    private static Path directory() {
        return Files.isWritable(PREFERRED) ? PREFERRED : Path.of(System.getProperty("java.io.tmpdir"));
    }

    /// Removes what servers left that are no more.
    static void removeStale() {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory(), "longshore-*")) {
            for (Path file : files) {
                removeIfStale(file);
            }
        } catch (IOException e) {
            // Another user's, or gone already: not ours to remove.
            return;
        }
    }

    private static void removeIfStale(Path file) throws IOException {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
            Files.deleteIfExists(file);
        }
    }

    Path path() {
        return path;
    }

    MemorySegment memory() {
        return memory;
    }

    /// Takes the name away; the memory stays as long as it is mapped.
    void unlink() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // The next server removes it.
            return;
        }
    }

    @Override
    public void close() {
        unlink();
        try {
            file.close();
        } catch (IOException e) {
            // Its descriptor is gone either way.
            return;
        } finally {
            arena.close();
        }
    }
}
