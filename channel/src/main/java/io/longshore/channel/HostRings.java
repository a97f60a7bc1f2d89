package io.longshore.channel;

import java.nio.ByteBuffer;

/**
 * The two rings of a {@link HostSlot} as the host may use them in place, without a copy. Claiming and committing is
 * writing the stream, peeking and skipping is reading it: the same one thread at a time. No method rings.
 */
public final class HostRings {

    private final HostSlot slot;

    /** The rings of a slot in use, for that use. */
    public HostRings(HostSlot slot) {
        this.slot = slot;
    }

    /** A new buffer over all bytes that the send ring may come to have; big-endian, as all new ones are. */
    public ByteBuffer sendView() {
        return slot.writer.view();
    }

    /** A new buffer over all bytes that the receive ring may come to have. */
    public ByteBuffer receiveView() {
        return slot.reader.view();
    }

    /**
     * Sets a {@link #sendView} to bytes that may be written before {@link #commit}: no more than {@code wanted}, fewer
     * where the ring wraps, none if it is full. The same bytes until something is committed or written.
     *
     * @return how many
     */
    public int claim(ByteBuffer view, int wanted) {
        int count = slot.writer.claim(wanted, slot.sendLimit());
        int at = slot.writer.claimedAt();
        view.limit(at + count).position(at);
        return count;
    }

    /** Releases {@code sent} behind the first bytes of the claim. Ring afterwards. */
    public void commit(int count) {
        slot.writer.commit(count);
    }

    /**
     * Sets a {@link #receiveView} to bytes that have come and stay: from {@code from} bytes behind the next one to be
     * read on, up to where the ring wraps, no more than {@code most}.
     *
     * @return false if the server's registers make no sense; the view is then untouched
     */
    public boolean peek(ByteBuffer view, int from, int most) {
        return slot.reader.peek(view, from, most);
    }
}
