package io.longshore.link;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.longshore.syscall.Processes;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// A network namespace of its own for one thread, on which the test runs what shall happen in it: sockets and
/// interfaces made there belong to it. It is gone with the last of them.
final class NetworkNamespace implements AutoCloseable {

    private static final int CLONE_NEWNET = 0x4000_0000;

    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("namespace").factory());

    /// Skips the test where namespaces or TAPs cannot be made.
    NetworkNamespace() throws Exception {
        assumeTrue(Processes.userId() == 0, "only root makes network namespaces and TAP interfaces");
        assumeTrue(Files.exists(Path.of("/dev/net/tun")), "there is no /dev/net/tun");
        assumeTrue(call(NetworkNamespace::unshare) == 0, "this machine lets nobody make a network namespace");
    }

    private static int unshare() throws Exception {
        Linker linker = Linker.nativeLinker();
        try {
            return (int) linker.downcallHandle(linker.defaultLookup().findOrThrow("unshare"),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT)).invokeExact(CLONE_NEWNET);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /// Runs something in the namespace and waits for it.
    <T> T call(Callable<T> action) throws Exception {
        try {
            return begin(action).get();
        } catch (java.util.concurrent.ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw (Error) e.getCause();
        }
    }

    /// Runs something in the namespace while the caller goes on.
    <T> Future<T> begin(Callable<T> action) {
        return thread.submit(action);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
