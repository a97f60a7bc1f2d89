package io.longshore.server;

import io.longshore.link.Capture;
import io.longshore.link.CapturingLink;
import io.longshore.stack.ConnectionRow;
import io.longshore.stack.StackAgent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Answers the command lines of `longshore connections`, `sysctl`, `nstat`, `capture`, `status` and `stop`. What a
/// shard knows is asked of it by its mailbox; the answer comes back by the control agent's.
final class Commands {

    private static final int CAPTURE_BYTES = 8 << 20;
    private static final int NANOS_DIGITS = 1_000_000_000;

    private final List<ShardEnd> shards;
    private final CapturingLink link;
    private final Consumer<Runnable> control;
    private final Runnable stop;
    private final StatusReport status;
    private ControlClient capturing;
    private Capture capture;

    /// @param control runs something on the control agent's thread
    /// @param stop    ends the server
    Commands(List<ShardEnd> shards, CapturingLink link, Consumer<Runnable> control, StatusReport status,
            Runnable stop) {
        this.shards = shards;
        this.link = link;
        this.control = control;
        this.status = status;
        this.stop = stop;
    }

    void run(String line, ControlClient client) {
        if (line.startsWith("sysctl ")) {
            SettingQuestion question = new SettingQuestion(line.substring("sysctl ".length()));
            ask(client, question::answer, answers -> answer(client, SettingQuestion.verdict(answers)));
            return;
        }
        switch (line) {
            case "connections" -> ask(client, Commands::connections, parts -> answer(client, join(parts)));
            case "nstat" -> ask(client, Commands::counters, parts -> answer(client, status.counters(parts)));
            case "status" -> ask(client, status::text, parts -> answer(client, join(parts)));
            case "capture" -> beginCapture(client);
            case "stop" -> {
                answer(client, Answer.fine("the TCP Server stops\n"));
                stop.run();
            }
            default -> answer(client, Answer.wrong("the TCP Server knows no command '" + line + "'"));
        }
    }

    /// What a shard has to say.
    private interface Question<A> {
        A ask(StackAgent shard, long now);
    }

    /// Asks the shards one after the other; `then` gets what they said, on the control agent's thread.
    private <A> void ask(ControlClient client, Question<A> question, Consumer<List<A>> then) {
        ask(client, question, new ArrayList<>(), then);
    }

    private <A> void ask(ControlClient client, Question<A> question, List<A> said, Consumer<List<A>> then) {
        if (said.size() == shards.size()) {
            then.accept(said);
            return;
        }
        boolean told = shards.get(said.size()).tell((agent, now) -> {
            A part = question.ask(agent, now);
            control.accept(() -> {
                said.add(part);
                ask(client, question, said, then);
            });
        });
        if (!told) {
            answer(client, Answer.wrong("the TCP Server is too busy to answer"));
        }
    }

    private static Answer join(List<String> parts) {
        return Answer.fine(String.join("", parts));
    }

    private static Map<String, Long> counters(StackAgent shard, long now) {
        return shard.tables().counters().values();
    }

    private static String connections(StackAgent shard, long now) {
        StringBuilder text = new StringBuilder();
        for (ConnectionRow row : shard.connections(now)) {
            text.append(row.summary()).append('\n');
            if (!row.details().isEmpty()) {
                text.append("\t ").append(row.details()).append('\n');
            }
        }
        return text.toString();
    }

    static void answer(ControlClient client, Answer answer) {
        byte[] bytes = answer.text().getBytes(StandardCharsets.UTF_8);
        client.phase = ControlClient.Phase.OVER;
        client.send(ByteBuffer.allocateDirect(1 + bytes.length).put(answer.status()).put(bytes).flip());
    }

    private void beginCapture(ControlClient client) {
        if (capturing != null && capturing.isOpen()) {
            answer(client, Answer.wrong("frames are being captured already; one capture at a time"));
            return;
        }
        client.send(ByteBuffer.allocateDirect(1).put(Answer.FINE).flip());
        client.phase = ControlClient.Phase.CAPTURE;
        capturing = client;
        capture = new Capture(CAPTURE_BYTES, Commands::wallClock, "longshore");
        link.attach(capture);
    }

    private static long wallClock() {
        Instant now = Instant.now();
        return now.getEpochSecond() * NANOS_DIGITS + now.getNano();
    }

    boolean isCapturing() {
        return capturing != null;
    }

    /// Sends what was captured; ends the capture when its client has gone.
    int turn() {
        if (capturing == null) {
            return 0;
        }
        try {
            if (capturing.isOpen() && !capturing.hasEnded()) {
                return capture.drain(capturing);
            }
        } catch (IOException e) {
            capturing.close();
        }
        link.attach(null);
        capturing = null;
        return 1;
    }
}
