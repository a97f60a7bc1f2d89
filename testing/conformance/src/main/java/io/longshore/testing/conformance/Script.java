package io.longshore.testing.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A script: what it is about, in which variations it runs, and its lines.
final class Script {

    private static final Pattern PARAMETER = Pattern.compile("\\$\\{?([a-z][a-z0-9_]*)\\}?");
    private static final int DEFAULT_ISN = -300;
    private static final int MOST_LINES = 20_000;

    private final String name;
    private final Function<String, List<String>> library;
    private final List<Line> lines = new ArrayList<>();
    private final Map<String, List<String>> variations = new LinkedHashMap<>();
    private final Map<String, String> remarks = new LinkedHashMap<>();

    private record Line(String origin, String text) {
    }

    /// One choice of everything that varies.
    ///
    /// @param values by name
    record Variation(Map<String, String> values) {

        String family() {
            return values.getOrDefault("family", "ipv4");
        }

        /// The peer's initial sequence number.
        int isn() {
            String isn = values.get("isn");
            return isn == null ? DEFAULT_ISN : (int) Expression.value(isn);
        }

        /// The stack's, null for any.
        Integer iss() {
            String iss = values.get("iss");
            return iss == null ? null : Integer.valueOf((int) Expression.value(iss));
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder();
            values.forEach((key, value) -> text.append(text.isEmpty() ? "" : " ")
                    .append(key.equals("family") ? value : key + "=" + value));
            return text.toString();
        }
    }

    private Script(String name, Function<String, List<String>> library) {
        this.name = name;
        this.library = library;
        variations.put("family", List.of("ipv4", "ipv6"));
    }

    /// Reads a script.
    ///
    /// @param library gives the lines of what is named in `use`
    static Script parse(String name, List<String> text, Function<String, List<String>> library) {
        Script script = new Script(name, library);
        for (int i = 0; i < text.size(); i++) {
            script.read(new Line(name + ":" + (i + 1), withoutComment(text.get(i))));
        }
        return script;
    }

    private static String withoutComment(String line) {
        int hash = line.indexOf('#');
        return (hash < 0 ? line : line.substring(0, hash)).strip();
    }

    private void read(Line line) {
        String first = line.text.split("\\s+")[0];
        String rest = line.text.substring(first.length()).strip();
        switch (first) {
            case "" -> { }
            case "about", "rfc", "kernel", "known", "mtu" -> remarks.merge(first, rest, (a, b) -> a + " " + b);
            case "vary" -> {
                List<String> words = new ArrayList<>(words(rest));
                variations.put(words.removeFirst(), words);
            }
            default -> lines.add(line);
        }
    }

    String name() {
        return name;
    }

    int mtu() {
        return Integer.parseInt(remarks.getOrDefault("mtu", "1500"));
    }

    /// What the script says of itself: `about`, `rfc`, `kernel`, `known`; empty where it says nothing.
    String remark(String word) {
        return remarks.getOrDefault(word, "");
    }

    /// All variations that a stack can be asked for: the kernel chooses its initial sequence numbers itself.
    List<Variation> variations(ScriptRunner.Stack stack) {
        if (stack == ScriptRunner.Stack.OURS) {
            return variations();
        }
        return variations().stream().map(variation -> {
            Map<String, String> values = new LinkedHashMap<>(variation.values());
            values.remove("iss");
            return new Variation(values);
        }).distinct().toList();
    }

    /// All variations, the product of what is said.
    private List<Variation> variations() {
        List<Map<String, String>> all = new ArrayList<>();
        all.add(new LinkedHashMap<>());
        for (Map.Entry<String, List<String>> varies : variations.entrySet()) {
            all = all.stream().flatMap(one -> varies.getValue().stream().map(value -> {
                Map<String, String> next = new LinkedHashMap<>(one);
                next.put(varies.getKey(), value);
                return next;
            })).toList();
        }
        return all.stream().map(Variation::new).toList();
    }

    /// The lines that do something, in one variation: names replaced, loops unrolled, `use` put in place.
    List<ScriptLine> lines(Variation variation) {
        Map<String, String> values = new LinkedHashMap<>(variation.values());
        values.put("headers", variation.family().equals("ipv6") ? "60" : "40");
        List<ScriptLine> result = new ArrayList<>();
        unroll(lines, values, result);
        return result;
    }

