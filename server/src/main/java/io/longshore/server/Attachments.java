package io.longshore.server;

import io.longshore.channel.BellRequest;
import io.longshore.channel.Handshake;
import io.longshore.channel.Hello;
import io.longshore.channel.RegionLayout;
import io.longshore.channel.Welcome;
import io.longshore.stack.ServerAttachment;
import io.longshore.syscall.Files;
import io.longshore.syscall.PeerCredentials;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// All applications attached, from the first message to the burial. The control agent's thread alone.
final class Attachments {

    private final AttachmentLease[] leases;
    private final RegionLayout layout;
    private final List<ShardEnd> shards;
    private final String rules;
    private final AttachmentLease.AttachmentEvents events;
    private final List<Grave> graves = new ArrayList<>();

    /// What a shard still has to be told of an application that is gone.
    private record Grave(ShardEnd shard, AttachmentLease lease, ServerAttachment part) {
    }

    /// @param rules what [ServerAddresses#rules] says
    Attachments(ServerLimits limits, List<ShardEnd> shards, String rules, AttachmentLease.AttachmentEvents events) {
        leases = new AttachmentLease[limits.attachments()];
        layout = limits.region();
        this.shards = shards;
        this.rules = rules;
        this.events = events;
    }

    /// Makes a region for an application, which its user may open; null if there are too many.
    AttachmentLease open(Hello hello, PeerCredentials peer) throws IOException {
        int number = freeNumber();
        if (number < 0) {
            return null;
        }
        long token = SecretSource.next();
        SharedFile region = new SharedFile(Long.toHexString(token) + ".region", layout.bytes());
        try {
            Files.owner(region.path().toString(), peer.userId(), -1);
        } catch (IOException e) {
            region.close();
            throw e;
        }
        AttachmentIdentity identity = new AttachmentIdentity(number, token, hello.name(), peer);
        leases[number] = new AttachmentLease(identity, layout, region, events);
        leases[number].beat(System.currentTimeMillis());
        return leases[number];
    }

    private int freeNumber() {
        for (int number = 0; number < leases.length; number++) {
            if (leases[number] == null) {
                return number;
            }
        }
        return -1;
    }

    /// Lays the region out and says what the application has to know to map it.
    Welcome welcome(AttachmentLease lease) {
        List<ServerAttachment> parts = new ArrayList<>();
        for (int shard = 0; shard < shards.size(); shard++) {
            parts.add(new ServerAttachment(lease.number(), layout, shard, lease.region().memory(), lease));
        }
        lease.prepare(parts);
        return new Welcome(lease.number(), lease.token(), layout, rules, lease.region().path().toString());
    }

    /// The application has mapped its region: takes the name away, and lets the shards serve it.
    ///
    /// @return the byte to answer
    byte begin(AttachmentLease lease) {
        lease.region().unlink();
        for (int shard = 0; shard < shards.size(); shard++) {
            ServerAttachment part = lease.part(shard);
            boolean told = shards.get(shard).tell((agent, now) -> agent.attach(part));
            if (!told) {
                return (byte) ~Handshake.READY;
            }
            lease.users++;
        }
        return Handshake.READY;
    }

    /// The application is gone. Before [#begin] there is nothing to bury.
    void leave(AttachmentLease lease) {
        if (lease.users == 0) {
            forget(lease);
            return;
        }
        for (int i = 0; i < shards.size(); i++) {
            graves.add(new Grave(shards.get(i), lease, lease.part(i)));
        }
        bury();
    }

    /// Tells the shards of the dead; a shard whose mailbox is full is told with the next heartbeat.
    private void bury() {
        graves.removeIf(grave -> grave.shard.tell((agent, now) -> {
            grave.shard.sleeper().removeAll(grave.lease);
            agent.bury(grave.part, now);
        }));
    }

    /// A shard uses the region no more.
    void ended(AttachmentLease lease) {
        if (--lease.users == 0) {
            forget(lease);
        }
    }

    private void forget(AttachmentLease lease) {
        if (leases[lease.number()] == lease) {
            leases[lease.number()] = null;
            lease.region().close();
        }
    }

    /// The attachment that a bell is asked for, null if there is none or the token is wrong.
    AttachmentLease find(int number, long token) {
        if (number < 0 || number >= leases.length || leases[number] == null) {
            return null;
        }
        return leases[number].token() == token ? leases[number] : null;
    }

    /// Says to all that the server lives, and buries who could not be buried before. About once a second.
    void beat(long millis) {
        bury();
        for (AttachmentLease lease : leases) {
            if (lease != null) {
                lease.beat(millis);
            }
        }
    }

    /// Gives a bell to the shard; false if it is too busy.
    boolean hand(BellEnd bell) {
        ShardEnd shard = shards.get(bell.role() == BellRequest.SHARD ? bell.index() : 0);
        return shard.tell((agent, now) -> shard.sleeper().take(bell));
    }

    List<AttachmentLease> all() {
        List<AttachmentLease> all = new ArrayList<>();
        for (AttachmentLease lease : leases) {
            if (lease != null) {
                all.add(lease);
            }
        }
        return all;
    }

    int shards() {
        return shards.size();
    }

    /// Unmaps everything; the shards have ended.
    void close() {
        for (AttachmentLease lease : all()) {
            forget(lease);
        }
    }
}
