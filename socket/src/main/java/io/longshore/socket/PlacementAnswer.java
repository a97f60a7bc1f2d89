package io.longshore.socket;

import io.longshore.channel.HostAttachment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Answers the TCP Server when it asks where this process's sockets are: on a thread of its own, for the poller has
 * others to wake; one at a time, for the server asks once and hears once.
 */
final class PlacementAnswer implements Runnable {

    private final Offload offload;
    private final HostAttachment attachment;
    private final AtomicBoolean underWay = new AtomicBoolean();

    PlacementAnswer(Offload offload, HostAttachment attachment) {
        this.offload = offload;
        this.attachment = attachment;
    }

    /** If the server has asked. */
    void giveIfAsked() {
        if (attachment.takeQuestion() && underWay.compareAndSet(false, true)) {
            Thread thread = new Thread(null, this, "longshore-report", 0, false);
            thread.setDaemon(true);
            thread.start();
        }
    }

    @Override
    public void run() {
        List<String> lines = new ArrayList<>();
        try {
            new PlacementReport(offload, lines::add).write();
            attachment.answer(lines);
        } catch (IOException notHeard) {
            // The server says itself that it got no answer.
            return;
        } finally {
            underWay.set(false);
        }
    }
}
