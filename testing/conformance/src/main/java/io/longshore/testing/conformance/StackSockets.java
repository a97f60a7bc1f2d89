package io.longshore.testing.conformance;

import io.longshore.channel.SlotLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Linux's socket calls over our stack: handles, and the calls that wait. What each call does is in a class of its own.
public final class StackSockets implements SocketCalls {

    private static final int FIRST_HANDLE = 3;

    private final SteppedStack stack;
    private final Map<Integer, StackSocket> sockets = new TreeMap<>();
    private final Map<Integer, StackEpoll> epolls = new TreeMap<>();
    private final List<PendingCall> pending = new ArrayList<>();
    private final SocketOpening opening;
    private final SocketReader receiving;
    private final SocketWriter sending;
    private final SocketClosing closing;
    private final SocketOptionCalls options;
    private int nextHandle = FIRST_HANDLE;

    public StackSockets(SteppedStack stack) {
        this.stack = stack;
        opening = new SocketOpening(this);
        receiving = new SocketReader(this);
        sending = new SocketWriter(this, opening);
        closing = new SocketClosing(this);
        options = new SocketOptionCalls(stack);
    }

    // --- Waiting ----------------------------------------------------------------------------------------------------

    /// Moves time forward until a condition holds or to an instant. Calls that wait are tried at each instant at which
    /// something happens.
    ///
    /// @return whether the condition holds
    public boolean advance(BooleanSupplier condition, long limit) {
        stack.settle();
        look();
        long next = Math.min(stack.deadline(), deadline());
        while (!condition.getAsBoolean() && next <= limit && next != SteppedStack.NEVER) {
            stack.advanceTo(next);
            look();
            next = Math.min(stack.deadline(), deadline());
        }
        if (!condition.getAsBoolean() && limit != SteppedStack.NEVER) {
            stack.advanceTo(limit);
            look();
        }
        return condition.getAsBoolean();
    }

    /// Tries the calls that wait.
    public void look() {
        boolean changed = true;
        while (changed) {
            changed = pending.removeIf(call -> call.look(stack.now()));
        }
        epolls.values().forEach(StackEpoll::look);
        sockets.values().forEach(StackSocket::look);
    }

    /// When the first of the calls that wait gives up.
    public long deadline() {
        return pending.stream().mapToLong(PendingCall::deadline).min().orElse(SteppedStack.NEVER);
    }

    /// Does at once, or puts among the calls that wait.
    ///
    /// @param attempt   what it comes to, null as long as it has to wait
    /// @param patience  nanoseconds; 0 not to wait, [SteppedStack#NEVER] for ever
    /// @param otherwise what it comes to when patience ends
    Answer call(Supplier<Answer> attempt, long patience, Supplier<Answer> otherwise) {
        Answer answer = attempt.get();
        if (answer != null) {
            return answer;
        }
        if (patience == 0) {
            return otherwise.get();
        }
        long deadline = patience == SteppedStack.NEVER ? patience : stack.now() + patience;
        PendingCall call = new PendingCall(attempt, deadline, otherwise);
        pending.add(call);
        return call.answer();
    }

    SteppedStack stack() {
        return stack;
    }

    int add(StackSocket socket) {
        sockets.put(nextHandle, socket);
        return nextHandle++;
    }

    StackSocket find(int handle) {
        return sockets.get(handle);
    }

    void remove(int handle) {
        StackSocket gone = sockets.remove(handle);
        epolls.remove(handle);
        epolls.values().forEach(epoll -> epoll.forget(gone));
    }

    private interface OnSocket {
        Answer call(StackSocket socket);
    }

    private Answer on(int handle, OnSocket call) {
        StackSocket socket = sockets.get(handle);
        Answer answer = socket == null ? Answer.error(Linux.EBADF) : call.call(socket);
        stack.settle();
        look();
        return answer;
    }

    // --- The calls --------------------------------------------------------------------------------------------------

