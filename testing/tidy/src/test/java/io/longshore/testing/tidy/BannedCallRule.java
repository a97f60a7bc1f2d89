package io.longshore.testing.tidy;

import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;

/// Calls that are banned in some part of the house, by name, by method reference or by static import; see [Ban#ALL].
final class BannedCallRule implements Rule {

    @Override
    public String sentence() {
        return "no banned call is made";
    }

    @Override
    public List<Finding> findings(SourceFile file) {
        List<Ban> bans = Ban.ALL.stream().filter(ban -> ban.where().test(file)).toList();
        List<Finding> findings = new ArrayList<>();
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitMemberSelect(MemberSelectTree select, Void unused) {
                judge(select, select.toString());
                return super.visitMemberSelect(select, unused);
            }

            @Override
            public Void visitMemberReference(MemberReferenceTree reference, Void unused) {
                judge(reference, reference.getQualifierExpression() + "." + reference.getName());
                return super.visitMemberReference(reference, unused);
            }

            @Override
            public Void visitNewClass(NewClassTree made, Void unused) {
                if (made.getArguments().isEmpty()) {
                    judge(made, "new " + made.getIdentifier() + "()");
                }
                return super.visitNewClass(made, unused);
            }

            @Override
            public Void visitImport(ImportTree imported, Void unused) {
                return imported.isStatic() ? super.visitImport(imported, unused) : null;
            }

            private void judge(Tree tree, String written) {
                bans.stream().filter(ban -> ban.meets(written)).forEach(ban ->
                        findings.add(file.finding(tree, ban.call() + " is banned here", ban.instead())));
            }
        }.scan(file.unit(), null);
        return findings;
    }
}
