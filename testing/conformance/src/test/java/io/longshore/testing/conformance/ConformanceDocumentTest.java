package io.longshore.testing.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Keeps `docs/conformance.md` true: what it names exists, and its table of scripts says what they say.
class ConformanceDocumentTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent().getParent();
    private static final Path DOCUMENT = ROOT.resolve("docs/conformance.md");
    private static final String HEADING = "## Scripts\n";
    private static final Pattern SCRIPT = Pattern.compile("`([a-z0-9]+/[a-z0-9-]+)`");
    private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z0-9]+Test)`");

    @Test
    void theTableOfScriptsIsUpToDate() throws IOException {
        String text = Files.readString(DOCUMENT);
        int end = text.indexOf("\n\n", text.indexOf(HEADING) + HEADING.length() + 1) + 2;
        String fresh = text.substring(0, end) + table();
        if ("write".equals(System.getProperty("longshore.table"))) {
            Files.writeString(DOCUMENT, fresh);
        }
        assertEquals(Files.readString(DOCUMENT), fresh,
                "docs/conformance.md is out of date; -Dlongshore.table=write writes it");
    }

    private static String table() throws IOException {
        StringBuilder table = new StringBuilder("| script | what it shows | RFC | kernel |\n|---|---|---|---|\n");
        for (Path file : ScriptFile.all(ScriptsTest.SCRIPTS)) {
            Script script = ScriptFile.read(file);
            table.append("| `").append(script.name()).append("` | ").append(script.remark("about"))
                    .append(script.remark("known").isEmpty() ? "" : "; **not yet**: " + script.remark("known"))
                    .append(" | ").append(script.remark("rfc")).append(" | ").append(kernel(script)).append(" |\n");
        }
        return table.toString();
    }

    private static String kernel(Script script) {
        String remark = script.remark("kernel");
        if (remark.startsWith("skip")) {
            return "not asked: " + remark.substring("skip".length()).strip();
        }
        return remark.isEmpty() ? "same" : "differs: " + remark.substring("differs".length()).strip();
    }

    @Test
    void whatTheDocumentNamesExists() throws IOException {
        String text = Files.readString(DOCUMENT);
        SCRIPT.matcher(text).results().map(match -> match.group(1)).filter(name -> !name.equals("folder/name"))
                .forEach(name -> assertTrue(Files.exists(ScriptsTest.SCRIPTS.resolve(name + ".script")), name));
        List<String> sources;
        try (Stream<Path> files = Files.walk(ROOT, 10)) {
            sources = files.map(file -> file.getFileName().toString()).filter(name ->
                    name.endsWith("Test.java")).toList();
        }
        TEST.matcher(text).results().map(match -> match.group(1))
                .forEach(name -> assertTrue(sources.contains(name + ".java"), name));
    }
}
