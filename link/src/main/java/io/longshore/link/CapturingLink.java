package io.longshore.link;

import io.longshore.wire.FrameBatch;

/// Copies the frames that pass a link into a [Capture] while one is attached; otherwise it is a single look at a field
/// per batch.
public final class CapturingLink implements Link {

    private final Link link;
    private volatile Capture capture;

    public CapturingLink(Link link) {
        this.link = link;
    }

    /// Begins to capture, from any thread, in place of a capture attached before; null ends it.
    public void attach(Capture capture) {
        this.capture = capture;
    }

    @Override
    public LinkCapabilities capabilities() {
        return link.capabilities();
    }

    @Override
    public int receive(FrameBatch batch) {
        int received = link.receive(batch);
        Capture present = capture;
        if (present != null && received > 0) {
            present.frames(batch, Capture.INBOUND);
        }
        return received;
    }

    @Override
    public void transmit(FrameBatch batch) {
        Capture present = capture;
        if (present != null) {
            present.frames(batch, Capture.OUTBOUND);
        }
        link.transmit(batch);
    }

    @Override
    public int descriptor() {
        return link.descriptor();
    }

    @Override
    public long dropped() {
        return link.dropped();
    }

    @Override
    public void close() {
        link.close();
    }
}
