package io.longshore.testing.tidy;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every rule over every source of the house. There is no list of exceptions.
class TidyTest {

    private static final Set<String> GLOSSARY = Glossary.suffixes(SourceTree.root().resolve("GLOSSARY.md"));

    static List<Rule> rules() {
        return List.of(new LengthRule(), new ParameterRule(), new NestingRule(), new BannedCallRule(),
                new StartUpLineRule(), new SequenceRule(), new StateRule(), new SuffixRule(GLOSSARY),
                new PostponementRule(),
                new DocumentationRule(), new ExhaustionRule(SourceTree.files()));
    }

    @TestFactory
    Stream<DynamicTest> everySourceObeys() {
        return rules().stream().map(rule -> dynamicTest(rule.sentence(), () -> judge(rule)));
    }

    private static void judge(Rule rule) {
        List<String> findings = SourceTree.files().stream()
                .filter(file -> !file.isModuleInfo())
                .flatMap(file -> rule.findings(file).stream())
                .map(Finding::toString)
                .toList();
        if (!findings.isEmpty()) {
            fail(rule.sentence() + ", but:\n  " + String.join("\n  ", findings));
        }
    }

    @Test
    void theSourcesOfTheHouseWereFound() {
        long sources = SourceTree.files().stream().filter(SourceFile::isProduct).count();
        assertTrue(sources > 20, "hardly any product source found");
        assertTrue(SourceTree.files().stream().anyMatch(file -> file.path().endsWith("tidy/TidyTest.java")));
    }

    @Test
    void theGlossaryListsNoWordThatSaysNothing() {
        Set<String> empty = new TreeSet<>(Set.of("Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Impl",
                "Handler", "Processor", "Service", "Data", "Info", "Object", "Base", "Common", "Misc", "Wrapper"));
        empty.retainAll(GLOSSARY);
        assertTrue(empty.isEmpty(), "GLOSSARY.md must not list " + empty);
    }
}
