package io.longshore.socket;

import io.longshore.channel.AcceptEntry;
import io.longshore.channel.HostSlot;
import io.longshore.channel.SlotLayout;
import io.longshore.channel.WaitAccount;

/**
 * What the watch remembers of one socket from look to look, and what its reader notes: there only while a recording
 * wants to hear of stalls.
 */
final class StallTrack {

    /** A server that lives turns at least every quarter of a second: one that has not for so long does not live. */
    private static final long SIGN_OF_LIFE = 300_000_000;

    private final StallWatch watch;
    private final StackSocket socket;
    private final HostSlot slot;
    private final Offload offload;
    private final WaitAccount account;
    private final StallEpisode output;
    private final StallEpisode gap;
    private final StallEpisode server;
    private final StallEpisode unread;
    private long rungSince;
    private long late;
    private long queuedFrom = -1;
    private long queuedSince;

    // The reader's, under its lock; the watch looks at the first.
    private volatile long leftSince;
    private final WaitAccount readers;
    private long position;
    private long cameAt;

    StallTrack(StallWatch watch, StackSocket socket) {
        this.watch = watch;
        this.socket = socket;
        this.slot = socket.slot;
        this.offload = watch.offload();
        this.account = offload.account(slot);
        this.readers = offload.account(slot);
        this.output = new StallEpisode(watch, socket, Stall.Side.OUTPUT);
        this.gap = new StallEpisode(watch, socket, Stall.Side.INPUT);
        this.server = new StallEpisode(watch, socket, Stall.Side.OUTPUT);
        boolean listens = socket instanceof StackListener;
        this.unread = new StallEpisode(watch, socket, listens ? Stall.Side.ACCEPT : Stall.Side.INPUT);
        account.look();
        late = account.late();
    }

    // --- The watch --------------------------------------------------------------------------------------------------

    void look(long now) {
        if (socket.isClosing() || !slot.isCurrent()) {
            output.goesOn(now);
            gap.goesOn(now);
            server.goesOn(now);
            return;
        }
        if (socket instanceof StackListener) {
            lookAtQueue(now);
        } else if (account.look()) {
            lookAtServer(now);
            lookAtInput(now);
        }
    }

    /** The server comes first: what it has not seen it cannot account for. */
    private void lookAtServer(long now) {
        long turn = offload.turnOf(slot);
        boolean dead = now - turn >= SIGN_OF_LIFE && slot.unacknowledged() > 0;
        boolean rung = offload.isRung(slot);
        if (!rung) {
            rungSince = 0;
        } else if (rungSince == 0 || turn - rungSince > 0) {
            rungSince = now;
        }
        if (dead || rung && now - rungSince >= StallWatch.LEAST) {
            output.goesOn(turn);
            gap.goesOn(turn);
            long since = rungSince != 0 && now - rungSince >= StallWatch.LEAST ? rungSince : turn;
            server.stands(StallCause.TCP_SERVER, server.isOn() ? server.since() : since, now);
            return;
        }
        if (server.isOn()) {
            server.goesOn(turn - server.since() > 0 ? turn : now);
        } else if (account.late() - late >= StallWatch.LEAST && turn - server.ended() > account.late() - late) {
            // No doorbell waited for it, but what came from the wire did: up to so long.
            tellLate(account.late() - late, turn);
        }
        late = account.late();
        lookAtOutput(now);
    }

    private void tellLate(long lateness, long turn) {
        Stall.Side side = slot.unacknowledged() > 0 ? Stall.Side.OUTPUT : Stall.Side.INPUT;
        watch.tell(new Stall(socket, side, StallCause.TCP_SERVER, turn - lateness, turn));
    }

    private void lookAtOutput(long now) {
        int waits = account.waitsFor();
        if (waits == SlotLayout.WAITS_FOR_WINDOW) {
            output.stands(StallCause.PEER_WINDOW, account.waitsSince(), now);
        } else if (waits == SlotLayout.WAITS_FOR_NETWORK) {
            output.stands(StallCause.NETWORK, account.waitsSince(), now);
        } else {
            output.goesOn(endOf(output, account.waitsSince(), now));
        }
        if (account.gapSince() != 0) {
            gap.stands(StallCause.NETWORK, account.gapSince(), now);
        } else {
            gap.goesOn(now);
        }
    }

    /** The account says when something else began: that is when it ended, if it is the same end. */
    private static long endOf(StallEpisode episode, long next, long now) {
        return next - episode.since() > 0 && now - next > 0 ? next : now;
    }

    /** The reader tells when it reads; here is told of what it does not read at all. */
    private void lookAtInput(long now) {
        long since = leftSince;
        if (since == 0 && account.unreadFrom() == slot.taken() && account.unreadSince() != 0) {
            since = account.unreadSince();
        }
        if (unread.isOn() && unread.since() != since) {
            unread.forget();
        }
        if (slot.available() > 0 && since != 0) {
            unread.stands(StallCause.APPLICATION, since, now);
        } else {
            unread.forget();
        }
    }

    private void lookAtQueue(long now) {
        long first = slot.taken();
        if (slot.available() < AcceptEntry.BYTES) {
            unread.goesOn(now);
            queuedFrom = -1;
        } else if (first == queuedFrom) {
            unread.stands(StallCause.APPLICATION, queuedSince, now);
        } else {
            unread.goesOn(now);
            queuedFrom = first;
            queuedSince = now;
        }
    }

    // --- The reader -------------------------------------------------------------------------------------------------

    /** Before bytes are taken: since when has the first of them been there? */
    void reading() {
        position = slot.taken();
        boolean exact = leftSince == 0 && readers.look() && readers.unreadFrom() == position;
        cameAt = exact ? readers.unreadSince() : leftSince;
    }

    /** Bytes were taken. */
    void took() {
        long now = System.nanoTime();
        leftSince = slot.available() > 0 ? now : 0;
        if (cameAt != 0 && now - cameAt >= StallWatch.LEAST) {
            watch.tell(new Stall(socket, Stall.Side.INPUT, StallCause.APPLICATION, cameAt, now));
        }
    }
}
