package io.longshore.stack;

import io.longshore.channel.SlotLayout;
import io.longshore.memory.RingGeometry;
import io.longshore.ip.PacketFields;
import io.longshore.tcp.Endpoints;
import io.longshore.tcp.Errno;
import io.longshore.tcp.SocketOptions;
import io.longshore.tcp.Tcb;
import io.longshore.wire.IpAddress;

/// Answers bind, listen and connect. Each returns 0 or an errno of Linux, which the host finds in its slot.
final class Requests {

    private static final int EINVAL = 22;
    private static final int EISCONN = 106;
    private static final int LAST_PORT = 65_535;

    private final Shard shard;
    private final Endpoints endpoints = new Endpoints();
    private final SocketOptions options = new SocketOptions();
    private final PacketFields fields = new PacketFields();
    private final Tcb tcb = new Tcb();

    Requests(Shard shard) {
        this.shard = shard;
    }

    void answer(ServerAttachment attachment, int slot, int request, long now) {
        if (slot >= attachment.layout().firstServerSlot()) {
            throw HostViolation.REQUEST;
        }
        int result = switch (attachment.get(slot, SlotLayout.REQUEST_CODE)) {
            case SlotLayout.REQUEST_BIND -> bind(attachment, slot);
            case SlotLayout.REQUEST_LISTEN -> listen(attachment, slot);
            case SlotLayout.REQUEST_CONNECT -> connect(attachment, slot, now);
            default -> throw HostViolation.REQUEST;
        };
        attachment.answered[slot] = request;
        attachment.put(slot, SlotLayout.RESULT, result);
        attachment.release(slot, SlotLayout.ANSWERED, request);
        Announcer.ring(attachment, slot);
    }

    private int bind(ServerAttachment attachment, int slot) {
        if (attachment.state[slot] != SlotLayout.STATE_FREE) {
            return EINVAL;
        }
        int port = attachment.get(slot, SlotLayout.ARGUMENT_LOCAL_PORT);
        if (port < 0 || port > LAST_PORT) {
            return EINVAL;
        }
        long high = SlotAddresses.high(attachment, slot, SlotLayout.ARGUMENT_LOCAL);
        long low = SlotAddresses.low(attachment, slot, SlotLayout.ARGUMENT_LOCAL);
        if (!IpAddress.isAny(high, low) && !shard.network.ours().isAssigned(high, low)) {
            return Errno.EADDRNOTAVAIL;
        }
        endpoints.local(high, low, port);
        int binding = bind(wish(attachment, slot));
        if (binding == Ports.NONE) {
            return Errno.EADDRINUSE;
        }
        attachment.binding[slot] = binding;
        SlotAddresses.write(attachment, slot, SlotLayout.LOCAL, high, low);
        attachment.put(slot, SlotLayout.LOCAL_PORT, endpoints.localPort);
        attachment.begin(slot, SlotLayout.STATE_BOUND, ServerAttachment.NONE);
        return 0;
    }

    private int bind(int wish) {
        if (endpoints.localPort == 0) {
            return shard.ports.bindEphemeral(endpoints, wish, shard.nextRandom());
        }
        return shard.claims.isClaimed(endpoints, wish) ? Ports.NONE : shard.ports.bind(endpoints, wish);
    }

    private static int wish(ServerAttachment attachment, int slot) {
        int options = attachment.get(slot, SlotLayout.OPTIONS);
        return ((options & SlotLayout.OPTION_REUSE_ADDRESS) != 0 ? Ports.REUSE : 0)
                | ((options & SlotLayout.OPTION_ONLY_IPV6) != 0 ? Ports.IPV6_ONLY : 0);
    }

    private int listen(ServerAttachment attachment, int slot) {
        int backlog = Math.clamp(attachment.get(slot, SlotLayout.BACKLOG), 0, shard.tcp.settings.maxBacklog);
        if (attachment.state[slot] == SlotLayout.STATE_LISTENING) {
            shard.tcp.listeners.backlog(attachment.owner[slot], backlog);
            return 0;
        }
        int bound = attachment.state[slot] == SlotLayout.STATE_BOUND ? 0 : bind(attachment, slot);
        if (bound != 0) {
            return bound;
        }
        int binding = attachment.binding[slot];
        if (!shard.ports.listen(binding)) {
            return Errno.EADDRINUSE;
        }
        shard.ports.read(binding, endpoints);
        int listener = shard.tcp.listeners.listen(endpoints, shard.ports.isIpv6Only(binding), backlog,
                attachment.layout().ringBytes());
        if (listener < 0) {
            return Errno.EADDRINUSE;
        }
        ListeningSlot listening = new ListeningSlot(attachment, slot, listener);
        listening.takeOptions(shard.tcp.listeners);
        shard.tcp.listeners.attachment(listener, attachment.number());
        shard.listening[listener] = listening;
        attachment.putLong(slot, SlotLayout.RECEIVED, 0);
        attachment.putLong(slot, SlotLayout.RECEIVE_GEOMETRY, Shard.NEW_RING);
        attachment.putLong(slot, SlotLayout.READ_NOTICE, SlotLayout.NEVER);
        attachment.put(slot, SlotLayout.SHARD, shard.number);
        attachment.begin(slot, SlotLayout.STATE_LISTENING, listener);
        return 0;
    }

