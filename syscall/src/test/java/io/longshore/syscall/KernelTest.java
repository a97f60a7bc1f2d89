package io.longshore.syscall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is asked of the kernel seldom: files, processors, processes, interfaces.
class KernelTest {

    private static final int MEGABYTE = 1 << 20;

    @TempDir
    private Path directory;

    @Test
    void aHoleGivesTheBlocksBackAndReadsAsZero() throws IOException {
        Path file = directory.resolve("region");
        java.nio.file.Files.write(file, filled());
        long before = blocks(file);
        try (Descriptor descriptor = Descriptor.open(file.toString(), Descriptor.READ_WRITE)) {
            try {
                Files.punchHole(descriptor, 0, MEGABYTE / 2);
            } catch (SystemCallException e) {
                assumeTrue(!e.is(Errno.EOPNOTSUPP), "this file system has no holes");
                throw e;
            }
        }
        byte[] bytes = java.nio.file.Files.readAllBytes(file);
        assertEquals(MEGABYTE, bytes.length);
        assertEquals(0, bytes[MEGABYTE / 2 - 1]);
        assertEquals(1, bytes[MEGABYTE / 2]);
        assertTrue(blocks(file) < before, "blocks before " + before + ", after " + blocks(file));
    }

    @Test
    void aHoleCanBePunchedThroughAMapping() throws IOException {
        Path shared = Path.of("/dev/shm");
        assumeTrue(java.nio.file.Files.isWritable(shared), "there is no /dev/shm to write in");
        Path file = java.nio.file.Files.createTempFile(shared, "longshore-test", ".region");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                Arena arena = Arena.ofConfined()) {
            java.nio.file.Files.write(file, filled());
            MemorySegment pages = channel.map(FileChannel.MapMode.READ_WRITE, 0, MEGABYTE, arena);
            Files.punchHole(pages.asSlice(0, MEGABYTE / 2));
            assertEquals(0, java.nio.file.Files.readAllBytes(file)[0]);
            assertEquals(MEGABYTE / 2 / 512, blocks(file));
        } finally {
            java.nio.file.Files.delete(file);
        }
    }

    private static byte[] filled() {
        byte[] bytes = new byte[MEGABYTE];
        java.util.Arrays.fill(bytes, (byte) 1);
        return bytes;
    }

    /// Units of 512 bytes that the file occupies; the JDK does not tell.
    private static long blocks(Path file) throws IOException {
        Process stat = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
        return Long.parseLong(new String(stat.getInputStream().readAllBytes()).strip());
    }

    @Test
    void aFileIsGivenToAUserByNumber() throws IOException {
        assumeTrue(Processes.userId() == 0, "only root gives files away");
        Path file = java.nio.file.Files.createFile(directory.resolve("given"));
        Files.owner(file.toString(), 12_345, -1);
        assertEquals(12_345, java.nio.file.Files.getAttribute(file, "unix:uid"));
        assertEquals(0, java.nio.file.Files.getAttribute(file, "unix:gid"));
        SystemCallException e = assertThrows(SystemCallException.class,
                () -> Files.owner(directory.resolve("absent").toString(), 1, -1));
        assertTrue(e.is(Errno.ENOENT), e.getMessage());
    }

    @Test
    void aThreadStaysOnTheProcessorItIsPinnedTo() throws InterruptedException {
        AtomicInteger ran = new AtomicInteger(-1);
        AtomicReference<Exception> problem = new AtomicReference<>();
        Thread thread = Thread.ofPlatform().start(() -> {
            try {
                Processors.pin(0);
                ran.set(Processors.current());
            } catch (SystemCallException e) {
                problem.set(e);
            }
        });
        thread.join();
        assertEquals(null, problem.get());
        assertEquals(0, ran.get());
    }

    @Test
    void aThreadBecomesNicerAlone() throws Exception {
        AtomicReference<String> nice = new AtomicReference<>("");
        Thread thread = Thread.ofPlatform().start(() -> {
            try {
                Processors.nice(19);
                nice.set(niceValue("/proc/thread-self/stat"));
            } catch (IOException e) {
                nice.set(e.getMessage());
            }
        });
        thread.join();
        assertEquals("19", nice.get());
        assertTrue(!niceValue("/proc/thread-self/stat").equals("19"));
    }

    /// The nineteenth field, counted behind the name in brackets.
    private static String niceValue(String file) throws IOException {
        String line = java.nio.file.Files.readString(Path.of(file));
        return line.substring(line.lastIndexOf(')') + 2).split(" ")[16];
    }

    @Test
    void aProcessorThatDoesNotExistIsRefused() {
        for (int processor : new int[] {-1, 1_023, 1_024, Integer.MAX_VALUE}) {
            SystemCallException e = assertThrows(SystemCallException.class, () -> Processors.pin(processor));
            assertTrue(e.is(Errno.EINVAL), e.getMessage());
        }
    }

    @Test
    void thisProcessKnowsItself() {
        assertEquals(ProcessHandle.current().pid(), Processes.id());
    }

    @Test
    void theLoopbackInterfaceIsThere() throws IOException {
        try (Interfaces interfaces = new Interfaces()) {
            assertTrue(interfaces.exists("lo"));
            assertTrue(interfaces.index("lo") >= 1);
            assertTrue(interfaces.mtu("lo") >= 1_500);
            assertEquals(0, interfaces.hardwareAddress("lo"));
            assertFalse(interfaces.exists("absent0"));
            SystemCallException e = assertThrows(SystemCallException.class, () -> interfaces.mtu("absent0"));
            assertEquals("cannot find the interface absent0 (ENODEV: there is no such device)", e.getMessage());
        }
    }

    @Test
    void namesOfInterfacesAreJudgedAsTheKernelDoes() {
        for (String name : new String[] {"tap0", "a", "fifteen-letters", "x.y_z-1", "..."}) {
            assertTrue(Interfaces.isName(name), name);
        }
        for (String name : new String[] {"", ".", "..", "sixteen-letters!", "a/b", "a b", "a:1", "é", "tap%d"}) {
            assertFalse(Interfaces.isName(name), name);
        }
    }

    @Test
    void anErrorNumberIsToldInWords() {
        assertEquals("EBUSY: the device or resource is in use", Errno.describe(16));
        assertEquals("error 4095", Errno.describe(4_095));
        assertEquals(-11, Errno.EAGAIN.negative());
    }
}
