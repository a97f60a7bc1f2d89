package io.longshore.testing.conformance;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One script in one variation, against one stack: line after line until the first that does not hold.
final class ScriptRun {

    private static final long MILLISECOND = 1_000_000;
    /// How late a packet may be that is due at once, and how much of a longer wait.
    private static final long VIRTUAL_TOLERANCE = 2 * MILLISECOND;
    private static final long REAL_TOLERANCE = 120 * MILLISECOND;
    private static final int REAL_FRACTION = 5;
    private static final int VIRTUAL_FRACTION = 100;

    private final Script script;
    private final Script.Variation variation;
    private final ScriptTarget target;
    private final ScriptNetwork network;
    private final ScriptCalls calls;
    private final ScriptTrace trace = new ScriptTrace();
    private final Map<String, ScriptConnection> connections = new LinkedHashMap<>();
    private final Map<String, byte[]> cookies = new HashMap<>();
    private final Map<String, Long> counted = new HashMap<>();
    private long last;
    private int fragments = 0x1234;

    ScriptRun(Script script, Script.Variation variation, ScriptTarget target) {
        this.script = script;
        this.variation = variation;
        this.target = target;
        network = ScriptNetwork.of(variation.family());
        calls = new ScriptCalls(this, target.calls());
    }

    ScriptNetwork network() {
        return network;
    }

    int mtu() {
        return script.mtu();
    }

    int nextFragmentId() {
        return fragments++;
    }

    /// Runs it.
    ///
    /// @throws ScriptFailure with the line, what was expected, what came, and all that happened before
    void run() {
        ScriptLine current = null;
        try {
            for (ScriptLine line : script.lines(variation)) {
                current = line;
                execute(line);
            }
            current = null;
            // On a real clock a timer may have fired by now.
            if (!target.isReal()) {
                silence(0);
            }
        } catch (ScriptFailure failure) {
            throw new ScriptFailure((current == null ? script.name() + ": at the end" : current.toString()) + "\n  "
                    + failure.getMessage() + "\n  in " + variation + ", at " + last / 1e9 + " s; so far:\n" + trace);
        }
    }

    /// The stack's initial sequence number on connection `c`, once it is known.
    Integer stackIss() {
        ScriptConnection connection = connections.get("c");
        return connection != null && connection.issKnown ? Integer.valueOf(connection.stackIss) : null;
    }

    private void execute(ScriptLine line) {
        if (line.verb().equals("out")) {
            expect(line);
            return;
        }
        LineTime time = line.time();
        long due = (time.isAbsolute() ? 0 : last) + time.earliest();
        if (due > target.now()) {
            target.advanceTo(due);
        }
        last = Math.max(due, target.now());
        if (!line.verb().equals("in")) {
            trace.note(last, String.join(" ", line.words()));
        }
        perform(line);
    }

    private void perform(ScriptLine line) {
        List<String> rest = line.rest();
        switch (line.verb()) {
            case "in" -> new Injection(this, SegmentWords.parse(rest)).inject();
            case "quiet" -> silence(LineTime.duration(rest.getFirst()));
            case "ignore" -> ignore(LineTime.duration(rest.getFirst()));
            case "set" -> set(rest);
            case "count" -> count(rest);
            default -> {
                if (!calls.call(line.words())) {
                    throw new ScriptFailure("'" + line.verb() + "' is not a word of the language");
                }
            }
        }
    }

    private void set(List<String> words) {
        String complaint = target.set(words.getFirst(), String.join(" ", words.subList(1, words.size())));
        if (complaint != null) {
            throw new ScriptFailure(complaint);
        }
    }

    /// `count NAME` begins, `count NAME VALUE` tells how much was counted since.
    private void count(List<String> words) {
        Long value = target.counter(words.getFirst());
        if (value == null) {
            throw new ScriptFailure("nothing is counted as " + words.getFirst());
        }
        if (words.size() == 1) {
            counted.put(words.getFirst(), value);
            return;
        }
        long since = value - counted.getOrDefault(words.getFirst(), 0L);
        if (!ValueTest.parse(words.get(1)).holds(since)) {
            throw new ScriptFailure(words.getFirst() + " has counted " + since);
        }
    }

