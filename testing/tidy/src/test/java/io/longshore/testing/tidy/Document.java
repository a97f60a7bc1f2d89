package io.longshore.testing.tidy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A Markdown page.
///
/// @param path   path from the root of the source tree
/// @param folder where its relative links start
/// @param text   its characters
record Document(String path, Path folder, String text) {

    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|#|mailto:)([^)\\s]+)\\)");
    /// `Name` or `module.Name` in backquotes: a class of the house.
    private static final Pattern CLASS =
            Pattern.compile("`(?:[a-z]+\\.)?([A-Z][a-z]+[A-Z0-9][A-Za-z0-9]*|Tcb|Input|Output)`");

    /// Something found in a page.
    ///
    /// @param place `file:line`
    /// @param text  what
    record Line(String place, String text) {
    }

    static Document of(Path root, Path file) {
        return new Document(root.relativize(file).toString(), file.getParent(), SourceTree.text(file));
    }

    /// The lines of its fenced blocks that run the wrapper or the launcher; a line that ends in a backslash goes on.
    List<Line> commands() {
        List<Line> commands = new ArrayList<>();
        boolean fenced = false;
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            fenced ^= line.startsWith("```");
            if (fenced && line.matches("(sudo |\\$ )?\\./(longshore|mvnw)\\b.*")) {
                commands.add(new Line(path + ":" + (i + 1), whole(lines, i).replaceFirst("^(sudo |\\$ )", "")));
            }
        }
        return commands;
    }

    private static String whole(List<String> lines, int first) {
        StringBuilder command = new StringBuilder(lines.get(first).strip());
        for (int i = first + 1; command.charAt(command.length() - 1) == '\\'; i++) {
            command.setLength(command.length() - 1);
            command.append(lines.get(i).strip());
        }
        return command.toString();
    }

    List<Line> links() {
        return matches(LINK);
    }

    List<Line> classNames() {
        return matches(CLASS);
    }

    private long lineAt(int position) {
        return text.substring(0, position).chars().filter(character -> character == '\n').count() + 1;
    }

    private List<Line> matches(Pattern pattern) {
        return pattern.matcher(text).results()
                .map(match -> new Line(path + ":" + lineAt(match.start()), match.group(1))).toList();
    }
}
