package io.longshore.syscall;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.testing.allocation.AllocationGate;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescriptorTest {

    private final MemorySegment memory = Arena.ofAuto().allocate(64, 8);

    @TempDir
    private Path directory;

    @Test
    void aFileThatDoesNotExistIsNamedWithTheReason() {
        SystemCallException e = assertThrows(SystemCallException.class,
                () -> Descriptor.open("/nowhere/at/all", Descriptor.READ_ONLY));
        assertEquals("cannot open /nowhere/at/all (ENOENT: there is no such file or directory)", e.getMessage());
        assertTrue(e.is(Errno.ENOENT));
        assertFalse(e.is(Errno.EPERM));
    }

    @Test
    void writesAndReadsFromAnOffsetInMemory() throws IOException {
        Path file = directory.resolve("bytes");
        put("..hello..");
        try (Descriptor out = Descriptor.open(file.toString(), Descriptor.WRITE_ONLY | Descriptor.CREATE)) {
            assertEquals(5, out.write(memory, 2, 5));
        }
        assertEquals("rw-------", java.nio.file.attribute.PosixFilePermissions.toString(
                java.nio.file.Files.getPosixFilePermissions(file)));
        try (Descriptor in = Descriptor.open(file.toString(), Descriptor.READ_ONLY)) {
            assertEquals(5, in.read(memory, 4, 60));
            assertEquals(0, in.read(memory, 0, 64), "at the end");
        }
        assertEquals("..hehello", text(9));
    }

    @Test
    void gathersAndScattersPieces() throws IOException {
        Path file = directory.resolve("pieces");
        IoVector pieces = new IoVector(Arena.ofAuto(), 3);
        put("abcdefgh");
        try (Descriptor out = Descriptor.open(file.toString(), Descriptor.READ_WRITE | Descriptor.CREATE)) {
            pieces.add(memory, 6, 2);
            pieces.add(memory, 0, 0);
            pieces.add(memory, 3, 1);
            assertEquals(2, pieces.count(), "an empty piece is none");
            assertEquals(3, out.writev(pieces));
        }
        assertArrayEquals("ghd".getBytes(StandardCharsets.US_ASCII), java.nio.file.Files.readAllBytes(file));
        put("........");
        try (Descriptor in = Descriptor.open(file.toString(), Descriptor.READ_ONLY)) {
            pieces.clear();
            pieces.add(memory, 5, 1);
            pieces.add(memory, 0, 4);
            assertEquals(3, in.readv(pieces));
        }
        assertEquals("hd...g..", text(8));
    }

    @Test
    void aPieceBeyondItsMemoryIsRefused() {
        IoVector pieces = new IoVector(Arena.ofAuto(), 1);
        assertThrows(IndexOutOfBoundsException.class, () -> pieces.add(memory, 60, 5));
        assertThrows(IndexOutOfBoundsException.class, () -> pieces.add(memory, -1, 5));
        assertThrows(IndexOutOfBoundsException.class, () -> pieces.add(memory, Long.MAX_VALUE, 5));
        MemorySegment heap = MemorySegment.ofArray(new byte[8]);
        assertThrows(IndexOutOfBoundsException.class, () -> pieces.add(heap, 0, 8), "has no address");
        pieces.add(memory, 0, 64);
        assertThrows(IndexOutOfBoundsException.class, () -> pieces.add(memory, 0, 1), "more than fit");
    }

    @Test
    void anEmptyNonBlockingDescriptorAnswersEagain() throws IOException {
        try (Descriptor tty = Descriptor.open("/dev/ptmx", Descriptor.READ_WRITE | Descriptor.NON_BLOCKING)) {
            int outcome = tty.read(memory, 0, 1);
            assertTrue(outcome == Errno.EAGAIN.negative() || outcome == Errno.EIO.negative(), "outcome " + outcome);
        }
    }

    @Test
    void aRequestThatTheDeviceDoesNotKnowAnswersEnotty() throws IOException {
        try (Descriptor nothing = Descriptor.open("/dev/null", Descriptor.READ_ONLY)) {
            assertEquals(Errno.ENOTTY.negative(), nothing.ioctl(0x400454CA, memory));
            assertEquals(Errno.ENOTTY.negative(), nothing.ioctl(0x400454CA, 1));
        }
    }

    @Test
    void aClosedDescriptorIsClosedOnceAndAnswersEbadf() throws IOException {
        Descriptor nothing = Descriptor.open("/dev/null", Descriptor.READ_ONLY);
        assertTrue(nothing.isOpen());
        nothing.close();
        nothing.close();
        assertFalse(nothing.isOpen());
        assertEquals(Errno.EBADF.negative(), nothing.read(memory, 0, 1));
    }

    @Test
    void hotCallsAllocateNothing() throws Exception {
        IoVector pieces = new IoVector(Arena.ofAuto(), 2);
        try (Descriptor zero = Descriptor.open("/dev/zero", Descriptor.READ_WRITE)) {
            AllocationGate.assertNone("read, write, readv and writev", step -> {
                zero.read(memory, 8, 16);
                zero.write(memory, 8, 16);
                pieces.clear();
                pieces.add(memory, 0, 8);
                pieces.add(memory, 32, 8);
                zero.readv(pieces);
                zero.writev(pieces);
            });
        }
    }

    private void put(String text) {
        MemorySegment.copy(text.getBytes(StandardCharsets.US_ASCII), 0, memory, ValueLayout.JAVA_BYTE, 0,
                text.length());
    }

    private String text(int length) {
        return new String(memory.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.US_ASCII);
    }
}
