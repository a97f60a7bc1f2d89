package io.longshore.testing.tidy;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;

/// What branches or loops counts: `if`, `switch`, loops, `try` with a `catch`. An `else if` is the same `if`; a
/// lambda's body is where it stands; a class within a method starts anew.
final class NestingRule implements Rule {

    private static final int DEPTH = 2;

    @Override
    public String sentence() {
        return "control structures nest at most " + DEPTH + " deep";
    }

    @Override
    public List<Finding> findings(SourceFile file) {
        Scanner scanner = new Scanner(file);
        scanner.scan(file.unit(), 0);
        return scanner.findings;
    }

    private static final class Scanner extends TreeScanner<Void, Integer> {
        private final SourceFile file;
        private final List<Finding> findings = new ArrayList<>();

        Scanner(SourceFile file) {
            this.file = file;
        }

        private int enter(Tree tree, int depth) {
            if (depth + 1 == DEPTH + 1) {
                findings.add(file.finding(tree, "control structures nest deeper than " + DEPTH,
                        "an early return, or a method for the inner step"));
            }
            return depth + 1;
        }

        @Override
        public Void visitIf(IfTree tree, Integer depth) {
            int inner = enter(tree, depth);
            scan(tree.getCondition(), inner);
            scan(tree.getThenStatement(), inner);
            scan(tree.getElseStatement(), tree.getElseStatement() instanceof IfTree ? depth : inner);
            return null;
        }

        @Override
        public Void visitForLoop(ForLoopTree tree, Integer depth) {
            return super.visitForLoop(tree, enter(tree, depth));
        }

        @Override
        public Void visitEnhancedForLoop(EnhancedForLoopTree tree, Integer depth) {
            return super.visitEnhancedForLoop(tree, enter(tree, depth));
        }

        @Override
        public Void visitWhileLoop(WhileLoopTree tree, Integer depth) {
            return super.visitWhileLoop(tree, enter(tree, depth));
        }

        @Override
        public Void visitDoWhileLoop(DoWhileLoopTree tree, Integer depth) {
            return super.visitDoWhileLoop(tree, enter(tree, depth));
        }

        @Override
        public Void visitSwitch(SwitchTree tree, Integer depth) {
            return super.visitSwitch(tree, enter(tree, depth));
        }

        @Override
        public Void visitSwitchExpression(SwitchExpressionTree tree, Integer depth) {
            return super.visitSwitchExpression(tree, enter(tree, depth));
        }

        @Override
        public Void visitTry(TryTree tree, Integer depth) {
            return super.visitTry(tree, tree.getCatches().isEmpty() ? depth : enter(tree, depth));
        }

        @Override
        public Void visitClass(ClassTree tree, Integer depth) {
            return super.visitClass(tree, 0);
        }
    }
}
