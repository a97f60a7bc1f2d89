package io.longshore.server;

/// The TCP Server: one object that owns the runtime directory, the slab, the link, the shards and the control agent.
public final class TcpServer implements AutoCloseable {

    private TcpServer() {
    }

    /// Starts everything; when this returns, applications can attach. What was begun is taken back if it fails.
    public static TcpServer start(ServerConfig config) throws ServerProblem {
        throw new ServerProblem("the server cannot be started yet: " + config);
    }

    /// Waits until the server was told to stop (command `stop`), or one of its agents failed.
    ///
    /// @return why it ended, one sentence; empty for an orderly stop
    public String awaitEnd() throws InterruptedException {
        return "";
    }

    /// Resets what is connected, and removes TAP, region files and runtime files. Idempotent, from any thread.
    @Override
    public void close() {
    }
}
