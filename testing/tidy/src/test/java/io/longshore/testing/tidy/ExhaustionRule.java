package io.longshore.testing.tidy;

import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ConstantCaseLabelTree;
import com.sun.source.tree.DefaultCaseLabelTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A switch over one of our enums names every constant, so that a new one is a compile error where it was forgotten. A
/// switch counts as one over our enum when all its labels are constants of one, and no fields of the file itself.
final class ExhaustionRule implements Rule {

    private final Set<Set<String>> enums = new HashSet<>();

    /// @param house where the enums are declared
    ExhaustionRule(List<SourceFile> house) {
        TreeScanner<Void, Void> collector = new TreeScanner<>() {
            @Override
            public Void visitClass(ClassTree type, Void unused) {
                if (type.getKind() == Tree.Kind.ENUM) {
                    enums.add(constants(type));
                }
                return super.visitClass(type, unused);
            }
        };
        house.forEach(file -> collector.scan(file.unit(), null));
    }

    @Override
    public String sentence() {
        return "a switch over an enum of ours has no default branch";
    }

    @Override
    public List<Finding> findings(SourceFile file) {
        List<Finding> findings = new ArrayList<>();
        Set<String> fields = fields(file);
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitSwitch(SwitchTree tree, Void unused) {
                judge(tree, tree.getCases());
                return super.visitSwitch(tree, unused);
            }

            @Override
            public Void visitSwitchExpression(SwitchExpressionTree tree, Void unused) {
                judge(tree, tree.getCases());
                return super.visitSwitchExpression(tree, unused);
            }

            private void judge(Tree tree, List<? extends CaseTree> cases) {
                if (hasDefault(cases) && isOverEnum(labels(cases), fields)) {
                    findings.add(file.finding(tree, "a switch over an enum has a default branch",
                            "every constant by its name"));
                }
            }
        }.scan(file.unit(), null);
        return findings;
    }

    private boolean isOverEnum(Set<String> labels, Set<String> fields) {
        return !labels.isEmpty() && !fields.containsAll(labels)
                && enums.stream().anyMatch(constants -> constants.containsAll(labels));
    }

    private static boolean hasDefault(List<? extends CaseTree> cases) {
        return cases.stream().anyMatch(branch ->
                branch.getLabels().stream().anyMatch(DefaultCaseLabelTree.class::isInstance));
    }

    private static Set<String> labels(List<? extends CaseTree> cases) {
        Set<String> labels = new HashSet<>();
        cases.forEach(branch -> branch.getLabels().stream()
                .filter(ConstantCaseLabelTree.class::isInstance)
                .forEach(label -> labels.add(((ConstantCaseLabelTree) label).getConstantExpression().toString())));
        return labels;
    }

    /// Names of the file's own fields that are not enum constants: numbers may be named like some enum's constants.
    private static Set<String> fields(SourceFile file) {
        Set<String> names = new HashSet<>();
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitClass(ClassTree type, Void unused) {
                Set<String> constants = constants(type);
                type.getMembers().stream()
                        .filter(VariableTree.class::isInstance)
                        .map(member -> ((VariableTree) member).getName().toString())
                        .filter(name -> !constants.contains(name))
                        .forEach(names::add);
                return super.visitClass(type, unused);
            }
        }.scan(file.unit(), null);
        return names;
    }

    /// At this stage of the compiler an enum's constants are its fields without a modifier of their own in the source.
    private static Set<String> constants(ClassTree type) {
        Set<String> names = new HashSet<>();
        type.getMembers().stream()
                .filter(VariableTree.class::isInstance)
                .map(VariableTree.class::cast)
                .filter(field -> String.valueOf(field.getType()).equals(type.getSimpleName().toString()))
                .forEach(field -> names.add(field.getName().toString()));
        return names;
    }
}
