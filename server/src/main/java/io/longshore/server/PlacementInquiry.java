package io.longshore.server;

import io.longshore.channel.Handshake;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The question that all applications are asked for `longshore connections --why`: where are your sockets, and why
/// there? Whoever wants to know while it is asked hears the same answer. What an application says is not believed to be
/// text for a terminal. The control agent's thread alone.
final class PlacementInquiry {

    /// What a client says to ask it.
    static final String COMMAND = "placements";

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(3);
    /// The longest that an application may say: tens of thousands of sockets.
    private static final int MOST_CHARACTERS = 16 << 20;

    private final Attachments attachments;
    private final List<ControlClient> askers = new ArrayList<>();
    private final Map<AttachmentLease, StringBuilder> awaited = new LinkedHashMap<>();
    private final StringBuilder answer = new StringBuilder();
    private long begun;
    private boolean clockRead;

    PlacementInquiry(Attachments attachments) {
        this.attachments = attachments;
    }

    /// The client is answered when all applications have, or patience ends.
    void ask(ControlClient asker) {
        askers.add(asker);
        if (askers.size() > 1) {
            return;
        }
        clockRead = false;
        for (AttachmentLease lease : attachments.all()) {
            if (lease.control() != null && lease.control().phase == ControlClient.Phase.LEASE) {
                awaited.put(lease, new StringBuilder());
                lease.control().send(ByteBuffer.allocateDirect(1).put(Handshake.QUESTION).flip());
            }
        }
    }

    /// Whether an answer of that application is still to come.
    boolean expects(AttachmentLease lease) {
        return awaited.containsKey(lease);
    }

    /// Takes a part of an answer; an empty one ends it.
    ///
    /// @return whether more is wanted
    boolean hear(AttachmentLease lease, String part) {
        StringBuilder said = awaited.get(lease);
        if (said == null) {
            return false;
        }
        boolean isLast = part.isEmpty() || said.length() + part.length() > MOST_CHARACTERS;
        if (isLast) {
            awaited.remove(lease);
            head(lease, "attached").append(said);
        } else {
            part.chars().forEach(character -> said.append(printable((char) character)));
        }
        return !isLast;
    }

    private static char printable(char character) {
        boolean isPlain = character >= ' ' && character <= '~' || character == '\n' || character == '\t';
        return isPlain ? character : '?';
    }

    /// `application`, the name, the process and how it stands, separated by tabs.
    private StringBuilder head(AttachmentLease lease, String standing) {
        StringBuilder name = new StringBuilder();
        lease.name().replaceAll("\\s", " ").chars().forEach(character -> name.append(printable((char) character)));
        return answer.append("application\t").append(name).append('\t').append(lease.peer().processId()).append('\t')
                .append(standing).append('\n');
    }

    /// The application has ended: nothing of it is left to be told.
    void gone(AttachmentLease lease) {
        awaited.remove(lease);
    }

    /// Answers if it is time.
    void turn(long now) {
        if (askers.isEmpty()) {
            return;
        }
        if (!clockRead) {
            clockRead = true;
            begun = now;
        }
        if (awaited.isEmpty() || now - begun >= PATIENCE) {
            awaited.keySet().forEach(lease -> head(lease, "does not answer"));
            Answer whole = Answer.fine(answer.toString());
            askers.forEach(asker -> Commands.answer(asker, whole));
            askers.clear();
            awaited.clear();
            answer.setLength(0);
        }
    }
}
