package io.longshore.testing.conformance;

import io.longshore.tcp.TcpSettings;
import io.longshore.testing.conformance.SessionRequest.MalformedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// One script's session: a stack of its own, one thread. See the class for the requests that it serves in which order.
final class Session implements AutoCloseable {

    private static final long NANOS_PER_MICRO = 1_000;
    /// Where the stack's virtual clock stands when the driver's says 0: not at 0 itself, which could mean never.
    private static final long VIRTUAL_ORIGIN = TimeUnit.SECONDS.toNanos(4_000);
    private static final int REAL_CLOCK = 0;

    private final SessionConnection connection;
    private final SteppedStack stack;
    private final StackSockets sockets;
    private final SessionCalls calls;
    private final SettingLines settings;
    private final boolean isReal;
    private final long origin;
    private final List<Waiting> waiting = new ArrayList<>();
    private SessionRequest sniffing;
    private long sniffUntil;
    private boolean over;

    /// A call that was not answered in turn.
    private record Waiting(SessionRequest request, Answer answer) {
    }

    /// @param clock  0 the machine's, 1 virtual
    /// @param start  the driver's first time, microseconds
    /// @param flags  the text that the driver was given
    /// @param mtu    where the flags name none
    Session(SessionConnection connection, int clock, long start, SessionSpec flags) {
        this.connection = connection;
        isReal = clock == REAL_CLOCK;
        origin = isReal ? 0 : VIRTUAL_ORIGIN;
        long first = isReal ? realNow() : origin + start * NANOS_PER_MICRO;
        stack = new SteppedStack(StackSpec.of(flags.text(), flags.mtu(), first, new TcpSettings()));
        stack.epoch(origin);
        sockets = new StackSockets(stack);
        calls = new SessionCalls(sockets);
        settings = new SettingLines(stack);
    }

    private static long realNow() {
        java.time.Instant now = java.time.Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    private long micros(long nanos) {
        return Math.floorDiv(nanos - origin, NANOS_PER_MICRO);
    }

    private long nanos(long micros) {
        return micros >= (SteppedStack.NEVER - origin) / NANOS_PER_MICRO
                ? SteppedStack.NEVER : origin + micros * NANOS_PER_MICRO;
    }

    // --- The loop ---------------------------------------------------------------------------------------------------

    /// Serves until the peer says goodbye or hangs up.
    void serve() throws IOException, MalformedException {
        while (!over) {
            catchUp();
            SessionRequest request = connection.poll();
            if (request != null) {
                request.read(() -> execute(request));
            } else if (connection.isEnded()) {
                return;
            } else {
                connection.await(idle());
            }
        }
    }

    /// How long nothing will happen by itself: for ever where the clock is the driver's.
    private long idle() {
        if (!isReal) {
            return Long.MAX_VALUE;
        }
        long next = Math.min(stack.deadline(), sockets.deadline());
        next = sniffing == null ? next : Math.min(next, sniffUntil);
        return next == SteppedStack.NEVER ? Long.MAX_VALUE : Math.max(0, next - realNow());
    }

    /// The real clock goes on by itself.
    private void catchUp() throws IOException {
        settings.answerAll();
        if (isReal) {
            sockets.advance(() -> false, realNow());
            tell();
        }
    }

    /// Answers what has come to its end.
    private void tell() throws IOException {
        for (int i = 0; i < waiting.size(); i++) {
            Waiting one = waiting.get(i);
            if (one.answer.isDone()) {
                waiting.remove(i--);
                connection.send(calls.reply(one.request, one.answer, SessionReply.DEFERRED,
                        micros(one.answer.finishedAt())));
            }
        }
        if (sniffing != null && (stack.hasSent() || stack.now() >= sniffUntil)) {
            SessionRequest asked = sniffing;
            sniffing = null;
            answerSniff(asked);
        }
    }

    private void send(SessionReply reply) throws IOException {
        connection.send(reply);
    }

    private SessionReply reply(SessionRequest request) {
        return new SessionReply(request, 0, micros(stack.now()));
    }

    // --- Requests ---------------------------------------------------------------------------------------------------

    private void execute(SessionRequest request) throws MalformedException {
        try {
            if (!isReal) {
                advanceTo(nanos(request.time()));
            }
            switch (request.op()) {
                case SessionRequest.INJECT -> inject(request);
                case SessionRequest.SNIFF -> sniff(request);
                case SessionRequest.RUN -> run(request);
                case SessionRequest.CONTROL -> send(settings.reply(reply(request), request));
                case SessionRequest.BYE -> {
                    send(reply(request));
                    over = true;
                }
                default -> call(request);
            }
        } catch (IOException e) {
            // Nobody hears any more.
            over = true;
        }
    }

    private void advanceTo(long time) throws IOException {
        if (time > stack.now()) {
            // Calls that end on the way are answered before what was asked after them.
            while (sockets.advance(this::hasNews, time)) {
                tell();
            }
            tell();
        }
    }

    private boolean hasNews() {
        for (Waiting one : waiting) {
            if (one.answer.isDone()) {
                return true;
            }
        }
        return false;
    }

    private void inject(SessionRequest request) throws IOException, MalformedException {
        stack.inject(request.bytes());
        sockets.look();
        send(reply(request));
        tell();
    }

    private void sniff(SessionRequest request) throws IOException {
        long deadline = nanos(request.payload().getLong());
        if (isReal && !stack.hasSent() && deadline > stack.now()) {
            sniffing = request;
            sniffUntil = deadline;
            return;
        }
        boolean goesOn = !isReal;
        while (goesOn) {
            goesOn = sockets.advance(() -> stack.hasSent() || hasNews(), deadline) && !stack.hasSent();
            tell();
        }
        answerSniff(request);
    }

    private void answerSniff(SessionRequest request) throws IOException {
        SentPacket packet = stack.sniff();
        SessionReply reply = reply(request);
        if (packet == null) {
            reply.result(-1, Linux.ETIMEDOUT);
        } else {
            reply.putLong(micros(packet.at())).putBytes(packet.bytes());
        }
        send(reply);
    }

    private void run(SessionRequest request) throws IOException {
        int id = request.payload().getInt();
        long deadline = nanos(request.payload().getLong());
        boolean goesOn = !isReal && isWaiting(id);
        while (goesOn) {
            goesOn = sockets.advance(this::hasNews, deadline);
            tell();
            goesOn &= isWaiting(id);
        }
    }

    private boolean isWaiting(int id) {
        return waiting.stream().anyMatch(one -> one.request.id() == id);
    }

    private void call(SessionRequest request) throws IOException, MalformedException {
        if (request.op() < SessionRequest.FIRST_CALL || request.op() > SessionRequest.LAST_CALL) {
            send(reply(request).result(-1, Linux.ENOSYS));
            return;
        }
        Answer answer = calls.call(request);
        if (answer.isDone()) {
            send(calls.reply(request, answer, 0, micros(stack.now())));
        } else {
            waiting.add(new Waiting(request, answer));
        }
        tell();
    }

    // --- The control connection -------------------------------------------------------------------------------------

    /// Another thread asks one line; null if it is not understood.
    String ask(String line) {
        SettingLines.Question question = settings.ask(line);
        while (!question.isAnswered() && !over) {
            connection.wakeUp();
            LockSupport.parkNanos(NANOS_PER_MICRO);
        }
        return question.answer();
    }

    @Override
    public void close() {
        over = true;
        stack.close();
    }
}
