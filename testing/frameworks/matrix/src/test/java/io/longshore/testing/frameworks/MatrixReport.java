package io.longshore.testing.frameworks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// The table of what ran, for `docs/frameworks.md`: written with `-Dlongshore.table=write`, else only compared by eye.
final class MatrixReport {

    private static final String FROM = "<!-- matrix -->";
    private static final String TO = "<!-- end of matrix -->";

    private final List<Row> rows = new ArrayList<>();
    private final List<String> tooOld = new ArrayList<>();

    void add(Row row) {
        rows.add(row);
    }

    /// A row that a Java cannot have.
    void addTooOld(Framework framework, int version) {
        tooOld.add(framework.name() + " needs Java " + framework.java() + " and is not run on " + version + ".");
    }

    void write() throws IOException {
        if (!"write".equals(System.getProperty("longshore.table"))) {
            return;
        }
        replace(TwoServers.home().resolve("docs/frameworks.md"), table());
    }

    private static void replace(Path document, String table) throws IOException {
        String text = Files.readString(document);
        Files.writeString(document, text.substring(0, text.indexOf(FROM) + FROM.length()) + "\n\n" + table + "\n"
                + text.substring(text.indexOf(TO)));
    }

    private String table() throws IOException {
        String head = Arrays.stream(Check.values()).map(Check::word).collect(Collectors.joining(" | "));
        StringBuilder table = new StringBuilder("| framework | version | Java | " + head + " |\n|---|---|---|"
                + "---|".repeat(Check.values().length) + "\n");
        for (Row row : rows) {
            table.append("| ").append(row.framework.name()).append(" | ").append(row.framework.version()).append(" | ")
                    .append(row.version).append(" | ").append(Arrays.stream(Check.values())
                            .map(check -> !row.framework.has(check) ? "–" : row.holds(check) ? "✓" : "**✗**")
                            .collect(Collectors.joining(" | "))).append(" |\n");
        }
        return table + tooOld.stream().map(sentence -> "\n" + sentence + "\n").collect(Collectors.joining());
    }
}
