package io.longshore.testing.tidy;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A class name ends in an ordinary word of the field: one word for one thing.
final class SuffixRule implements Rule {

    private static final Pattern LAST_WORD = Pattern.compile("([A-Z][a-z0-9]*|[A-Z]+[0-9]*)$");

    private final Set<String> suffixes;

    SuffixRule(Set<String> suffixes) {
        this.suffixes = suffixes;
    }

    @Override
    public String sentence() {
        return "the last word of a class name stands in the glossary";
    }

    @Override
    public List<Finding> findings(SourceFile file) {
        List<Finding> findings = new ArrayList<>();
        for (Tree tree : file.unit().getTypeDecls()) {
            if (tree instanceof ClassTree type && !isListed(lastWord(type.getSimpleName().toString()))) {
                findings.add(file.finding(type, "the class name " + type.getSimpleName()
                        + " ends in a word that GLOSSARY.md does not list", "one of its class suffixes, or, if it is "
                        + "an ordinary word of the field that no listed one means, a new entry there"));
            }
        }
        return findings;
    }

    /// A word or its plural.
    private boolean isListed(String word) {
        return suffixes.contains(word)
                || suffixes.stream().anyMatch(suffix -> word.equals(suffix + "s") || word.equals(suffix + "es"));
    }

    static String lastWord(String name) {
        Matcher matcher = LAST_WORD.matcher(name);
        return matcher.find() ? matcher.group() : name;
    }
}