    @Override
    public Answer socket(int domain, int type, int protocol) {
        if (domain != Linux.AF_INET && domain != Linux.AF_INET6) {
            return Answer.error(Linux.EAFNOSUPPORT);
        }
        if ((type & Linux.SOCK_TYPES) != Linux.SOCK_STREAM) {
            return Answer.error(Linux.ESOCKTNOSUPPORT);
        }
        if (protocol != 0 && protocol != Linux.IPPROTO_TCP) {
            return Answer.error(Linux.EPROTONOSUPPORT);
        }
        boolean ipv6 = domain == Linux.AF_INET6;
        StackSocket socket = new StackSocket(stack, ipv6, new OptionValues(stack.settings()));
        socket.nonBlocking = (type & Linux.SOCK_NONBLOCK) != 0;
        return Answer.of(add(socket));
    }

    @Override
    public Answer bind(int socket, SocketName name) {
        return on(socket, found -> opening.bind(found, name));
    }

    @Override
    public Answer listen(int socket, int backlog) {
        return on(socket, found -> opening.listen(found, backlog));
    }

    @Override
    public Answer accept(int socket) {
        return on(socket, opening::accept);
    }

    @Override
    public Answer connect(int socket, SocketName name) {
        return on(socket, found -> opening.connect(found, name));
    }

    @Override
    public Answer receive(int socket, ReceiveCall call) {
        return on(socket, found -> receiving.receive(found, call));
    }

    @Override
    public Answer send(int socket, SendCall call) {
        return on(socket, found -> sending.send(found, call));
    }

    @Override
    public Answer close(int handle) {
        if (epolls.containsKey(handle)) {
            epolls.remove(handle);
            return Answer.of(0);
        }
        return on(handle, found -> closing.close(handle, found));
    }

    @Override
    public Answer shutdown(int socket, int how) {
        return on(socket, found -> closing.shutdown(found, how));
    }

    @Override
    public Answer getOption(int socket, int level, int option, int room) {
        return on(socket, found -> options.get(found, level, option, room));
    }

    @Override
    public Answer setOption(int socket, int level, int option, byte[] value) {
        return on(socket, found -> options.set(found, level, option, value));
    }

    @Override
    public Answer localName(int socket) {
        return on(socket, found -> named(found.localName()));
    }

    @Override
    public Answer remoteName(int socket) {
        return on(socket, found -> found.phase() == StackSocket.Phase.CONNECTED
                ? named(found.remoteName()) : Answer.error(Linux.ENOTCONN));
    }

    private static Answer named(SocketName name) {
        Answer answer = Answer.of(0);
        answer.name = name;
        return answer;
    }

    @Override
    public Answer fcntl(int socket, int command, int argument) {
        return on(socket, found -> options.fcntl(found, command, argument));
    }

    @Override
    public Answer ioctl(int socket, int request) {
        return on(socket, found -> options.ioctl(found, request));
    }

    @Override
    public Answer poll(int[] handles, int[] events, int millis) {
        return call(() -> PollEvents.poll(this, handles, events, false), patience(millis),
                () -> PollEvents.poll(this, handles, events, true));
    }

    @Override
    public Answer epollCreate() {
        epolls.put(nextHandle, new StackEpoll());
        return Answer.of(nextHandle++);
    }

    @Override
    public Answer epollControl(int epoll, int operation, int socket, EpollInterest interest) {
        StackEpoll set = epolls.get(epoll);
        if (set == null || find(socket) == null) {
            return Answer.error(set == null && find(epoll) != null ? Linux.EINVAL : Linux.EBADF);
        }
        return set.control(operation, find(socket), interest);
    }

    @Override
    public Answer epollWait(int epoll, int most, int millis) {
        StackEpoll set = epolls.get(epoll);
        if (set == null || most <= 0) {
            return Answer.error(set == null && find(epoll) == null ? Linux.EBADF : Linux.EINVAL);
        }
        return call(() -> set.collect(most), patience(millis), () -> Answer.of(0));
    }

    private static long patience(int millis) {
        return millis < 0 ? SteppedStack.NEVER : millis * 1_000_000L;
    }

    /// Ends all sockets at once; the stack goes with them.
    @Override
    public void close() {
        pending.clear();
        sockets.values().stream().filter(socket -> socket.slot != null)
                .forEach(socket -> stack.host().close(socket.slot, SlotLayout.INTENT_ABORT));
        sockets.clear();
        epolls.clear();
    }
}