    private void silence(long duration) {
        SentPacket packet = target.await(target.now() + duration);
        last = target.now();
        if (packet != null) {
            last = packet.at();
            TestPacket parsed = seen(packet);
            throw new ScriptFailure("nothing was to be sent, but protocol " + parsed.protocol()
                    + " was; see the last line");
        }
    }

    private void ignore(long duration) {
        long end = target.now() + duration;
        for (SentPacket packet = target.await(end); packet != null; packet = target.await(end)) {
            seen(packet);
        }
        last = target.now();
    }

    private void expect(ScriptLine line) {
        Expectation all = new Expectation(this, SegmentWords.parse(line.rest()));
        LineTime time = line.time();
        long base = time.isAbsolute() ? 0 : last;
        for (int i = 0; i < all.segments(); i++) {
            long tolerance = tolerance(time);
            SentPacket packet = target.await(Math.max(base + time.latest() + tolerance, target.now()));
            if (packet == null) {
                last = target.now();
                throw new ScriptFailure("got nothing");
            }
            last = packet.at();
            TestPacket parsed = seen(packet);
            all.part(i).meet(parsed);
            boolean early = packet.at() < base + time.earliest() - tolerance;
            if (early || packet.at() > base + time.latest() + tolerance) {
                throw new ScriptFailure("it came after " + (packet.at() - base) / 1e9 + " s");
            }
        }
    }

    private long tolerance(LineTime time) {
        if (time.tolerance() >= 0 && !target.isReal()) {
            return time.tolerance();
        }
        long span = time.isAbsolute() ? time.latest() - last : time.latest();
        long usual = target.isReal() ? REAL_TOLERANCE + span / REAL_FRACTION : VIRTUAL_TOLERANCE
                + span / VIRTUAL_FRACTION;
        return Math.max(usual, time.tolerance());
    }

    private TestPacket seen(SentPacket packet) {
        TestPacket parsed = TestPacket.parse(packet.bytes());
        if (parsed.protocol() != TestPacket.TCP) {
            trace.note(packet.at(), "out protocol " + parsed.protocol() + " "
                    + HexFormat.of().formatHex(parsed.payload(), 0,
                    Math.min(16, parsed.payload().length)));
            return parsed;
        }
        TestSegment segment = TestSegment.parse(parsed.payload());
        ScriptConnection connection = connectionOf(segment, "c");
        connection.seen(segment);
        trace.note(packet.at(), ScriptTrace.describe(segment, connection, false));
        return parsed;
    }

    /// The connection of that name, which begins to be when it is first spoken of.
    ScriptConnection connection(String name) {
        return connections.computeIfAbsent(name,
                any -> new ScriptConnection(name, connections.size(), variation.isn(), target.now()));
    }

    /// The connection that a segment of the stack's belongs to.
    ScriptConnection connectionOf(TestSegment segment, String otherwise) {
        for (ScriptConnection connection : connections.values()) {
            if (connection.peerPort != segment.destinationPort()) {
                continue;
            }
            if (connection.stackPort == 0) {
                connection.stackPort = segment.sourcePort();
            }
            return connection;
        }
        return connection(otherwise);
    }

    void inject(byte[] packet, String line) {
        trace.note(target.now(), line);
        target.inject(packet);
    }

    long peerTimestamp(ScriptConnection connection) {
        return connection.peerTimestamp(target.now());
    }

    long now() {
        return target.now();
    }

    void note(String what) {
        trace.note(target.now(), what);
    }

    /// A Fast Open cookie: `request` for none, a name of one that was seen, or hexadecimal digits.
    byte[] cookie(String name) {
        if (name.equals("request")) {
            return new byte[0];
        }
        byte[] cookie = cookies.get(name);
        return cookie != null ? cookie : HexFormat.of().parseHex(name);
    }

    /// The stack has sent a cookie: `request` must be none, a new name remembers it, an old one must be the same.
    void cookie(String name, byte[] sent) {
        if (name.equals("*")) {
            return;
        }
        boolean isNew = !name.equals("request") && !cookies.containsKey(name) && !name.matches("[0-9a-f]{8,}");
        if (isNew && sent.length >= 4) {
            cookies.put(name, sent);
        } else if (isNew || !java.util.Arrays.equals(cookie(name), sent)) {
            throw new ScriptFailure("its cookie is '" + HexFormat.of().formatHex(sent) + "'");
        }
    }
}
