package io.longshore.testing.conformance;

import java.util.List;

/// One line of a script that does something, with loops unrolled and names replaced.
///
/// @param origin file and number
/// @param time   when; [LineTime#NOW] where nothing is said
/// @param words  what
record ScriptLine(String origin, LineTime time, List<String> words) {

    String verb() {
        return words.getFirst();
    }

    List<String> rest() {
        return words.subList(1, words.size());
    }

    @Override
    public String toString() {
        return origin + ": " + (time == LineTime.NOW ? "" : time.text() + " ") + String.join(" ", words);
    }
}
