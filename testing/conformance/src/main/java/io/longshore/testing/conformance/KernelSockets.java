package io.longshore.testing.conformance;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The kernel's own sockets, in the network namespace of the thread that calls.
final class KernelSockets implements SocketCalls {

    private static final int LARGEST_NAME = 28;
    private static final int NONBLOCK = 0x800;
    private static final int ENOSYS = 38;

    private final Arena arena = Arena.ofShared();
    private final List<Integer> open = new ArrayList<>();

    private static Answer answer(long result) {
        return result < 0 ? Answer.error((int) -result) : Answer.of(result);
    }

    private Answer opened(long result) {
        if (result >= 0) {
            open.add((int) result);
        }
        return answer(result);
    }

    private MemorySegment memory(byte[] bytes) {
        MemorySegment memory = arena.allocate(Math.max(1, bytes.length), 8);
        MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return memory;
    }

    private static byte[] encoded(SocketName name) {
        ByteBuffer bytes = ByteBuffer.allocate(LARGEST_NAME).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putShort((short) name.family()).order(ByteOrder.BIG_ENDIAN).putShort((short) name.port());
        if (name.isIpv6()) {
            bytes.putInt(0);
        }
        return Arrays.copyOf(bytes.put(name.address()).array(), name.isIpv6() ? LARGEST_NAME : 16);
    }

    private static SocketName decoded(MemorySegment memory) {
        ByteBuffer bytes = memory.asByteBuffer();
        int family = bytes.order(ByteOrder.LITTLE_ENDIAN).getShort();
        int port = Short.toUnsignedInt(bytes.order(ByteOrder.BIG_ENDIAN).getShort());
        byte[] address = new byte[family == SocketName.IPV6 ? 16 : 4];
        bytes.get(family == SocketName.IPV6 ? 8 : 4, address);
        return new SocketName(family, port, 0, address);
    }

    @Override
    public Answer socket(int domain, int type, int protocol) {
        return opened(KernelCall.call(KernelCall.SOCKET, domain, type, protocol));
    }

    @Override
    public Answer bind(int socket, SocketName name) {
        return named(KernelCall.BIND, socket, name);
    }

    private Answer named(int call, int socket, SocketName name) {
        byte[] bytes = encoded(name);
        return answer(KernelCall.call(call, socket, memory(bytes).address(), bytes.length));
    }

    @Override
    public Answer listen(int socket, int backlog) {
        return answer(KernelCall.call(KernelCall.LISTEN, socket, backlog));
    }

    @Override
    public Answer accept(int socket) {
        MemorySegment name = arena.allocate(LARGEST_NAME, 8);
        MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, LARGEST_NAME);
        Answer answer = opened(KernelCall.call(KernelCall.ACCEPT4, socket, name.address(), length.address(), NONBLOCK));
        if (answer.errno() == 0) {
            answer.name = decoded(name);
        }
        return answer;
    }

    @Override
    public Answer connect(int socket, SocketName name) {
        return named(KernelCall.CONNECT, socket, name);
    }

    @Override
    public Answer receive(int socket, ReceiveCall call) {
        MemorySegment memory = arena.allocate(Math.max(1, call.room()));
        Answer answer = answer(KernelCall.call(KernelCall.RECVFROM, socket, memory.address(), call.room(),
                call.flags()));
        if (answer.errno() == 0) {
            answer.data = memory.asSlice(0, Math.min(call.room(), answer.result())).toArray(ValueLayout.JAVA_BYTE);
        }
        return answer;
    }

    @Override
    public Answer send(int socket, SendCall call) {
        byte[] name = call.name().isAbsent() ? new byte[0] : encoded(call.name());
        long address = name.length == 0 ? 0 : memory(name).address();
        return answer(KernelCall.call(KernelCall.SENDTO, socket, memory(call.data()).address(), call.data().length,
                call.flags(), address, name.length));
    }

    @Override
    public Answer close(int socket) {
        open.remove((Integer) socket);
        return answer(KernelCall.call(KernelCall.CLOSE, socket));
    }

    @Override
    public Answer shutdown(int socket, int how) {
        return answer(KernelCall.call(KernelCall.SHUTDOWN, socket, how));
    }

    @Override
    public Answer getOption(int socket, int level, int option, int room) {
        MemorySegment value = arena.allocate(room, 8);
        MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, room);
        Answer answer = answer(KernelCall.call(KernelCall.GETSOCKOPT, socket, level, option, value.address(),
                length.address()));
        answer.data = value.asSlice(0, length.get(ValueLayout.JAVA_INT, 0)).toArray(ValueLayout.JAVA_BYTE);
        return answer;
    }

    @Override
    public Answer setOption(int socket, int level, int option, byte[] value) {
        return answer(KernelCall.call(KernelCall.SETSOCKOPT, socket, level, option, memory(value).address(),
                value.length));
    }

    @Override
    public Answer localName(int socket) {
        return name(KernelCall.GETSOCKNAME, socket);
    }

    @Override
    public Answer remoteName(int socket) {
        return name(KernelCall.GETPEERNAME, socket);
    }

    private Answer name(int call, int socket) {
        MemorySegment name = arena.allocate(LARGEST_NAME, 8);
        MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, LARGEST_NAME);
        Answer answer = answer(KernelCall.call(call, socket, name.address(), length.address()));
        if (answer.errno() == 0) {
            answer.name = decoded(name);
        }
        return answer;
    }

    @Override
    public Answer fcntl(int socket, int command, int argument) {
        return answer(KernelCall.call(KernelCall.FCNTL, socket, command, argument));
    }

    @Override
    public Answer ioctl(int socket, int request) {
        MemorySegment value = arena.allocate(ValueLayout.JAVA_INT);
        Answer answer = answer(KernelCall.call(KernelCall.IOCTL, socket, request, value.address()));
        answer.number = value.get(ValueLayout.JAVA_INT, 0);
        return answer;
    }

    @Override
    public Answer poll(int[] sockets, int[] events, int millis) {
        ByteBuffer all = ByteBuffer.allocate(8 * sockets.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < sockets.length; i++) {
            all.putInt(sockets[i]).putShort((short) events[i]).putShort((short) 0);
        }
        MemorySegment memory = memory(all.array());
        Answer answer = answer(KernelCall.call(KernelCall.POLL, memory.address(), sockets.length, millis));
        answer.events = new int[sockets.length];
        for (int i = 0; i < sockets.length; i++) {
            answer.events[i] = Short.toUnsignedInt(memory.get(ValueLayout.JAVA_SHORT, 8L * i + 6));
        }
        return answer;
    }

    @Override
    public Answer epollCreate() {
        return Answer.error(ENOSYS);
    }

    @Override
    public Answer epollControl(int epoll, int operation, int socket, EpollInterest interest) {
        return Answer.error(ENOSYS);
    }

    @Override
    public Answer epollWait(int epoll, int most, int millis) {
        return Answer.error(ENOSYS);
    }

    @Override
    public void close() {
        List.copyOf(open).forEach(this::close);
        arena.close();
    }
}
