package io.longshore.testing.conformance;

import io.longshore.testing.conformance.SessionRequest.MalformedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Consumer;

/// The sessions in progress, each on the thread of its connection; and the control connections, which speak to the
/// session that began last.
final class SessionRegister {

    private static final int VERSION = 1;
    private static final int SCRIPT = 0;
    private static final byte[] NAME = "Longshore".getBytes(StandardCharsets.UTF_8);

    private final int mtu;
    private final Consumer<String> complaints;
    private final Deque<Session> sessions = new ConcurrentLinkedDeque<>();

    /// @param complaints where one line goes for each session that ends badly
    SessionRegister(int mtu, Consumer<String> complaints) {
        this.mtu = mtu;
        this.complaints = complaints;
    }

    /// Serves one connection until it ends.
    void serve(SocketChannel channel) {
        try (SessionConnection connection = new SessionConnection(channel)) {
            begin(connection);
        } catch (MalformedException e) {
            complaints.accept("the driver does not speak the protocol: " + e.getMessage());
        } catch (IOException e) {
            complaints.accept("a session was broken off: " + e.getMessage());
        } catch (RuntimeException e) {
            complaints.accept("a session failed: " + e + (e.getCause() == null ? "" : ": " + e.getCause()));
        }
    }

    private static SessionRequest next(SessionConnection connection) throws IOException, MalformedException {
        SessionRequest request = connection.poll();
        while (request == null && !connection.isEnded()) {
            connection.await(Long.MAX_VALUE);
            request = connection.poll();
        }
        return request;
    }

    private void begin(SessionConnection connection) throws IOException, MalformedException {
        SessionRequest hello = next(connection);
        if (hello == null) {
            return;
        }
        if (hello.op() != SessionRequest.HELLO) {
            throw new MalformedException("op " + hello.op() + " before HELLO");
        }
        Greeting greeting = new Greeting();
        hello.read(() -> greeting.read(hello));
        if (greeting.version != VERSION) {
            refuse(connection, hello);
        } else if (greeting.role == SCRIPT) {
            serve(connection, hello, greeting);
        } else {
            connection.send(welcome(hello, greeting));
            control(connection);
        }
    }

    private static final class Greeting {
        private int version;
        private int clock;
        private int role;
        private long start;
        private String flags;

        private void read(SessionRequest hello) throws MalformedException {
            ByteBuffer in = hello.payload();
            version = Short.toUnsignedInt(in.getShort());
            clock = in.get();
            role = in.get();
            start = in.getLong();
            flags = new String(hello.bytes(), StandardCharsets.UTF_8);
        }
    }

    private static SessionReply welcome(SessionRequest hello, Greeting greeting) {
        return new SessionReply(hello, 0, greeting.start).putBytes(NAME);
    }

    private static void refuse(SessionConnection connection, SessionRequest hello) throws IOException {
        connection.send(new SessionReply(hello, 0, 0).result(-1, Linux.EINVAL));
    }

    private void serve(SessionConnection connection, SessionRequest hello, Greeting greeting)
            throws IOException, MalformedException {
        Session session;
        try {
            session = new Session(connection, greeting.clock, greeting.start, new SessionSpec(greeting.flags, mtu));
        } catch (IllegalArgumentException e) {
            complaints.accept("a session was refused: " + e.getMessage());
            refuse(connection, hello);
            return;
        }
        try (session) {
            sessions.addFirst(session);
            connection.send(welcome(hello, greeting));
            session.serve();
        } finally {
            sessions.remove(session);
        }
    }

    private void control(SessionConnection connection) throws IOException, MalformedException {
        SessionRequest request = next(connection);
        while (request != null && request.op() == SessionRequest.CONTROL) {
            SessionRequest line = request;
            String[] answer = new String[1];
            line.read(() -> answer[0] = ask(new String(line.bytes(), StandardCharsets.UTF_8)));
            SessionReply reply = new SessionReply(line, 0, line.time());
            connection.send(answer[0] == null ? reply.result(-1, Linux.EINVAL)
                    : reply.putBytes(answer[0].getBytes(StandardCharsets.UTF_8)));
            request = next(connection);
        }
        if (request != null) {
            connection.send(new SessionReply(request, 0, request.time()));
        }
    }

    private String ask(String line) {
        Session session = sessions.peekFirst();
        return session == null ? null : session.ask(line);
    }
}
