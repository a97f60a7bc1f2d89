package io.longshore.testing.conformance;

import io.longshore.testing.conformance.SessionRequest.MalformedException;
import java.nio.ByteBuffer;

/// The socket calls of a session: their arguments out of requests, their results into replies.
final class SessionCalls {

    private static final int SOCKET = 16;
    private static final int BIND = 17;
    private static final int LISTEN = 18;
    private static final int ACCEPT = 19;
    private static final int CONNECT = 20;
    private static final int RECV = 21;
    private static final int SEND = 22;
    private static final int CLOSE = 23;
    private static final int SHUTDOWN = 24;
    private static final int GETSOCKOPT = 25;
    private static final int SETSOCKOPT = 26;
    private static final int FCNTL = 27;
    private static final int IOCTL = 28;
    private static final int POLL = 29;
    private static final int EPOLL_CREATE = 30;
    private static final int EPOLL_CTL = 31;
    private static final int EPOLL_WAIT = 32;
    private static final int VIA_RECVMSG = 4;
    private static final int MOST_POLLED = 1 << 16;
    private static final int POLLED_BYTES = 6;
    private static final int MOST_READ = 64 << 20;

    private final SocketCalls calls;

    SessionCalls(SocketCalls calls) {
        this.calls = calls;
    }

    Answer call(SessionRequest request) throws MalformedException {
        ByteBuffer in = request.payload();
        return switch (request.op()) {
            case SOCKET -> calls.socket(in.getInt(), in.getInt(), in.getInt());
            case BIND -> calls.bind(in.getInt(), SocketName.read(in));
            case LISTEN -> calls.listen(in.getInt(), in.getInt());
            case ACCEPT -> calls.accept(in.getInt());
            case CONNECT -> calls.connect(in.getInt(), SocketName.read(in));
            case RECV -> receive(in);
            case SEND -> send(in, request);
            case CLOSE -> calls.close(in.getInt());
            case SHUTDOWN -> calls.shutdown(in.getInt(), in.getInt());
            case GETSOCKOPT -> calls.getOption(in.getInt(), in.getInt(), in.getInt(), in.getInt());
            case SETSOCKOPT -> calls.setOption(in.getInt(), in.getInt(), in.getInt(), request.bytes());
            case FCNTL -> calls.fcntl(in.getInt(), in.getInt(), in.getInt());
            case IOCTL -> calls.ioctl(in.getInt(), in.getInt());
            case POLL -> poll(in);
            case EPOLL_CREATE -> calls.epollCreate();
            case EPOLL_CTL -> calls.epollControl(in.getInt(), in.getInt(), in.getInt(),
                    new EpollInterest(in.getInt(), in.getLong()));
            default -> calls.epollWait(in.getInt(), in.getInt(), in.getInt());
        };
    }

    private Answer receive(ByteBuffer in) {
        int socket = in.getInt();
        int flags = in.getInt();
        int room = in.getInt();
        int controlRoom = in.getInt();
        boolean isMessage = in.get() == VIA_RECVMSG;
        ReceiveCall.Buffer buffer = in.get() == 0 ? ReceiveCall.Buffer.THERE : ReceiveCall.Buffer.NULL;
        // more than any buffer here holds is no more than that
        int holds = room < 0 ? MOST_READ : Math.min(room, MOST_READ);
        return calls.receive(socket, new ReceiveCall(flags, holds, controlRoom, isMessage, buffer));
    }

    private Answer send(ByteBuffer in, SessionRequest request) throws MalformedException {
        int socket = in.getInt();
        int flags = in.getInt();
        in.get();
        boolean isNull = in.get() != 0;
        SocketName name = SocketName.read(in);
        return calls.send(socket, new SendCall(flags, name, request.bytes(), request.bytes(), isNull));
    }

    private Answer poll(ByteBuffer in) throws MalformedException {
        int millis = in.getInt();
        int count = in.getInt();
        if (count < 0 || count > MOST_POLLED || count * POLLED_BYTES > in.remaining()) {
            throw new MalformedException("poll of " + Integer.toUnsignedString(count) + " sockets");
        }
        int[] sockets = new int[count];
        int[] events = new int[count];
        for (int i = 0; i < count; i++) {
            sockets[i] = in.getInt();
            events[i] = Short.toUnsignedInt(in.getShort());
        }
        return calls.poll(sockets, events, millis);
    }

    SessionReply reply(SessionRequest request, Answer answer, int flags, long micros) {
        SessionReply reply = new SessionReply(request, flags, micros).result(answer.result(), answer.errno());
        if (answer.result() >= 0) {
            fill(reply, request.op(), answer);
        }
        return reply;
    }

    private static void fill(SessionReply reply, int op, Answer answer) {
        switch (op) {
            case ACCEPT -> reply.putName(answer.name);
            case RECV -> reply.putInt(answer.number).putName(answer.name).putBytes(answer.data)
                    .putBytes(answer.control);
            case GETSOCKOPT -> reply.putBytes(answer.data);
            case IOCTL -> reply.putInt(answer.number);
            case POLL -> {
                for (int events : answer.events) {
                    reply.putShort(events);
                }
            }
            case EPOLL_WAIT -> {
                for (int i = 0; i < answer.events.length; i++) {
                    reply.putInt(answer.events[i]).putLong(answer.tokens[i]);
                }
            }
            default -> { }
        }
    }
}
