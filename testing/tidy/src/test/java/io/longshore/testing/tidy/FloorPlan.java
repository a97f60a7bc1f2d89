package io.longshore.testing.tidy;

import com.sun.source.tree.RequiresTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which module stands on which floor, as the table in `ARCHITECTURE.md` says: rows that begin with a floor's number,
/// modules in backquotes in the second column.
///
/// @param floors floor by module; a module under `testing/` is on none
record FloorPlan(Map<String, Integer> floors) {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| *(\\d+) *\\|([^|]*)\\|");
    private static final Pattern MODULE = Pattern.compile("`([a-z]+)`");
    private static final String PREFIX = "io.longshore.";

    static FloorPlan of(String document) {
        Map<String, Integer> floors = new TreeMap<>();
        Matcher rows = ROW.matcher(document);
        while (rows.find()) {
            int floor = Integer.parseInt(rows.group(1));
            MODULE.matcher(rows.group(2)).results().forEach(module -> floors.put(module.group(1), floor));
        }
        return new FloorPlan(floors);
    }

    /// What a module descriptor requires against the plan.
    List<Finding> judge(SourceFile descriptor) {
        List<Finding> findings = new ArrayList<>();
        descriptor.unit().getModule().getDirectives().stream()
                .filter(RequiresTree.class::isInstance)
                .map(RequiresTree.class::cast)
                .forEach(requires -> judge(descriptor, requires, findings));
        return findings;
    }

    private void judge(SourceFile descriptor, RequiresTree requires, List<Finding> findings) {
        String complaint = complaint(descriptor.module(), requires.getModuleName().toString());
        if (complaint != null) {
            findings.add(descriptor.finding(requires, complaint, "let what both need move to a floor below them"));
        }
    }

    /// What is wrong when module `user` requires or imports from `required`; null if nothing is.
    String complaint(String user, String required) {
        if (!required.startsWith(PREFIX)) {
            return null;
        }
        String used = required.substring(PREFIX.length());
        if (used.startsWith("testing")) {
            return user.startsWith("testing/") ? null : "the product's " + user + " uses " + required;
        }
        if (user.startsWith("testing/") || used.equals(user)) {
            return null;
        }
        int from = floors.getOrDefault(user, 0);
        int to = floors.getOrDefault(used, Integer.MAX_VALUE);
        return to < from ? null : user + " on floor " + from + " uses " + used + " on floor " + to;
    }
}
