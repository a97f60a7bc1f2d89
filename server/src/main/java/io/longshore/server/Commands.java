package io.longshore.server;

import io.longshore.link.Capture;
import io.longshore.link.CapturingLink;
import io.longshore.stack.ConnectionRow;
import io.longshore.stack.StackAgent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/// Answers the command lines of `longshore connections`, `capture`, `status` and `stop`. What a shard knows is asked of
/// it by its mailbox; the answer comes back by the control agent's.
final class Commands {

    private static final int CAPTURE_BYTES = 8 << 20;
    private static final int NANOS_DIGITS = 1_000_000_000;
    private static final byte FINE = 0;
    private static final byte WRONG = 1;

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
        switch (line) {
            case "connections" -> ask(client, Commands::connections);
            case "status" -> ask(client, status::text);
            case "capture" -> beginCapture(client);
            case "stop" -> {
                answer(client, FINE, "the TCP Server stops\n");
                stop.run();
            }
            default -> answer(client, WRONG, "the TCP Server knows no command '" + line + "'");
        }
    }

    /// What a shard has to say.
    private interface Question {
        String text(StackAgent shard, long now);
    }

    private void ask(ControlClient client, Question question) {
        StringBuilder text = new StringBuilder();
        ask(client, question, text, 0);
    }

    /// Asks the shards one after the other.
    private void ask(ControlClient client, Question question, StringBuilder text, int shard) {
        if (shard == shards.size()) {
            answer(client, FINE, text.toString());
            return;
        }
        boolean told = shards.get(shard).tell((agent, now) -> {
            String part = question.text(agent, now);
            control.accept(() -> ask(client, question, text.append(part), shard + 1));
        });
        if (!told) {
            answer(client, WRONG, "the TCP Server is too busy to answer");
        }
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

    private static void answer(ControlClient client, byte status, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        client.phase = ControlClient.Phase.OVER;
        client.send(ByteBuffer.allocateDirect(1 + bytes.length).put(status).put(bytes).flip());
    }

    private void beginCapture(ControlClient client) {
        if (capturing != null && capturing.isOpen()) {
            answer(client, WRONG, "frames are being captured already; one capture at a time");
            return;
        }
        client.send(ByteBuffer.allocateDirect(1).put(FINE).flip());
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
