package io.longshore.testing.tidy;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.TreePath;
import java.util.List;

/// A parsed source file and where it stands in the house.
///
/// @param path path from the root of the source tree, with `/`
/// @param text the file's characters
/// @param unit its syntax tree
/// @param trees positions and documentation comments of all trees of the same parse
record SourceFile(String path, String text, CompilationUnitTree unit, DocTrees trees) {

    /// `tcp`, or `testing/tidy`.
    String module() {
        int src = path.indexOf("/src/");
        return src < 0 ? "" : path.substring(0, src);
    }

    /// Whether it is part of the product: neither a test nor under `testing/`.
    boolean isProduct() {
        return path.contains("/src/main/") && !module().startsWith("testing/");
    }

    boolean isModuleInfo() {
        return path.endsWith("module-info.java");
    }

    /// Imported names, as written.
    List<? extends ImportTree> imports() {
        return unit.getImports();
    }

    int lineCount() {
        return (int) text.lines().count();
    }

    /// Position of a tree's first character.
    long start(Tree tree) {
        return trees.getSourcePositions().getStartPosition(unit, tree);
    }

    long firstLine(Tree tree) {
        return unit.getLineMap().getLineNumber(start(tree));
    }

    long lastLine(Tree tree) {
        return unit.getLineMap().getLineNumber(trees.getSourcePositions().getEndPosition(unit, tree));
    }

    boolean isDocumented(TreePath declaration) {
        String comment = trees.getDocComment(declaration);
        return comment != null && !comment.isBlank();
    }

    Finding finding(Tree tree, String what, String instead) {
        return finding(firstLine(tree), what, instead);
    }

    Finding finding(long line, String what, String instead) {
        return new Finding(path + ":" + line, what, instead);
    }
}
