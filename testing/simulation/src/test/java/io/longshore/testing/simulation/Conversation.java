package io.longshore.testing.simulation;

/// One connection and the two applications at its ends.
final class Conversation {

    private static final long SECOND = 1_000_000_000L;
    /// How long an application waits once the other has ended in disorder, or in order.
    private static final long PATIENCE = 60 * SECOND;
    private static final long LONG_PATIENCE = 7_200 * SECOND;

    final int number;
    final Peer client;
    final Peer server;
    final long startsAt;
    /// One end has gone in disorder: the other may see anything but wrong bytes.
    private boolean broken;
    private long patientUntil = Long.MAX_VALUE;

    Conversation(int number, Plan[] plans, long startsAt) {
        this.number = number;
        this.startsAt = startsAt;
        client = new Peer(this, true, plans[0]);
        server = new Peer(this, false, plans[1]);
    }

    Peer other(Peer peer) {
        return peer == client ? server : client;
    }

    /// The byte at a position of the stream that one side writes.
    byte at(boolean fromClient, long position) {
        long mixed = (position + 1) * 0x9E3779B97F4A7C15L + number * 2L + (fromClient ? 1 : 0);
        mixed = (mixed ^ mixed >>> 32) * 0xD6E8FEB86659FD93L;
        return (byte) (mixed >>> 56);
    }

    void breakUp(long now) {
        broken = true;
        patientUntil = Math.min(patientUntil, now + PATIENCE);
    }

    /// Which host opens it.
    int side() {
        return number & 1;
    }

    /// The application on one side is killed.
    void die(int victim, long now) {
        (side() == victim ? client : server).die(now);
    }

    void oneIsDone(long now) {
        patientUntil = Math.min(patientUntil, now + LONG_PATIENCE);
    }

    boolean isBroken() {
        return broken;
    }

    boolean isOrderly() {
        return client.plan.ending().isOrderly() && server.plan.ending().isOrderly();
    }

    boolean isOver() {
        return client.isDone() && server.isDone();
    }

    long deadline() {
        return isOver() ? Long.MAX_VALUE : patientUntil;
    }

    /// Nobody waits for ever for a peer that is gone.
    void losePatience(long now) {
        if (now >= patientUntil && !isOver()) {
            client.giveUp(now);
            server.giveUp(now);
        }
    }

    @Override
    public String toString() {
        return "conversation " + number + (broken ? " (broken)" : "") + "\n    client " + client
                + "\n    server " + server;
    }
}
