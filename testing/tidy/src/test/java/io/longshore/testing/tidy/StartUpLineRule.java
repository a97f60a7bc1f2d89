package io.longshore.testing.tidy;

import java.util.List;
import java.util.regex.Pattern;

/// The agent in an application's JVM has the application's standard error for one purpose, kept in one method: to say
/// in one line what became of it.
final class StartUpLineRule implements Rule {

    private static final Pattern STANDARD_ERROR = Pattern.compile("System\\.err\\b");

    @Override
    public String sentence() {
        return "a file of the socket module writes to standard error in one place at most";
    }

    @Override
    public List<Finding> findings(SourceFile file) {
        long places = STANDARD_ERROR.matcher(file.text()).results().count();
        boolean allowed = places <= 1 || !file.module().equals("socket") || !file.isProduct();
        return allowed ? List.of() : List.of(file.finding(1, "standard error is written in " + places + " places",
                "one method that says the start-up line"));
    }
}
