package io.longshore.testing.tidy;

import java.util.List;

/// One rule of the house's style, judged file by file.
interface Rule {

    /// The rule in one sentence, as the name of its test.
    String sentence();

    List<Finding> findings(SourceFile file);
}
