package io.longshore.testing.simulation;

/// One connection and the two applications at its ends.
final class Conversation {

    private static final long SECOND = 1_000_000_000L;
    private static final int SAME = 30_000;
    private static final int CROSSED = 20_000;
    /// How long an application waits once the other has ended in disorder, or in order.
    private static final long PATIENCE = 60 * SECOND;
    private static final long LONG_PATIENCE = 7_200 * SECOND;

    final int number;
    final Peer client;
    final Peer server;
    /// How it is opened.
    final Opening opening;
    /// The client's port, 0 for any; in a crossed opening the server's too.
    final int port;
    /// The conversation on the same port that must be over before; null for none.
    final Conversation before;
    private long startsAt;
    /// One end has gone in disorder: the other may see anything but wrong bytes.
    private boolean broken;
    private long patientUntil = Long.MAX_VALUE;

    /// How a conversation is opened.
    enum Opening {
        /// From any port to a listener.
        PLAIN,
        /// From the port that the conversation before had.
        SAME_PORT,
        /// Both connect to each other at once, without a listener (RFC 9293, 3.5, figure 7).
        CROSSED
    }

    Conversation(int number, Opening opening, Plan[] plans, long startsAt, Conversation before) {
        this.number = number;
        this.opening = opening;
        this.startsAt = startsAt;
        boolean same = opening == Opening.SAME_PORT;
        this.before = same ? before : null;
        port = switch (opening) {
            case PLAIN -> 0;
            case SAME_PORT -> SAME;
            case CROSSED -> CROSSED + number;
        };
        client = new Peer(this, true, plans[0]);
        server = new Peer(this, false, plans[1]);
    }

    long startsAt() {
        return startsAt;
    }

    /// Whether it may begin.
    boolean isDue(long now) {
        return startsAt <= now && (before == null || before.isOver());
    }

    /// The port was still in use: another time.
    void postpone(long now) {
        startsAt = now + SECOND;
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
        return opening == Opening.PLAIN ? number & 1 : 0;
    }

    /// The application on one side is killed.
    void die(int victim, long now) {
        (side() == victim ? client : server).die(now);
    }

    void bePatient(long now) {
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
        return "conversation " + number + ", " + opening + (broken ? " (broken)" : "") + "\n    client " + client
                + "\n    server " + server;
    }
}
