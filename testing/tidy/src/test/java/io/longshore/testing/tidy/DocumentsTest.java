package io.longshore.testing.tidy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Documents that a reader follows: commands that exist, links that lead somewhere, a length that is read.
class DocumentsTest {

    private static final Path ROOT = SourceTree.root();

    private static List<Document> documents() {
        try (Stream<Path> all = Files.walk(ROOT)) {
            return all.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !ROOT.relativize(file).toString().matches("(.*/)?(target|\\..+)/.*"))
                    .map(file -> Document.of(ROOT, file)).toList();
        } catch (IOException e) {
            throw new IllegalStateException("cannot walk " + ROOT, e);
        }
    }

    private static void none(Stream<String> findings) {
        List<String> found = findings.toList();
        assertTrue(found.isEmpty(), () -> "\n  " + String.join("\n  ", found));
    }

    @Test
    void everyCommandOfADocumentExists() {
        CommandLines known = CommandLines.ofTheHouse();
        none(documents().stream().flatMap(document -> document.commands().stream()).flatMap(known::complaints));
    }

    @Test
    void theReadmeShowsBothCommands() {
        List<String> commands = Document.of(ROOT, ROOT.resolve("README.md")).commands().stream()
                .map(Document.Line::text).toList();
        assertTrue(commands.contains("./longshore demo --check") && commands.contains("./mvnw -B verify"),
                commands::toString);
    }

    @Test
    void theCheckOnAFreshMachineIsTheReadmesTestCommand() {
        assertTrue(SourceTree.text(ROOT.resolve(".ci/run")).contains("\nexec ./mvnw -B verify\n"), ".ci/run");
    }

    @Test
    void everyRelativeLinkLeadsSomewhere() {
        none(documents().stream().flatMap(document -> document.links().stream()
                .filter(link -> !Files.exists(document.folder().resolve(link.text().replaceFirst("#.*", ""))))
                .map(link -> link.place() + ": the link " + link.text() + " leads nowhere")));
    }

    @Test
    void theReadmeIsShort() {
        long lines = SourceTree.text(ROOT.resolve("README.md")).lines().count();
        assertTrue(lines <= 80, "README.md has " + lines + " lines, at most 80 are read");
    }

    @Test
    void aDecisionIsShortAndNumbered() {
        none(documents().stream().filter(document -> document.path().startsWith("docs/decisions/"))
                .filter(document -> !document.path().matches("docs/decisions/\\d{4}-[a-z0-9-]+\\.md")
                        || document.text().lines().count() > 20)
                .map(document -> document.path() + ": a decision is NNNN-its-name.md and at most 20 lines"));
    }

    @Test
    void decisionsAreCountedWithoutGapsAndSayTheirNumber() {
        List<Document> decisions = documents().stream()
                .filter(document -> document.path().startsWith("docs/decisions/"))
                .sorted(Comparator.comparing(Document::path)).toList();
        for (int i = 0; i < decisions.size(); i++) {
            Document decision = decisions.get(i);
            String number = "%04d-".formatted(i + 1);
            assertTrue(decision.path().startsWith("docs/decisions/" + number)
                    && decision.text().startsWith("# " + (i + 1) + ". "), decision.path() + " is not number " + number);
        }
    }

    @Test
    void everyFileThatTheArchitectureNamesIsThere() {
        List<String> names = SourceTree.files().stream().map(file -> file.path().replaceFirst(".*/", ""))
                .toList();
        none(Document.of(ROOT, ROOT.resolve("ARCHITECTURE.md")).classNames().stream()
                .filter(name -> !names.contains(name.text() + ".java"))
                .map(name -> name.place() + ": there is no class " + name.text()));
    }

    @Test
    void everyAttackHasTestsConstantsAndSettingsThatExist() {
        AttackTable table = new AttackTable(Document.of(ROOT, ROOT.resolve("docs/security.md")));
        assertTrue(table.rows() >= 20, "rows: " + table.rows());
        none(table.complaints().stream());
    }

    @Test
    void anAttackWithoutATestIsFound() {
        AttackTable table = new AttackTable(new Document("A.md", ROOT, """
                | attack | what | held by |
                |---|---|---|
                | one | `SynQueue.SHARE`, `SynQueue.NOTHING` | `SynQueueTest.theListIsLeftFromAnyPlace` |
                | two | `net.ipv4.tcp_mem`, `net.ipv4.tcp_nothing` | `attack/land.script`, `attack/sea.script` |
                | three | | `SynQueueTest.nothing`, `NoTest.nothing` |
                | four | | nothing |
                """));
        assertEquals(List.of("A.md:3: there is no SynQueue.NOTHING", "A.md:4: there is no net.ipv4.tcp_nothing",
                "A.md:4: there is no attack/sea.script", "A.md:5: there is no SynQueueTest.nothing",
                "A.md:5: there is no NoTest.nothing", "A.md:5: no test holds this", "A.md:6: no test holds this"),
                table.complaints());
    }

    @Test
    void unknownCommandsAndOptionsAreFound() {
        Document document = new Document("A.md", ROOT, """
                Text with `./longshore nothing` in it.
                ```
                ./longshore server --link tap:a --adress 10.0.0.1/24
                ./longshore sever
                ./mvnw -pl nowhere verify
                ./mvnw -pl tcp -Dtest=NoSuchTest test
                $ curl http://10.0.0.1/
                ```
                """);
        CommandLines known = new CommandLines(List.of("server"), List.of("--link", "--address"), List.of("tcp"),
                List.of("OtherTest"));
        assertEquals(List.of("A.md:3: no option --adress", "A.md:4: no command sever", "A.md:5: no module nowhere",
                "A.md:6: no test NoSuchTest"), document.commands().stream().flatMap(known::complaints).toList());
    }
}
