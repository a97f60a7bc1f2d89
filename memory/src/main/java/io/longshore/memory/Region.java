package io.longshore.memory;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A piece of memory larger than one buffer can show: chunks of equal size, each mapped when it is first touched.
 *
 * <p>What lies within one chunk can be used through its {@link Memory}; whoever lays a region out takes care that
 * nothing straddles two. Any thread may ask for chunks. A region of a file is sparse: bytes never written cost nothing.
 */
public final class Region implements AutoCloseable {

    /** Chunks of a mapped file have {@code 1 << FILE_CHUNK_LOG2} bytes, the most that a buffer can show. */
    public static final int FILE_CHUNK_LOG2 = 30;
    private static final int ALLOCATED_CHUNK_LOG2 = 24;

    /** Where a chunk's bytes come from. */
    @FunctionalInterface
    public interface Source {

        /** The zeroed or shared bytes from {@code offset} on, as a direct buffer aligned to a cache line. */
        ByteBuffer chunk(long offset, int bytes) throws IOException;
    }

    private final long size;
    private final int chunkLog2;
    private final Source source;
    private final AutoCloseable closing;
    private final AtomicReferenceArray<Memory> chunks;
    private volatile boolean closed;

    private Region(long size, int chunkLog2, Source source, AutoCloseable closing) {
        if (size <= 0 || chunkLog2 < 12 || chunkLog2 > FILE_CHUNK_LOG2) {
            throw new IllegalArgumentException("a region of " + size + " bytes in chunks of 2^" + chunkLog2);
        }
        this.size = size;
        this.chunkLog2 = chunkLog2;
        this.source = source;
        this.closing = closing;
        this.chunks = new AtomicReferenceArray<>(Math.toIntExact((size - 1 >> chunkLog2) + 1));
    }

    /** A new sparse file that its owner alone may open (mode 0600). */
    public static Region create(Path path, long size) throws IOException {
        Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
            try {
                file.setLength(size);
                return of(file, size);
            } catch (IOException | RuntimeException e) {
                file.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(path);
            throw e;
        }
    }

    /** An existing file, as long as it is now. The file may be unlinked while the region is open. */
    public static Region open(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString());
        }
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        try {
            return of(file, file.length());
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static Region of(RandomAccessFile file, long size) {
        FileChannel channel = file.getChannel();
        Source source = (offset, bytes) -> apart(() -> channel.map(FileChannel.MapMode.READ_WRITE, offset, bytes));
        return new Region(size, FILE_CHUNK_LOG2, source, file);
    }

    /**
     * Maps on a thread that nobody knows. An interrupt of the mapping thread would close the file for good, and here
     * any thread of an application may be the first to touch a chunk, once in a gigabyte.
     */
    private static ByteBuffer apart(Callable<ByteBuffer> mapping) throws IOException {
        FutureTask<ByteBuffer> task = new FutureTask<>(mapping);
        Thread thread = new Thread(task, "longshore-map");
        thread.setDaemon(true);
        thread.start();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        try {
            return task.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IOException("cannot map a region", e.getCause());
        }
    }

    /** Memory of this process alone, in chunks of 16 MiB: for simulation and tests. */
    public static Region allocate(long size) {
        return allocate(size, ALLOCATED_CHUNK_LOG2);
    }

    /** Memory of this process alone, in chunks of {@code 1 << chunkLog2} bytes. */
    public static Region allocate(long size, int chunkLog2) {
        return from((offset, bytes) -> Memory.allocate(bytes).buffer(), size, chunkLog2, () -> { });
    }

    /** A region of bytes that someone else maps, and unmaps by {@code closing}. */
    public static Region from(Source source, long size, int chunkLog2, AutoCloseable closing) {
        return new Region(size, chunkLog2, source, closing);
    }

    /** Bytes of the whole region. */
    public long size() {
        return size;
    }

    /** How many chunks it has; the last may be shorter. */
    public int chunks() {
        return chunks.length();
    }

    /** Bytes of every chunk but the last. */
    public int chunkBytes() {
        return 1 << chunkLog2;
    }

    /** Which chunk the byte at {@code offset} lies in. */
    public int chunkOf(long offset) {
        return (int) (offset >> chunkLog2);
    }

    /** Where in its chunk the byte at {@code offset} lies. */
    public int withinChunk(long offset) {
        return (int) offset & (1 << chunkLog2) - 1;
    }

    /** A chunk's bytes; maps them on first touch. After {@link #close} only what was mapped before can be had. */
    public Memory chunk(int index) {
        Memory memory = chunks.get(index);
        return memory != null ? memory : map(index);
    }

    /** The chunk in which the byte at {@code offset} lies. */
    public Memory chunkAt(long offset) {
        return chunk(chunkOf(offset));
    }

    private synchronized Memory map(int index) {
        Memory memory = chunks.get(index);
        if (memory != null) {
            return memory;
        }
        if (closed) {
            throw new IllegalStateException("the region is closed");
        }
        long offset = (long) index << chunkLog2;
        try {
            memory = Memory.of(source.chunk(offset, (int) Math.min(chunkBytes(), size - offset)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot map chunk " + index + " of a region", e);
        }
        chunks.set(index, memory);
        return memory;
    }

    /**
     * Maps no more chunks. Java 17 cannot unmap: what was mapped is returned when the collector finds it unused, unless
     * the region came {@link #from} someone who can.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            closing.close();
        } catch (Exception e) {
            throw new IllegalStateException("cannot close a region", e);
        }
    }
}