    private int connect(ServerAttachment attachment, int slot, long now) {
        int state = attachment.state[slot];
        if (state != SlotLayout.STATE_FREE && state != SlotLayout.STATE_BOUND) {
            return EISCONN;
        }
        int port = attachment.get(slot, SlotLayout.ARGUMENT_REMOTE_PORT);
        long high = SlotAddresses.high(attachment, slot, SlotLayout.ARGUMENT_REMOTE);
        long low = SlotAddresses.low(attachment, slot, SlotLayout.ARGUMENT_REMOTE);
        if (port <= 0 || port > LAST_PORT || IpAddress.isAny(high, low)) {
            return EINVAL;
        }
        if (shard.tcp.pressure.isExhausted(attachment.number())) {
            shard.tcp.counters.memoryDrops++;
            return Errno.ENOBUFS;
        }
        int local = state == SlotLayout.STATE_BOUND ? 0 : bindIfNamed(attachment, slot);
        if (local != 0) {
            return local;
        }
        endpoints.remote(high, low, port);
        OptionRegisters.read(attachment, slot, options);
        int source = chooseSource(attachment.binding[slot]);
        int result = source != 0 ? source : shard.tcp.opening.connect(tcb, endpoints, options, now);
        if (result == 0) {
            shard.claims.claim(tcb, (wish(attachment, slot) & Ports.REUSE) != 0);
            begin(attachment, slot);
        }
        return result;
    }

    /// Fills in the local end for the remote one: what the socket is bound to, and for a wildcard the address that the
    /// network layer would speak from; to ourselves we speak from the address that we speak to.
    private int chooseSource(int binding) {
        endpoints.local(0, 0, 0);
        boolean anyFamily = binding == Ports.NONE || !shard.ports.isIpv6Only(binding);
        if (binding != Ports.NONE) {
            shard.ports.read(binding, endpoints);
        }
        boolean isIpv4 = IpAddress.isIpv4(endpoints.remoteHigh, endpoints.remoteLow);
        if (!IpAddress.isAny(endpoints.localHigh, endpoints.localLow)) {
            return IpAddress.isIpv4(endpoints.localHigh, endpoints.localLow) == isIpv4 ? 0 : Errno.ENETUNREACH;
        }
        if (endpoints.localLow == IpAddress.MAPPED ? !isIpv4 : isIpv4 && !anyFamily) {
            return Errno.ENETUNREACH;
        }
        fields.destination(endpoints.remoteHigh, endpoints.remoteLow);
        if (shard.network.owns(fields.destinationHigh, fields.destinationLow)) {
            fields.source(fields.destinationHigh, fields.destinationLow);
        } else if (!shard.network.ours().hasRoute(fields) || !shard.network.choosesSource(fields)) {
            return Errno.ENETUNREACH;
        }
        endpoints.local(fields.sourceHigh, fields.sourceLow, endpoints.localPort);
        return 0;
    }

    /// A connect without a bind before may still name its local port.
    private int bindIfNamed(ServerAttachment attachment, int slot) {
        return attachment.get(slot, SlotLayout.ARGUMENT_LOCAL_PORT) != 0 ? bind(attachment, slot) : 0;
    }

    private void begin(ServerAttachment attachment, int slot) {
        attachment.owner[slot] = tcb.number();
        tcb.attachment(attachment.number());
        tcb.slot(slot);
        tcb.slotGeneration(attachment.generation[slot]);
        long ring = Shard.newRing(attachment, tcb);
        tcb.receiveCapacity(RingGeometry.capacity(ring));
        shard.connections.begin(tcb.number(), ring);
        shard.waits.begin(tcb.number());
        SlotAddresses.write(attachment, slot, SlotLayout.LOCAL, tcb.localHigh(), tcb.localLow());
        SlotAddresses.write(attachment, slot, SlotLayout.REMOTE, tcb.remoteHigh(), tcb.remoteLow());
        attachment.put(slot, SlotLayout.LOCAL_PORT, tcb.localPort());
        attachment.put(slot, SlotLayout.REMOTE_PORT, tcb.remotePort());
        attachment.putLong(slot, SlotLayout.RECEIVE_GEOMETRY, ring);
        attachment.put(slot, SlotLayout.SHARD, shard.number);
        attachment.begin(slot, SlotLayout.STATE_CONNECTING, tcb.number());
        shard.ready.add(tcb.number());
        shard.arm(tcb);
    }
}
