package io.longshore.testing.simulation;

import io.longshore.channel.Address128;
import io.longshore.channel.HostSlot;
import io.longshore.channel.SlotLayout;
import io.longshore.tcp.Errno;

/// The application at one end of a conversation: reads and writes through its slot as its plan says, looks only when it
/// is rung or its time has come, and checks every byte.
final class Peer {

    private static final int BUFFER = 1 << 17;

    final Conversation conversation;
    final Plan plan;
    private final boolean isClient;
    private final byte[] buffer = new byte[BUFFER];
    private SimulatedHost host;
    private HostSlot slot;
    private boolean connected;
    private boolean postponed;
    private boolean done;
    private boolean shut;
    private boolean ended;
    private int error;
    private long written;
    private long read;
    private long writeAt;
    private long readAt;

    Peer(Conversation conversation, boolean isClient, Plan plan) {
        this.conversation = conversation;
        this.isClient = isClient;
        this.plan = plan;
    }

    /// The client's beginning.
    void connect(SimulatedHost at, Address128 address, int port) {
        host = at;
        postponed = false;
        slot = host.open(this);
        slot.options(host.options());
        slot.keepAlive(5, 1, 3);
        slot.local(Address128.ANY, conversation.port);
        slot.remote(address, port);
        slot.request(SlotLayout.REQUEST_CONNECT);
        host.ring(slot);
    }

    /// The server's beginning.
    void accepted(SimulatedHost at, HostSlot accepted, long now) {
        if (slot != null || done) {
            throw new SimulationFailure("accepted twice: " + conversation);
        }
        host = at;
        slot = accepted;
        slot.options(host.options());
        slot.keepAlive(5, 1, 3);
        host.ring(slot);
        begin(now);
    }

    private void begin(long now) {
        connected = true;
        // The server's end may have been given up before the last acknowledgment of the handshake arrived there.
        conversation.bePatient(now);
        readAt = now + plan.reading().stall();
        writeAt = now + plan.writing().stall();
    }

    boolean isDone() {
        return done;
    }

    int localPort() {
        return slot.localPort();
    }

    /// Something may be new: a bell, or a time that has come.
    void look(long now) {
        if (done || slot == null || !connected && !connects(now)) {
            return;
        }
        if (slot.hasConditions(SlotLayout.CONDITION_ERROR)) {
            fail(slot.error(), now);
            return;
        }
        boolean more = true;
        while (more) {
            boolean took = receive(now);
            more = send(now) || took;
        }
        conclude(now);
    }

    private boolean connects(long now) {
        if (!slot.isAnswered()) {
            return false;
        }
        boolean inUse = slot.result() == Errno.EADDRNOTAVAIL || slot.result() == Errno.EADDRINUSE;
        if (conversation.port != 0 && inUse) {
            // the conversation before is in TIME-WAIT, or has still something to send
            postpone(now);
            return false;
        }
        if (slot.result() != 0) {
            fail(slot.result(), now);
            return false;
        }
        host.nameClient(this);
        if (slot.hasConditions(SlotLayout.CONDITION_ERROR) || slot.state() == SlotLayout.STATE_CLOSED) {
            fail(slot.error(), now);
            return false;
        }
        if (slot.state() == SlotLayout.STATE_ESTABLISHED) {
            begin(now);
        }
        return connected;
    }

    private void postpone(long now) {
        host.close(slot, 0);
        slot = null;
        postponed = true;
        conversation.postpone(now);
    }

    /// Whether it has to be begun once more.
    boolean isPostponed() {
        return postponed && !done;
    }

    private boolean receive(long now) {
        if (now < readAt) {
            host.wakeAt(readAt);
            return false;
        }
        int count = slot.read(buffer, 0, Math.min(plan.reading().most(), BUFFER));
        for (int i = 0; i < count; i++) {
            if (buffer[i] != conversation.at(!isClient, read + i)) {
                throw new SimulationFailure("wrong byte at position " + (read + i) + " of " + conversation);
            }
        }
        read += count;
        if (count > 0 && slot.isReadNews()) {
            host.ring(slot);
        }
        readAt = count > 0 ? now + plan.reading().pause() : readAt;
        ended = slot.isInputEnded();
        checkRead();
        return count > 0;
    }

