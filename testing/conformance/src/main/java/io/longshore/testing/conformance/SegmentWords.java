package io.longshore.testing.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The words of an `in` or `out` line: the connection's name if it is not `c`, the kind (flags, or `icmp`, `data` …),
/// and what is said of fields: a word and what follows it.
record SegmentWords(String connection, String kind, Map<String, List<String>> fields) {

    private static final Set<String> ALONE = Set.of("sackok", "no-sackok", "no-ts", "no-ws", "no-mss", "no-sack",
            "no-fo", "no-accecn",
            "nop", "eol", "reversed", "garbage", "no-ack", "overlapping", "partial", "quote-short");
    private static final Set<String> KINDS = Set.of("icmp", "raw", "data", "udp", "packet");

    static SegmentWords parse(List<String> words) {
        int at = 0;
        String connection = "c";
        if (!isKind(words.get(0)) && words.size() > 1 && isKind(words.get(1))) {
            connection = words.get(0);
            at = 1;
        }
        String kind = words.get(at++);
        if (!isKind(kind)) {
            throw new ScriptFailure("'" + kind + "' is neither flags nor one of " + KINDS);
        }
        Map<String, List<String>> fields = new LinkedHashMap<>();
        if (KINDS.contains(kind)) {
            List<String> argument = new ArrayList<>();
            argument.add(words.get(at++));
            fields.put(kind, argument);
        }
        while (at < words.size()) {
            String word = words.get(at++);
            List<String> values = new ArrayList<>();
            if (!ALONE.contains(word)) {
                at = take(word, words, at, values);
            }
            fields.put(word, values);
        }
        return new SegmentWords(connection, kind, fields);
    }

    private static boolean isKind(String word) {
        return KINDS.contains(word) || TestSegment.flags(word) >= 0;
    }

    private static int take(String word, List<String> words, int from, List<String> values) {
        int count = word.equals("ts") ? 2 : 1;
        int at = from;
        if (word.equals("sack") || word.equals("ext")) {
            count = 0;
            while (at + count < words.size() && (words.get(at + count).contains("..") || word.equals("ext"))) {
                count++;
            }
        }
        if (at + count > words.size()) {
            throw new ScriptFailure("'" + word + "' wants " + count + " more word" + (count == 1 ? "" : "s"));
        }
        values.addAll(words.subList(at, at + count));
        return at + count;
    }

    boolean has(String word) {
        return fields.containsKey(word);
    }

    String text(String word) {
        return fields.get(word).getFirst();
    }

    /// The number behind a word, or what holds where the word is missing.
    long number(String word, long otherwise) {
        return has(word) ? Expression.value(text(word)) : otherwise;
    }

    /// Both ends of each `A..B` behind a word.
    List<long[]> ranges(String word) {
        List<long[]> ranges = new ArrayList<>();
        for (String range : fields.getOrDefault(word, List.of())) {
            int dots = range.indexOf("..");
            if (dots < 1) {
                throw new ScriptFailure("'" + range + "' is no range A..B");
            }
            ranges.add(new long[] {Expression.value(range.substring(0, dots)),
                Expression.value(range.substring(dots + 2))});
        }
        return ranges;
    }

    int flags() {
        return TestSegment.flags(kind);
    }

    /// What is said and none of `known`.
    void onlyKnown(Set<String> known) {
        for (String word : fields.keySet()) {
            if (!known.contains(word)) {
                throw new ScriptFailure("'" + word + "' says nothing here; known are "
                        + new java.util.TreeSet<>(known));
            }
        }
    }
}
