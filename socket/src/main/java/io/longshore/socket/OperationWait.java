package io.longshore.socket;

import io.longshore.channel.WaitAccount;

/** What an operation that blocks waits for, by the difference that it makes to the connection's account. */
final class OperationWait {

    private final WaitAccount account;
    private final long start;
    private final long window;
    private final long network;
    private final long late;

    private OperationWait(WaitAccount account) {
        this.account = account;
        account.look();
        start = System.nanoTime();
        window = account.keptByWindow(start);
        network = account.keptByNetwork(start);
        late = account.late();
    }

    /** Null for a channel that does not block: it does not wait. */
    static OperationWait begin(StackConnection connection) {
        return connection.host().isBlocking() ? new OperationWait(connection.offload.account(connection.slot)) : null;
    }

    /**
     * Whom most of the time went by with, now that it is over.
     *
     * @param otherwise who it was if the account names nobody
     */
    static String cause(OperationWait wait, String otherwise) {
        return wait == null || !wait.account.look() ? otherwise : wait.cause(otherwise);
    }

    private String cause(String otherwise) {
        long now = System.nanoTime();
        long byWindow = account.keptByWindow(now) - window;
        long byNetwork = account.keptByNetwork(now) - network;
        long byServer = account.late() - late;
        long most = Math.max(byServer, Math.max(byWindow, byNetwork));
        if (2 * most < now - start) {
            return otherwise;
        }
        StallCause cause = most == byWindow ? StallCause.PEER_WINDOW : StallCause.NETWORK;
        return (most == byServer ? StallCause.TCP_SERVER : cause).toString();
    }
}
