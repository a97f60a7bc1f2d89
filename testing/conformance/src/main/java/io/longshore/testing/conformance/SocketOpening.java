package io.longshore.testing.conformance;

import io.longshore.channel.AcceptEntry;
import io.longshore.channel.Address128;
import io.longshore.channel.HostSlot;
import io.longshore.channel.SlotLayout;
import io.longshore.stack.FastOpenQuestion;
import io.longshore.tcp.Endpoints;
import io.longshore.testing.conformance.StackSocket.Phase;
import io.longshore.wire.IpAddress;

/// bind, listen, accept and connect, with Linux's answers in each state.
final class SocketOpening {

    private static final int MOST_BACKLOG = 4096;
    private static final int IPV4_HEADERS = 40;
    private static final int IPV6_HEADERS = 60;

    private final StackSockets sockets;

    SocketOpening(StackSockets sockets) {
        this.sockets = sockets;
    }

    Answer bind(StackSocket socket, SocketName name) {
        int wrong = judge(socket, name);
        if (wrong != 0) {
            return Answer.error(wrong);
        }
        if (socket.isBound() || socket.slot != null) {
            return Answer.error(Linux.EINVAL);
        }
        return answer(socket.bind(name));
    }

    private static int judge(StackSocket socket, SocketName name) {
        if (name.isAbsent()) {
            return Linux.EINVAL;
        }
        if (name.family() != (socket.isIpv6 ? Linux.AF_INET6 : Linux.AF_INET)) {
            return socket.isIpv6 && name.isIpv4() ? Linux.EINVAL : Linux.EAFNOSUPPORT;
        }
        boolean mapped = socket.isIpv6 && name.address128().isIpv4();
        return mapped && socket.options.has(SlotLayout.OPTION_ONLY_IPV6) ? Linux.EINVAL : 0;
    }

    private static Answer answer(int errno) {
        return errno == 0 ? Answer.of(0) : Answer.error(errno);
    }

    Answer listen(StackSocket socket, int backlog) {
        Phase phase = socket.phase();
        if (phase != Phase.CLOSED && phase != Phase.LISTENING || socket.connected || socket.connecting) {
            return Answer.error(Linux.EINVAL);
        }
        HostSlot slot = socket.open();
        if (phase == Phase.CLOSED && !socket.isBound()) {
            slot.local(wildcard(socket), 0);
        }
        boolean unsigned = backlog < 0 || backlog > MOST_BACKLOG;
        slot.backlog(unsigned ? MOST_BACKLOG : backlog);
        return answer(socket.request(SlotLayout.REQUEST_LISTEN));
    }

    private static Address128 wildcard(StackSocket socket) {
        return socket.isIpv6 ? Address128.ANY : Address128.ofIpv4(0);
    }

    Answer accept(StackSocket socket) {
        if (!socket.isListening()) {
            return Answer.error(Linux.EINVAL);
        }
        long patience = socket.nonBlocking ? 0 : socket.options.receivePatience();
        return sockets.call(() -> acceptOne(socket), patience, () -> Answer.error(Linux.EAGAIN));
    }

    private Answer acceptOne(StackSocket socket) {
        if (!socket.isListening()) {
            return Answer.error(Linux.EINVAL);
        }
        SteppedStack stack = sockets.stack();
        long entry = socket.slot.nextAccepted();
        if (entry == AcceptEntry.NONE) {
            return null;
        }
        stack.host().ring(socket.slot);
        StackSocket accepted = new StackSocket(stack, socket.isIpv6, socket.options.inherited());
        accepted.slot = stack.host().accept(entry, stack.context().number());
        accepted.connected = true;
        accepted.reports.inherit(socket.reports);
        stack.settle();
        Answer answer = Answer.of(sockets.add(accepted));
        answer.name = accepted.remoteName();
        return answer;
    }

    Answer connect(StackSocket socket, SocketName name) {
        if (name.family() == SocketName.UNSPECIFIED) {
            return disconnect(socket);
        }
        if (name.isAbsent()) {
            return Answer.error(Linux.EINVAL);
        }
        if (name.family() != (socket.isIpv6 ? Linux.AF_INET6 : Linux.AF_INET) && !(socket.isIpv6 && name.isIpv4())) {
            return Answer.error(Linux.EAFNOSUPPORT);
        }
        if (socket.connected || socket.isListening()) {
            return Answer.error(Linux.EISCONN);
        }
        if (socket.connecting) {
            return goOn(socket);
        }
        if (socket.options.has(SlotLayout.OPTION_FAST_OPEN) && roomInRequest(socket, name) > 0) {
            socket.deferred = name;
            socket.connecting = true;
            return Answer.of(0);
        }
        int result = begin(socket, name, new byte[0]);
        return result != 0 ? Answer.error(result) : await(socket, Linux.EINPROGRESS);
    }

    /// Begins a connection; what is to go with the request is written before it is made.
    ///
    /// @return 0 or an errno
    int begin(StackSocket socket, SocketName name, byte[] first) {
        Address128 remote = name.address128();
        if (IpAddress.isMulticast(remote.high(), remote.low())) {
            return Linux.ENETUNREACH;
        }
        HostSlot slot = socket.open();
        slot.remote(remote, name.port());
        slot.write(first, 0, first.length);
        int result = socket.request(SlotLayout.REQUEST_CONNECT);
        if (result != 0) {
            socket.drop(0);
            return result;
        }
        socket.connecting = true;
        return 0;
    }

    /// How much text a connection request would bear: nothing without a cookie, which it then asks for.
    int roomInRequest(StackSocket socket, SocketName name) {
        SteppedStack stack = sockets.stack();
        Address128 address = name.address128();
        Endpoints remote = new Endpoints();
        remote.remote(address.high(), address.low(), name.port());
        int headers = address.isIpv4() ? IPV4_HEADERS : IPV6_HEADERS;
        return FastOpenQuestion.room(stack.agent(), remote, socket.options.has(SlotLayout.OPTION_FAST_OPEN_NO_COOKIE),
                stack.settings().mtu - headers, stack.now());
    }

    /// A connect while another is under way: in Linux the one that finds it done succeeds.
    private Answer goOn(StackSocket socket) {
        if (socket.deferred != null) {
            return Answer.error(Linux.EISCONN);
        }
        return await(socket, Linux.EALREADY);
    }

    Answer await(StackSocket socket, int meanwhile) {
        long patience = socket.nonBlocking ? 0 : socket.options.sendPatience();
        return sockets.call(() -> outcome(socket), patience, () -> Answer.error(meanwhile));
    }

    private static Answer outcome(StackSocket socket) {
        return switch (socket.phase()) {
            case CONNECTING -> null;
            case CONNECTED -> {
                socket.connecting = false;
                socket.connected = true;
                yield Answer.of(0);
            }
            case CLOSED, LISTENING -> {
                int error = socket.takeError();
                socket.drop(0);
                yield Answer.error(error == 0 ? Linux.ECONNABORTED : error);
            }
        };
    }

    /// connect with AF_UNSPEC: whatever the socket did is over, at once.
    Answer disconnect(StackSocket socket) {
        boolean told = socket.slot != null && socket.phase() != Phase.LISTENING && socket.phase() != Phase.CLOSED;
        socket.deferred = null;
        socket.drop(SlotLayout.INTENT_ABORT);
        if (told) {
            socket.fail(Linux.ECONNRESET);
        }
        return Answer.of(0);
    }
}
