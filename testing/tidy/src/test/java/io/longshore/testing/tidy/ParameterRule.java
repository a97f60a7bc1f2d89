package io.longshore.testing.tidy;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/// Few parameters, and no two booleans side by side, which a call could swap unseen.
final class ParameterRule implements Rule {

    private static final int PARAMETERS = 5;
    private static final int COMPONENTS = 7;

    @Override
    public String sentence() {
        return "a method has at most " + PARAMETERS + " parameters, a record at most " + COMPONENTS
                + " components, no two adjacent ones are boolean";
    }

    @Override
    public List<Finding> findings(SourceFile file) {
        List<Finding> findings = new ArrayList<>();
        new Scanner(file, findings).scan(file.unit(), null);
        return findings;
    }

    private static final class Scanner extends TreeScanner<Void, Void> {
        private final SourceFile file;
        private final List<Finding> findings;

        Scanner(SourceFile file, List<Finding> findings) {
            this.file = file;
            this.findings = findings;
        }

        @Override
        public Void visitMethod(MethodTree method, Void unused) {
            if (!isOverriding(method)) {
                judge(method, written(method), PARAMETERS);
            }
            return super.visitMethod(method, unused);
        }

        @Override
        public Void visitLambdaExpression(LambdaExpressionTree lambda, Void unused) {
            judge(lambda, lambda.getParameters(), PARAMETERS);
            return super.visitLambdaExpression(lambda, unused);
        }

        @Override
        public Void visitClass(ClassTree type, Void unused) {
            if (type.getKind() == Tree.Kind.RECORD) {
                judge(type, components(type), COMPONENTS);
            }
            return super.visitClass(type, unused);
        }

        /// A compact constructor borrows the components of the record's header, which stand before it.
        private List<? extends VariableTree> written(MethodTree method) {
            return method.getParameters().stream()
                    .filter(parameter -> file.start(parameter) >= file.start(method)).toList();
        }

        /// What it overrides is judged where it is declared, if that is ours.
        private static boolean isOverriding(MethodTree method) {
            return method.getModifiers().getAnnotations().stream()
                    .anyMatch(annotation -> annotation.getAnnotationType().toString().equals("Override"));
        }

        private void judge(Tree tree, List<? extends VariableTree> parameters, int most) {
            if (parameters.size() > most) {
                findings.add(file.finding(tree, parameters.size() + " parameters, at most " + most + " are allowed",
                        "a record, or an object that knows some of them"));
            }
            if (hasBooleanPair(parameters)) {
                findings.add(file.finding(tree, "two adjacent boolean parameters", "an enum, or two methods"));
            }
        }
    }

    /// A record has no instance fields but its components.
    private static List<VariableTree> components(ClassTree type) {
        return type.getMembers().stream()
                .filter(VariableTree.class::isInstance)
                .map(VariableTree.class::cast)
                .filter(field -> !field.getModifiers().getFlags().contains(Modifier.STATIC))
                .toList();
    }

    private static boolean hasBooleanPair(List<? extends VariableTree> parameters) {
        boolean previous = false;
        for (VariableTree parameter : parameters) {
            boolean current = List.of("boolean", "Boolean").contains(String.valueOf(parameter.getType()));
            if (previous && current) {
                return true;
            }
            previous = current;
        }
        return false;
    }
}