    private void checkRead() {
        int whole = conversation.other(this).plan.bytes();
        if (read > whole || ended && read < whole && conversation.isOrderly() && !conversation.isBroken()) {
            throw new SimulationFailure("the stream ended at " + read + " instead of " + whole + ": " + conversation);
        }
    }

    private boolean send(long now) {
        long allowed = plan.mayWrite(conversation.other(this).plan, read, isClient) - written;
        if (shut || allowed <= 0) {
            return false;
        }
        if (now < writeAt) {
            host.wakeAt(writeAt);
            return false;
        }
        int count = (int) Math.min(allowed, Math.min(plan.writing().most(), BUFFER));
        for (int i = 0; i < count; i++) {
            buffer[i] = conversation.at(isClient, written + i);
        }
        int taken = slot.write(buffer, 0, count);
        written += taken;
        if (taken == 0) {
            return slot.askForRoom();
        }
        host.ring(slot);
        writeAt = now + plan.writing().pause();
        return true;
    }

    private void conclude(long now) {
        Plan other = conversation.other(this).plan;
        boolean hasRead = ended || read == other.bytes();
        boolean hasWritten = written == plan.bytes() || ended && plan.mayWrite(other, read, isClient) <= written;
        boolean disorder = written + read >= plan.endingAt() || hasRead && hasWritten;
        switch (plan.ending()) {
            case ORDERLY -> {
                shutWhen(hasWritten);
                closeWhen(shut && ended, 0, now);
            }
            case LAST -> closeWhen(hasWritten && ended, 0, now);
            case PROMPT -> closeWhen(hasWritten && hasRead, 0, now);
            case ABORT -> closeWhen(disorder, SlotLayout.INTENT_ABORT, now);
            case DROP -> closeWhen(disorder, 0, now);
        }
    }

    private void shutWhen(boolean hasWritten) {
        if (hasWritten && !shut) {
            shut = true;
            slot.intend(SlotLayout.INTENT_SHUT_OUTPUT);
            host.ring(slot);
        }
    }

    private void closeWhen(boolean now, int abort, long time) {
        if (now) {
            if (!plan.ending().isOrderly()) {
                conversation.breakUp(time);
            }
            close(abort, time);
        }
    }

    private void close(int abort, long now) {
        done = true;
        conversation.bePatient(now);
        if (slot != null) {
            host.close(slot, abort);
        }
    }

    private void fail(int errno, long now) {
        error = errno;
        Peer other = conversation.other(this);
        // A handshake whose last acknowledgment never came is forgotten at the other end, and what follows is reset.
        boolean mayReset = other.done || other.slot == null;
        boolean wireToBlame = host.isWireBad() && (errno == Errno.ETIMEDOUT || errno == Errno.EHOSTUNREACH
                || errno == Errno.ECONNRESET && mayReset);
        boolean refused = errno == Errno.ECONNRESET || errno == Errno.ECONNREFUSED;
        boolean overtaken = isClient && errno == Errno.ECONNRESET && host.neighbour().hasRefusedCookies();
        if (!conversation.isBroken() && !wireToBlame && !overtaken && !(refused && isListenerToBlame())) {
            String whom = isClient ? "client" : "server";
            throw new SimulationFailure("errno " + errno + " for the " + whom + ": " + conversation);
        }
        conversation.breakUp(now);
        close(0, now);
    }

    /// Whether the server's end was never accepted because its listener was closed.
    private boolean isListenerToBlame() {
        Peer server = conversation.server;
        return server.slot == null && conversation.client.host.neighbour().hasRelistened();
    }

    /// The application at this end is killed.
    void die(long now) {
        conversation.breakUp(now);
        done = true;
    }

    /// The other end has long gone.
    void giveUp(long now) {
        if (done) {
            return;
        }
        SimulatedHost place = host == null ? conversation.other(this).host : host;
        if (!conversation.isBroken() && !place.isWireBad() && !isListenerToBlame()) {
            throw new SimulationFailure("waits for ever: " + conversation);
        }
        conversation.breakUp(now);
        close(0, now);
    }

    @Override
    public String toString() {
        return plan + ": written " + written + ", read " + read
                + (slot == null ? ", no slot" : ", slot " + slot.number())
                + (connected ? "" : ", not connected") + (shut ? ", shut" : "") + (ended ? ", input ended" : "")
                + (done ? ", done" : "") + (error == 0 ? "" : ", errno " + error);
    }
}
