package io.longshore.testing.tidy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What is not done is an issue, not a comment; a test that does not run is no test.
final class PostponementRule implements Rule {

    private static final Pattern POSTPONED =
            Pattern.compile("\\bTO" + "DO\\b|\\bFIX" + "ME\\b|\\bXX" + "X\\b|@Dis" + "abled\\b");

    @Override
    public String sentence() {
        return "nothing is postponed in a comment or switched off";
    }

    @Override
    public List<Finding> findings(SourceFile file) {
        List<Finding> findings = new ArrayList<>();
        Matcher matcher = POSTPONED.matcher(file.text());
        while (matcher.find()) {
            long line = file.unit().getLineMap().getLineNumber(matcher.start());
            findings.add(file.finding(line, matcher.group() + " is left behind", "do it now, or open an issue"));
        }
        return findings;
    }
}
