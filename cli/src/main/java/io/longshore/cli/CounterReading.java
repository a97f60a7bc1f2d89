package io.longshore.cli;

import java.util.Map;
import java.util.TreeMap;

/// The counters of a TCP Server at one moment.
///
/// @param text   as the server sent it
/// @param server its process; counters of another are not comparable
/// @param millis how long it had counted
/// @param values by name
record CounterReading(String text, long server, long millis, Map<String, Long> values) {

    static final CounterReading NOTHING = new CounterReading("", -1, 0, Map.of());

    /// Reads `# PROCESS MILLIS`, then lines of name and value.
    static CounterReading parse(String text) {
        String[] lines = text.split("\n");
        String[] first = lines[0].split(" ");
        Map<String, Long> values = new TreeMap<>();
        for (int i = 1; i < lines.length; i++) {
            String[] parts = lines[i].split(" ");
            values.put(parts[0], Long.parseLong(parts[1]));
        }
        return new CounterReading(text, Long.parseLong(first[1]), Long.parseLong(first[2]), values);
    }

    /// What has been counted since an earlier reading.
    Map<String, Long> since(CounterReading earlier) {
        Map<String, Long> increments = new TreeMap<>();
        boolean same = isOfTheSameServer(earlier);
        values.forEach((name, value) -> increments.put(name, value - (same ? earlier.values.getOrDefault(name, 0L)
                : 0)));
        return increments;
    }

    long millisSince(CounterReading earlier) {
        return isOfTheSameServer(earlier) ? millis - earlier.millis : millis;
    }

    private boolean isOfTheSameServer(CounterReading earlier) {
        return server == earlier.server && millis >= earlier.millis;
    }
}
