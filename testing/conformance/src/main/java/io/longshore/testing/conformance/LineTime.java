package io.longshore.testing.conformance;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// When a line happens: `+200ms` after the line before, `@2s` after the start, `+0..40ms` in between, `+200ms~20ms`
/// give or take, `*` whenever.
///
/// @param earliest  nanoseconds
/// @param latest    nanoseconds
/// @param tolerance nanoseconds, −1 where none is said
record LineTime(String text, boolean isAbsolute, long earliest, long latest, long tolerance) {

    static final LineTime NOW = new LineTime("+0", false, 0, 0, -1);

    /// How long `*` waits: longer than any timer but keep-alive.
    private static final long WHENEVER = 1_000_000_000_000L;
    private static final Pattern FORM = Pattern.compile("([+@])([^.~]+(?:\\.\\d+[a-z]*)?)(?:\\.\\.([^~]+))?(?:~(.+))?");
    private static final Pattern DURATION = Pattern.compile("(\\d+(?:\\.\\d+)?)(ns|us|ms|s|min|h|)");

    /// The time that a word says, or null if it says none.
    static LineTime parse(String word) {
        if (word.equals("*")) {
            return new LineTime(word, false, 0, WHENEVER, 0);
        }
        Matcher form = FORM.matcher(word);
        if (!form.matches()) {
            return null;
        }
        // `+10..40ms`: one unit for both.
        boolean bare = form.group(3) != null && form.group(2).matches("[\\d.]*[1-9][\\d.]*");
        long earliest = duration(form.group(2) + (bare ? form.group(3).replaceAll("[\\d.]", "") : ""));
        long latest = form.group(3) == null ? earliest : duration(form.group(3));
        long tolerance = form.group(4) == null ? -1 : duration(form.group(4));
        return new LineTime(word, form.group(1).equals("@"), earliest, latest, tolerance);
    }

    /// Nanoseconds of `1.5s`, `200ms`, `30us` …; 0 needs no unit.
    static long duration(String text) {
        Matcher form = DURATION.matcher(text);
        if (!form.matches()) {
            throw new ScriptFailure("'" + text + "' is no time; write 1.5s, 200ms, 30us");
        }
        double scale = switch (form.group(2)) {
            case "ns" -> 1;
            case "us" -> 1e3;
            case "ms" -> 1e6;
            case "min" -> 60e9;
            case "h" -> 3600e9;
            default -> 1e9;
        };
        return Math.round(Double.parseDouble(form.group(1)) * scale);
    }
}
