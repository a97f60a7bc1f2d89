package io.longshore.testing.tidy;

import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The words of `GLOSSARY.md`.
final class Glossary {

    private static final Pattern WORD = Pattern.compile("`([A-Z][A-Za-z0-9]*)`");

    private Glossary() {
    }

    /// The last words that a class name may have: everything in backquotes under the heading "Class suffixes".
    static Set<String> suffixes(Path glossary) {
        String text = SourceTree.text(glossary);
        int start = text.indexOf("\n## Class suffixes");
        if (start < 0) {
            throw new IllegalStateException(glossary + " has no heading \"## Class suffixes\"");
        }
        int end = text.indexOf("\n## ", start + 1);
        String section = text.substring(start, end < 0 ? text.length() : end);
        return WORD.matcher(section).results().map((MatchResult word) -> word.group(1)).collect(Collectors.toSet());
    }
}