    private void unroll(List<Line> block, Map<String, String> values, List<ScriptLine> result) {
        for (int i = 0; i < block.size(); i++) {
            Line line = block.get(i);
            List<String> words = words(line.text);
            switch (words.getFirst()) {
                case "for", "if" -> {
                    int end = end(block, i);
                    repeat(substituted(words, values, line), block.subList(i + 1, end), values, result);
                    i = end;
                }
                case "default" -> values.putIfAbsent(words.get(1), substitute(words.get(2), values, line));
                case "let" -> values.put(words.get(1), substitute(words.get(2), values, line));
                case "use" -> use(substituted(words, values, line), values, result);
                default -> result.add(line(line, substitute(line.text, values, line)));
            }
            if (result.size() > MOST_LINES) {
                throw new ScriptFailure(line.origin + ": the script grows without end");
            }
        }
    }

    private void repeat(List<String> words, List<Line> body, Map<String, String> values, List<ScriptLine> result) {
        if (words.getFirst().equals("if")) {
            boolean isNot = words.get(1).equals("not");
            String left = words.get(isNot ? 2 : 1);
            if (left.equals(words.getLast()) != isNot) {
                unroll(body, values, result);
            }
            return;
        }
        for (String value : choices(words.subList(3, words.size()))) {
            values.put(words.get(1), value);
            unroll(body, values, result);
        }
    }

    /// `for i in 1..10` or `for i in a b c`.
    private static List<String> choices(List<String> words) {
        if (words.size() > 1 || !words.getFirst().contains("..")) {
            return words;
        }
        String[] ends = words.getFirst().split("\\.\\.");
        List<String> numbers = new ArrayList<>();
        for (long n = Expression.value(ends[0]); n <= Expression.value(ends[1]); n++) {
            numbers.add(Long.toString(n));
        }
        return numbers;
    }

    private static int end(List<Line> block, int from) {
        int depth = 0;
        for (int i = from; i < block.size(); i++) {
            String first = block.get(i).text.split("\\s+")[0];
            depth += first.equals("for") || first.equals("if") ? 1 : first.equals("end") ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        throw new ScriptFailure(block.get(from).origin + ": there is no end to it");
    }

    /// `use NAME KEY=VALUE…`
    private void use(List<String> words, Map<String, String> values, List<ScriptLine> result) {
        Map<String, String> inner = new LinkedHashMap<>(values);
        for (String word : words.subList(2, words.size())) {
            int equals = word.indexOf('=');
            inner.put(word.substring(0, equals), word.substring(equals + 1));
        }
        List<Line> block = new ArrayList<>();
        List<String> text = library.apply(words.get(1));
        for (int i = 0; i < text.size(); i++) {
            String line = withoutComment(text.get(i));
            if (!line.isEmpty()) {
                block.add(new Line(words.get(1) + ":" + (i + 1), line));
            }
        }
        unroll(block, inner, result);
    }

    private static ScriptLine line(Line line, String text) {
        List<String> words = words(text);
        LineTime time = LineTime.parse(words.getFirst());
        if (time == null) {
            return new ScriptLine(line.origin, LineTime.NOW, words);
        }
        if (words.size() == 1) {
            throw new ScriptFailure(line.origin + ": a time, and then?");
        }
        return new ScriptLine(line.origin, time, words.subList(1, words.size()));
    }

    private static List<String> substituted(List<String> words, Map<String, String> values, Line line) {
        return words.stream().map(word -> substitute(word, values, line)).toList();
    }

    private static String substitute(String text, Map<String, String> values, Line line) {
        Matcher names = PARAMETER.matcher(text);
        StringBuilder result = new StringBuilder();
        while (names.find()) {
            String value = values.get(names.group(1));
            if (value == null) {
                throw new ScriptFailure(line.origin + ": nothing is called $" + names.group(1));
            }
            names.appendReplacement(result, Matcher.quoteReplacement(value));
        }
        return names.appendTail(result).toString();
    }

    /// Words, those in quotation marks whole; `key="a b"` is one.
    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        Matcher matcher = Pattern.compile("[^\\s\"]*\"[^\"]*\"|\\S+").matcher(text);
        while (matcher.find()) {
            words.add(matcher.group().replace("\"", ""));
        }
        return words;
    }
}
