package io.longshore.socket;

import io.longshore.channel.HostAttachment;
import io.longshore.channel.HostContext;
import io.longshore.channel.HostSlot;
import io.longshore.channel.WaitAccount;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.channels.spi.SelectorProvider;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

/** One process's use of a TCP Server: the attachment, the rules, and which socket stands behind which slot. */
final class Offload {

    private static volatile Offload current;

    private final SelectorProvider kernel;
    private final HostAttachment attachment;
    private final OffloadRules rules;
    private final AtomicReferenceArray<StackSocket> sockets;
    private final Poller poller;
    private final Placements placements = new Placements();
    private StallWatch watch;
    private volatile long spinNanos;

    /** Starts the poller thread of the default context. */
    Offload(SelectorProvider kernel, HostAttachment attachment, OffloadRules rules) throws IOException {
        this.kernel = kernel;
        this.attachment = attachment;
        this.rules = rules;
        this.sockets = new AtomicReferenceArray<>(attachment.layout().slots());
        this.poller = new Poller(this, attachment);
        poller.start();
    }

    /** What the process's provider uses; null: there is no TCP Server. */
    static Offload current() {
        return current;
    }

    static void use(Offload offload) {
        current = offload;
    }

    SelectorProvider kernel() {
        return kernel;
    }

    // --- Where sockets go -------------------------------------------------------------------------------------------

    /** Where a connection is opened, and why. */
    Decision connection(InetSocketAddress remote) {
        return isGone() ? Decision.GONE : rules.connection(remote);
    }

    /** Where a listener listens, and why. */
    Decision listener(InetSocketAddress local) {
        return isGone() ? Decision.GONE : rules.listener(local);
    }

    /** Where a socket is that is bound before it connects; the wildcard address leaves that open. */
    Decision bound(InetAddress local) {
        return isGone() ? Decision.GONE : rules.bound(local);
    }

    /** Which sockets went where and why: to be told of each that goes to the kernel. */
    Placements placements() {
        return placements;
    }

    Poller poller() {
        return poller;
    }

    long spinNanos() {
        return spinNanos;
    }

    /** How long a selector looks for news before it sleeps. */
    void spin(int micros) {
        spinNanos = micros * 1_000L;
    }

    /** Bytes that one ring can grow to. */
    int largestRing() {
        return attachment.layout().ringBytes();
    }

    // --- Slots ------------------------------------------------------------------------------------------------------

    HostSlot open(int context) throws SocketException {
        HostSlot slot = isGone() ? null : attachment.open(context);
        if (slot == null) {
            throw new SocketException(Errno.text(Errno.ENOBUFS) + ": no slot of the TCP Server's region is free");
        }
        return slot;
    }

    HostSlot accept(long entry, int context) {
        return attachment.accept(entry, context);
    }

    /** From now on the slot's news are the socket's, which is on the stack for that reason. */
    void enlist(StackSocket socket, Decision why) {
        socket.placed(why);
        placements.count(why);
        sockets.set(socket.slot.number(), socket);
    }

    /** Ends the use of the socket's slot. */
    void release(StackSocket socket, int abortOrZero) {
        sockets.compareAndSet(socket.slot.number(), socket, null);
        attachment.close(socket.slot, abortOrZero);
    }

    void ring(HostSlot slot) {
        attachment.ring(slot);
    }

    /** All sockets that are on the stack now. */
    void forEachSocket(Consumer<StackSocket> action) {
        for (int slot = 0; slot < sockets.length(); slot++) {
            StackSocket socket = sockets.get(slot);
            if (socket != null) {
                action.accept(socket);
            }
        }
    }

    int openSlots() {
        return attachment.openSlots();
    }

    /** A slot's doorbell rang in the context of {@code drainer}; null: in the default one. */
    void news(int slot, LongshoreSelector drainer) {
        StackSocket socket = slot < sockets.length() ? sockets.get(slot) : null;
        if (socket != null) {
            socket.news(drainer);
        }
    }

    /** A context for a selector, or null if there is none left: then the default one serves it. */
    HostContext openContext() {
        try {
            return isGone() ? null : attachment.openContext();
        } catch (IOException noneLeft) {
            return null;
        }
    }

    // --- Stalls -----------------------------------------------------------------------------------------------------

    WaitAccount account(HostSlot slot) {
        return attachment.account(slot);
    }

    /** When the server began the turn that it is in, or was in last. */
    long turnOf(HostSlot slot) {
        return attachment.turnOf(slot);
    }

    /** Whether the server has not yet looked at a slot that was rung. */
    boolean isRung(HostSlot slot) {
        return attachment.isRung(slot);
    }

    /** Begins to watch for stalls when a recording wants to hear of them, and ends; the poller's thread. */
    void tendWatch() {
        if (FlightEvents.HERE.isStallOn()) {
            watch = watch == null ? new StallWatch(this, FlightEvents.HERE) : watch;
            watch.start();
        } else {
            endWatch();
        }
    }

    /** Nobody tends it any more; the poller's thread. */
    void endWatch() {
        if (watch != null) {
            watch.stop();
        }
    }

    // --- The server's end -------------------------------------------------------------------------------------------

    boolean isGone() {
        return attachment.isClosed();
    }

    IOException gone() {
        return new IOException(attachment.closedBecause());
    }

    /** The server is gone: everybody who waits hears of it. */
    void tellAll() {
        for (int slot = 0; slot < sockets.length(); slot++) {
            news(slot, null);
        }
    }

    /** One line on the application's standard error: it has no log that we may use. */
    void complain(String sentence) {
        Complaint.say(sentence);
    }

    String goneBecause() {
        return attachment.closedBecause();
    }
}
