package io.longshore.stack;

import io.longshore.channel.AcceptEntry;
import io.longshore.channel.SlotLayout;
import io.longshore.memory.RingGeometry;
import io.longshore.tcp.Listeners;
import java.lang.foreign.ValueLayout;

/// A listening slot, whose receive ring is its accept queue: entries of eight bytes, slot and generation.
final class ListeningSlot {

    private static final int ENTRY_BYTES = AcceptEntry.BYTES;

    final ServerAttachment attachment;
    final int slot;
    final int listener;
    private final long ring;
    private long received;
    private long read;
    private int optionChanges;

    ListeningSlot(ServerAttachment attachment, int slot, int listener) {
        this.attachment = attachment;
        this.slot = slot;
        this.listener = listener;
        ring = attachment.layout().receiveRing(slot);
    }

    /// Appends a connection; the caller rings. Returns the position of its entry.
    long append(int accepted, int generation) {
        long at = ring + RingGeometry.offset(Shard.NEW_RING, received);
        attachment.region().set(ValueLayout.JAVA_LONG, at, AcceptEntry.of(accepted, generation));
        long position = received;
        received += ENTRY_BYTES;
        attachment.release(slot, SlotLayout.RECEIVED, received);
        return position;
    }

    /// Looks how many entries the host has taken. Pairs with the host's release of `read`.
    void look() {
        if (!attachment.hostIsPresent(slot)) {
            return;
        }
        long taken = attachment.acquire(slot, SlotLayout.READ);
        if (taken < read || taken % ENTRY_BYTES != 0) {
            throw HostViolation.READ_BACKWARDS;
        }
        if (taken > received) {
            throw HostViolation.READ_BEYOND_RECEIVED;
        }
        read = taken;
    }

    /// Options that the host has changed since the last look: connections to come begin with them.
    void takeOptions(Listeners listeners) {
        int changes = OptionRegisters.changes(attachment, slot);
        if (changes != optionChanges) {
            optionChanges = changes;
            OptionRegisters.read(attachment, slot, listeners.options(listener));
        }
    }

    /// Whether the host has not yet taken the entry at a position.
    boolean isWaiting(long position) {
        return position >= read;
    }

    /// Connections that wait for accept.
    int queued() {
        return (int) ((received - read) / ENTRY_BYTES);
    }
}
