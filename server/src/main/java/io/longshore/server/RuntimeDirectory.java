package io.longshore.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/// The directory by which applications and commands find the server: the control socket, and a locked file that says
/// whose it is. The kernel drops the lock with the process, so what a dead server left is taken over.
final class RuntimeDirectory implements AutoCloseable {

    private static final String SOCKET = "longshore.sock";
    private static final String LOCK = "longshore.lock";

    private final Path directory;
    private final boolean created;
    private final FileChannel lockFile;

    private RuntimeDirectory(Path directory, boolean created, FileChannel lockFile) {
        this.directory = directory;
        this.created = created;
        this.lockFile = lockFile;
    }

    /// Makes the directory if need be, and takes it into possession.
    static RuntimeDirectory open(Path directory) throws ServerProblem {
        try {
            boolean created = !Files.exists(directory);
            Files.createDirectories(directory);
            if (created) {
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            // What a dead server left is as good as made here: the next one to end in order removes it.
            created |= Files.exists(directory.resolve(LOCK));
            FileChannel lockFile = FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE,
                    StandardOpenOption.READ, StandardOpenOption.WRITE);
            return lock(new RuntimeDirectory(directory, created, lockFile));
        } catch (IOException e) {
            throw new ServerProblem("the runtime directory " + directory + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static RuntimeDirectory lock(RuntimeDirectory runtime) throws IOException, ServerProblem {
        FileLock lock = tryLock(runtime.lockFile);
        if (lock == null) {
            String owner = runtime.owner();
            runtime.lockFile.close();
            throw new ServerProblem("the runtime directory " + runtime.directory + " belongs to another TCP Server"
                    + owner + ": stop that one, or choose another with --runtime-dir");
        }
        runtime.lockFile.truncate(0);
        runtime.lockFile.write(ByteBuffer.wrap(
                (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
        Files.deleteIfExists(runtime.socket());
        return runtime;
    }

    private static FileLock tryLock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException ours) {
            return null;
        }
    }

    private String owner() throws IOException {
        ByteBuffer text = ByteBuffer.allocate(32);
        lockFile.read(text, 0);
        String pid = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).strip();
        return pid.isEmpty() ? "" : ", process " + pid;
    }

    Path socket() {
        return directory.resolve(SOCKET);
    }

    /// Removes what was made here, and the directory if it was made here and is empty.
    @Override
    public void close() {
        try {
            Files.deleteIfExists(socket());
            Files.deleteIfExists(directory.resolve(LOCK));
            lockFile.close();
            if (created) {
                Files.deleteIfExists(directory);
            }
        } catch (IOException e) {
            // What cannot be removed is taken over by the next server.
            return;
        }
    }
}
