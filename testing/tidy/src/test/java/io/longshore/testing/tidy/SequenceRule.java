package io.longshore.testing.tidy;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Circular numbers (RFC 9293 3.4, RFC 7323 5.2) have no `<`. Found by name: what the RFCs call a sequence number or a
/// timestamp may be neither compared by an operator nor subtracted and compared with nought.
final class SequenceRule implements Rule {

    private static final Set<Tree.Kind> ORDER = EnumSet.of(Tree.Kind.LESS_THAN, Tree.Kind.LESS_THAN_EQUAL,
            Tree.Kind.GREATER_THAN, Tree.Kind.GREATER_THAN_EQUAL);
    private static final Set<String> CIRCULAR = Set.of("sndUna", "sndNxt", "sndMax", "sndWl1", "sndWl2", "rcvNxt",
            "rcvAdv", "iss", "irs", "seq", "ack", "segSeq", "segAck", "sequence", "acknowledgment", "recover",
            "recoveryPoint", "highRxt", "highData", "highAck", "tsVal", "tsEcr", "tsval", "tsecr", "tsRecent",
            "lastAckSent", "leftEdge", "rightEdge", "sackLeft", "sackRight", "scoreboardStart", "scoreboardEnd",
            "dsackStart", "dsackEnd", "outOfOrderStart", "outOfOrderEnd", "retransmitStamp");

    @Override
    public String sentence() {
        return "sequence numbers are compared by Sequence only";
    }

    @Override
    public List<Finding> findings(SourceFile file) {
        List<Finding> findings = new ArrayList<>();
        if (file.path().endsWith("/Sequence.java")) {
            return findings;
        }
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitBinary(BinaryTree binary, Void unused) {
                if (ORDER.contains(binary.getKind()) && comparesCircularly(binary)) {
                    findings.add(file.finding(binary, "a circular number is compared: " + binary,
                            "Sequence.before, Sequence.after and their like"));
                }
                return super.visitBinary(binary, unused);
            }
        }.scan(file.unit(), null);
        return findings;
    }

    private static boolean comparesCircularly(BinaryTree comparison) {
        ExpressionTree left = bare(comparison.getLeftOperand());
        ExpressionTree right = bare(comparison.getRightOperand());
        return isCircular(left) || isCircular(right)
                || isNought(right) && isCircularDifference(left) || isNought(left) && isCircularDifference(right);
    }

    private static boolean isCircularDifference(ExpressionTree tree) {
        return tree instanceof BinaryTree difference && difference.getKind() == Tree.Kind.MINUS
                && (isCircular(bare(difference.getLeftOperand())) || isCircular(bare(difference.getRightOperand())));
    }

    private static boolean isNought(ExpressionTree tree) {
        return tree instanceof LiteralTree literal && Integer.valueOf(0).equals(literal.getValue());
    }

    private static boolean isCircular(ExpressionTree tree) {
        return switch (tree) {
            case IdentifierTree name -> CIRCULAR.contains(name.getName().toString());
            case MemberSelectTree select -> CIRCULAR.contains(select.getIdentifier().toString());
            case MethodInvocationTree call -> isCircular(call.getMethodSelect());
            default -> false;
        };
    }

    private static ExpressionTree bare(ExpressionTree tree) {
        return tree instanceof ParenthesizedTree brackets ? bare(brackets.getExpression()) : tree;
    }
}
