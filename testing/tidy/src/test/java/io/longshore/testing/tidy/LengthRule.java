package io.longshore.testing.tidy;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;

/// A method, counted from its first annotation or modifier to its closing brace, fits on a postcard; a file on a few of
/// them.
final class LengthRule implements Rule {

    private static final int METHOD_LINES = 40;
    private static final int FILE_LINES = 400;

    @Override
    public String sentence() {
        return "a method has at most " + METHOD_LINES + " lines and a file at most " + FILE_LINES;
    }

    @Override
    public List<Finding> findings(SourceFile file) {
        List<Finding> findings = new ArrayList<>();
        if (file.lineCount() > FILE_LINES) {
            findings.add(file.finding(1, "the file has " + file.lineCount() + " lines, at most " + FILE_LINES
                    + " are allowed", "a second class for the second concern"));
        }
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitMethod(MethodTree method, Void unused) {
                measure(method, "the method " + method.getName());
                return super.visitMethod(method, unused);
            }

            @Override
            public Void visitClass(ClassTree type, Void unused) {
                for (Tree member : type.getMembers()) {
                    if (member instanceof BlockTree) {
                        measure(member, "the initialiser");
                    }
                }
                return super.visitClass(type, unused);
            }

            private void measure(Tree tree, String name) {
                long lines = file.lastLine(tree) - file.firstLine(tree) + 1;
                if (lines > METHOD_LINES) {
                    findings.add(file.finding(tree, name + " has " + lines + " lines, at most " + METHOD_LINES
                            + " are allowed", "methods named after its steps"));
                }
            }
        }.scan(file.unit(), null);
        return findings;
    }
}
