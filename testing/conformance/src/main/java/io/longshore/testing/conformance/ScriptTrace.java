package io.longshore.testing.conformance;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/// What has happened so far, packet by packet and call by call, for the report of a failure.
final class ScriptTrace {

    private static final int SHOWN = 40;

    private final List<String> lines = new ArrayList<>();

    void note(long time, String what) {
        lines.add(String.format(Locale.ROOT, "%12.6f %s", time / 1e9, what));
    }

    @Override
    public String toString() {
        int from = Math.max(0, lines.size() - SHOWN);
        return (from > 0 ? "  (" + from + " lines left out)\n" : "") + String.join("\n", lines.subList(from,
                lines.size()));
    }

    /// A segment in the words of the language.
    static String describe(TestSegment segment, ScriptConnection connection, boolean isPeers) {
        long sequence = isPeers ? connection.fromPeer(segment.sequenceNumber())
                : connection.fromStack(segment.sequenceNumber());
        long acknowledgment = isPeers ? connection.fromStack(segment.acknowledgmentNumber())
                : connection.fromPeer(segment.acknowledgmentNumber());
        StringBuilder text = new StringBuilder(isPeers ? "in  " : "out ");
        text.append(connection.name.equals("c") ? "" : connection.name + " ");
        text.append(TestSegment.name(segment.flags())).append(" seq ").append(sequence);
        text.append(segment.has(TestSegment.ACK) ? " ack " + acknowledgment : "");
        text.append(segment.length() == 0 ? "" : " len " + segment.length()).append(" win ").append(segment.window());
        for (TcpOption option : segment.text().options()) {
            text.append(' ').append(describe(option, connection, isPeers));
        }
        return text.toString();
    }

    private static String describe(TcpOption option, ScriptConnection connection, boolean isPeers) {
        StringBuilder text = new StringBuilder(option.word());
        switch (option.kind()) {
            case TcpOption.END, TcpOption.NOP, TcpOption.SACK_PERMITTED -> { }
            case TcpOption.MSS, TcpOption.WINDOW_SCALE -> text.append(' ').append(option.number());
            case TcpOption.TIMESTAMPS -> text.append(' ').append(option.word(0)).append(' ').append(option.word(1));
            case TcpOption.SACK -> {
                for (int i = 0; i < option.data().length / 4; i++) {
                    long edge = isPeers ? connection.fromStack((int) option.word(i))
                            : connection.fromPeer((int) option.word(i));
                    text.append(i % 2 == 0 ? " " : "..").append(edge);
                }
            }
            default -> text.append(' ').append(HexFormat.of().formatHex(option.data()));
        }
        return text.toString();
    }
}
