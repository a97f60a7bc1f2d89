package io.longshore.testing.tidy;

import com.sun.source.tree.ClassTree;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/// Whoever meets a public type learns from its comment what it is for.
final class DocumentationRule implements Rule {

    @Override
    public String sentence() {
        return "a public type of the product has a documentation comment";
    }

    @Override
    public List<Finding> findings(SourceFile file) {
        List<Finding> findings = new ArrayList<>();
        if (!file.isProduct()) {
            return findings;
        }
        new TreePathScanner<Void, Void>() {
            @Override
            public Void visitClass(ClassTree type, Void unused) {
                boolean open = type.getModifiers().getFlags().contains(Modifier.PUBLIC);
                if (open && !file.isDocumented(getCurrentPath())) {
                    findings.add(file.finding(type, "the public type " + type.getSimpleName() + " has no documentation",
                            "a comment that gives its purpose, units and source"));
                }
                return super.visitClass(type, unused);
            }
        }.scan(file.unit(), null);
        return findings;
    }
}
