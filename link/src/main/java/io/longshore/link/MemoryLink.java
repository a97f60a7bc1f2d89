package io.longshore.link;

import io.longshore.wire.Frame;
import io.longshore.wire.FrameBatch;

/// One end of a [MemoryCable]. A frame sent can be received at the other end at once; one for which that end has no
/// room is dropped.
///
/// What the link does not offload must not be asked of it: an oversized frame or a checksum left open is a defect of
/// the sender and raises an exception.
public final class MemoryLink implements Link {

    private static final int ETHERNET_HEADER = 14;

    private final LinkCapabilities capabilities;
    private final FrameQueue incoming;
    private final FrameQueue outgoing;
    private long dropped;
    private boolean closed;

    MemoryLink(LinkCapabilities capabilities, FrameQueue incoming, FrameQueue outgoing) {
        this.capabilities = capabilities;
        this.incoming = incoming;
        this.outgoing = outgoing;
    }

    @Override
    public LinkCapabilities capabilities() {
        return capabilities;
    }

    @Override
    public int receive(FrameBatch batch) {
        while (!batch.isFull()) {
            if (!incoming.poll(batch.add())) {
                batch.removeLast();
                break;
            }
        }
        return batch.size();
    }

    @Override
    public void transmit(FrameBatch batch) {
        for (int i = 0; i < batch.size(); i++) {
            Frame frame = batch.get(i);
            check(frame);
            if (closed || !outgoing.offer(frame)) {
                dropped++;
            }
        }
        batch.clear();
    }

    private void check(Frame frame) {
        boolean superSegment = frame.segmentSize > 0;
        int most = superSegment ? capabilities.maxSuperSegment() : capabilities.mtu();
        if (frame.totalLength() > ETHERNET_HEADER + most) {
            throw new IllegalStateException("a frame of " + frame.totalLength() + " bytes on a link whose packets have "
                    + most + " at most");
        }
        int wanted = (superSegment ? LinkCapabilities.SEGMENTATION : 0)
                | ((frame.flags & Frame.CHECKSUM_OFFLOADED) != 0 ? LinkCapabilities.CHECKSUM : 0);
        if (!capabilities.offloads(wanted)) {
            throw new IllegalStateException("a frame asks for offloads " + wanted + " that the link does not have");
        }
    }

    /// Frames that wait to be received here.
    public int waiting() {
        return incoming.size();
    }

    @Override
    public int descriptor() {
        return -1;
    }

    @Override
    public long dropped() {
        return dropped;
    }

    /// From now on all that is sent here is dropped, as with the cable pulled out.
    @Override
    public void close() {
        closed = true;
    }
}
