package io.longshore.testing.tidy;

import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;

/// One table of transitions, and one method that writes what it says. Any other writer would be a transition that the
/// table does not know.
final class StateRule implements Rule {

    @Override
    public String sentence() {
        return "a connection's state is written by Transitions only";
    }

    @Override
    public List<Finding> findings(SourceFile file) {
        List<Finding> findings = new ArrayList<>();
        if (!file.module().equals("tcp") || !file.isProduct() || file.path().endsWith("/Transitions.java")) {
            return findings;
        }
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitMethodInvocation(MethodInvocationTree call, Void unused) {
                boolean writes = call.getArguments().size() == 1
                        && call.getMethodSelect() instanceof MemberSelectTree select
                        && select.getIdentifier().contentEquals("state");
                if (writes) {
                    findings.add(file.finding(call, "a state is written: " + call, "Transitions.apply with an event"));
                }
                return super.visitMethodInvocation(call, unused);
            }
        }.scan(file.unit(), null);
        return findings;
    }
}
