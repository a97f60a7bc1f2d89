package io.longshore.syscall;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// What `java.nio.file` does not have: holes, and owners by number.
public final class Files {

    /// `FALLOC_FL_KEEP_SIZE | FALLOC_FL_PUNCH_HOLE`.
    private static final int PUNCH_HOLE = 3;
    private static final int MADV_REMOVE = 9;

    private static final MethodHandle FALLOCATE =
            Calls.bind("fallocate", Calls.INT, Calls.INT, Calls.INT, Calls.LONG, Calls.LONG);
    private static final MethodHandle CHOWN = Calls.bind("chown", Calls.INT, Calls.POINTER, Calls.INT, Calls.INT);
    private static final MethodHandle MADVISE =
            Calls.bind("madvise", Calls.INT, Calls.POINTER, Calls.LONG, Calls.INT);

    private Files() {
    }

    /// Gives a file to a user; a group of -1 leaves the group as it is.
    public static void owner(String path, int userId, int groupId) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment capture = arena.allocate(Calls.CAPTURE);
            int result = (int) CHOWN.invokeExact(capture, arena.allocateFrom(path), userId, groupId);
            SystemCallException.check(Calls.outcome(result, capture), "cannot give " + path + " to user " + userId);
        } catch (SystemCallException e) {
            throw e;
        } catch (Throwable e) {
            throw Calls.unexpected(e);
        }
    }

    /// Frees the memory or disk blocks under `length` bytes of a file from `at`, which then read as zero; its size
    /// stays.
    public static void punchHole(Descriptor file, long at, long length) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment capture = arena.allocate(Calls.CAPTURE);
            int result = (int) FALLOCATE.invokeExact(capture, file.number(), PUNCH_HOLE, at, length);
            SystemCallException.check(Calls.outcome(result, capture), "cannot punch a hole");
        } catch (SystemCallException e) {
            throw e;
        } catch (Throwable e) {
            throw Calls.unexpected(e);
        }
    }

    /// The same through a shared mapping of the file, whose descriptor may be closed: whole pages.
    public static void punchHole(MemorySegment pages) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment capture = arena.allocate(Calls.CAPTURE);
            int result = (int) MADVISE.invokeExact(capture, pages, pages.byteSize(), MADV_REMOVE);
            SystemCallException.check(Calls.outcome(result, capture), "cannot free pages of a mapping");
        } catch (SystemCallException e) {
            throw e;
        } catch (Throwable e) {
            throw Calls.unexpected(e);
        }
    }
}
