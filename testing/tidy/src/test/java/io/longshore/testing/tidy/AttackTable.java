package io.longshore.testing.tidy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The table of a page that says of each attack what holds it: every test, script, constant and setting that it names
/// in backquotes has to exist, and every row has to name a test or a script.
final class AttackTable {

    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
    private static final Pattern SCRIPT = Pattern.compile("[a-z]+/[a-z0-9-]+\\.script");
    private static final Pattern TEST = Pattern.compile("([A-Z]\\w*Test)\\.([a-z]\\w*)");
    private static final Pattern CONSTANT = Pattern.compile("([A-Z]\\w*)\\.([A-Z][A-Z0-9_]*)");
    private static final Pattern SETTING = Pattern.compile("(net|longshore)\\.[a-z0-9_.]+");
    private static final Path SCRIPTS = Path.of("testing/conformance/src/test/resources/scripts");

    private final Document document;
    private final Map<String, SourceFile> sources;
    private final String settings;
    private final List<String> complaints = new ArrayList<>();
    private int rows;

    AttackTable(Document document) {
        this.document = document;
        Path root = SourceTree.root();
        settings = SourceTree.text(root.resolve("docs/sysctl.md"));
        sources = SourceTree.files().stream().collect(Collectors.toMap(AttackTable::name, Function.identity(),
                (one, other) -> one));
        List<String> lines = document.text().lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            boolean isRow = lines.get(i).startsWith("| ") && !lines.get(i).startsWith("| attack |");
            int found = names(lines.get(i), document.path() + ":" + (i + 1));
            rows += isRow ? 1 : 0;
            if (isRow && found == 0) {
                complaints.add(document.path() + ":" + (i + 1) + ": no test holds this");
            }
        }
    }

    private static String name(SourceFile file) {
        return file.path().replaceAll(".*/|\\.java", "");
    }

    /// Attacks in the table.
    int rows() {
        return rows;
    }

    List<String> complaints() {
        return complaints;
    }

    /// Looks at what one line names; how many tests and scripts of it exist.
    private int names(String line, String place) {
        int found = 0;
        for (String name : QUOTED.matcher(line).results().map(match -> match.group(1)).toList()) {
            boolean isProof = SCRIPT.matcher(name).matches() || TEST.matcher(name).matches();
            boolean isThere = isThere(name);
            found += isProof && isThere ? 1 : 0;
            if (!isThere) {
                complaints.add(place + ": there is no " + name);
            }
        }
        return found;
    }

    private boolean isThere(String name) {
        if (SCRIPT.matcher(name).matches()) {
            return Files.exists(SourceTree.root().resolve(SCRIPTS).resolve(name));
        }
        var test = TEST.matcher(name);
        if (test.matches()) {
            return contains(test.group(1), "void " + test.group(2) + "(");
        }
        var constant = CONSTANT.matcher(name);
        if (constant.matches()) {
            return contains(constant.group(1), " " + constant.group(2) + " = ");
        }
        return !SETTING.matcher(name).matches() || settings.contains("`" + name + "`");
    }

    private boolean contains(String source, String text) {
        return sources.containsKey(source) && sources.get(source).text().contains(text);
    }
}
