package io.longshore.server;

import io.longshore.channel.CutOff;
import io.longshore.channel.RegionHeader;
import io.longshore.channel.RegionLayout;
import io.longshore.memory.Memory;
import io.longshore.stack.Lease;
import io.longshore.stack.ServerAttachment;
import io.longshore.syscall.Errno;
import io.longshore.syscall.Files;
import io.longshore.syscall.PeerCredentials;
import io.longshore.syscall.SystemCallException;
import io.longshore.syscall.UnixSocket;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// One application's attachment as the control side holds it: its region, who it is, and its bells. Made by the control
/// agent's thread, lent to the shard's; the region is unmapped by the former when the latter has ended with it.
final class AttachmentLease implements Lease {

    private static final MemorySegment ONE_BELL = Arena.global().allocate(1);

    private final int number;
    private final long token;
    private final String name;
    private final PeerCredentials peer;
    private final RegionLayout layout;
    private final SharedFile region;
    private final RegionHeader header;
    private final AttachmentEvents events;
    /// The bells of contexts; the shard's thread alone uses them.
    private final UnixSocket[] contextBells;
    /// The connection that is the lease; the control agent's.
    private ControlClient control;
    private List<ServerAttachment> parts = List.of();
    /// Shards that still use the region; the control agent's to count.
    int users;

    /// What the control agent is told by the shard's thread.
    interface AttachmentEvents {
        void cutOff(AttachmentLease lease, CutOff reason);

        void ended(AttachmentLease lease);
    }

    AttachmentLease(AttachmentIdentity identity, RegionLayout layout, SharedFile region, AttachmentEvents events) {
        this.number = identity.number();
        this.token = identity.token();
        this.name = identity.name();
        this.peer = identity.peer();
        this.layout = layout;
        this.region = region;
        this.events = events;
        header = new RegionHeader(Memory.of(region.memory().asSlice(0, RegionLayout.LINE * 4L).asByteBuffer()));
        contextBells = new UnixSocket[layout.contexts()];
    }

    int number() {
        return number;
    }

    long token() {
        return token;
    }

    String name() {
        return name;
    }

    PeerCredentials peer() {
        return peer;
    }

    RegionLayout layout() {
        return layout;
    }

    SharedFile region() {
        return region;
    }

    /// What each shard will work with.
    void prepare(List<ServerAttachment> newParts) {
        parts = newParts;
    }

    ServerAttachment part(int shard) {
        return parts.get(shard);
    }

    void control(ControlClient client) {
        control = client;
    }

    /// The connection that is the lease, null before there is one.
    ControlClient control() {
        return control;
    }

    /// Says that the server lives. By the control agent's thread, until [#ended].
    void beat(long millis) {
        try {
            if (region.isIntact()) {
                header.serverHeartbeat(millis);
            }
        } catch (InternalError truncated) {
            // The shard will find out and cut it off.
            return;
        }
    }

    void contextBell(int context, UnixSocket bell) {
        contextBells[context] = bell;
    }

    void contextBellIsGone(int context, UnixSocket bell) {
        if (contextBells[context] == bell) {
            contextBells[context] = null;
        }
    }

    @Override
    public void bell(int context) {
        UnixSocket bell = contextBells[context];
        if (bell != null) {
            int result = bell.write(ONE_BELL, 0, 1);
            assert result == 1 || result == Errno.EAGAIN.negative() || result == Errno.EPIPE.negative();
        }
    }

    @Override
    public void discard(long at, long bytes) {
        try {
            Files.punchHole(region.memory().asSlice(at, bytes));
        } catch (SystemCallException e) {
            // It stays in memory, which costs that memory and nothing else.
            return;
        }
    }

    @Override
    public void cutOff(CutOff reason) {
        events.cutOff(this, reason);
    }

    @Override
    public void ended() {
        events.ended(this);
    }

    @Override
    public boolean isIntact() {
        return region.isIntact();
    }
}
