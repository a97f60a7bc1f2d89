package io.longshore.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Where all applications' sockets are and why, laid out for people.
final class PlacementList {

    private static final String SOCKET = "  %-11s%-8s%-23s %-23s %s%n";
    private static final String COUNT = "  %9s  %-8s%s%n";

    private final StringBuilder text = new StringBuilder();
    private final List<String[]> sockets = new ArrayList<>();
    private final List<String[]> counts = new ArrayList<>();

    /// @param answer of the TCP Server: lines of fields separated by tabs, the first of which says what the line is;
    ///               an application may say what it likes, and what is no such line is not shown
    PlacementList(String answer) {
        answer.lines().map(line -> line.split("\t", -1)).forEach(this::take);
        finish();
        if (text.isEmpty()) {
            text.append("no application is attached\n");
        }
    }

    private void take(String[] fields) {
        String form = fields[0] + ' ' + fields.length;
        if (form.equals("application 4")) {
            finish();
            text.append(text.isEmpty() ? "" : "\n").append(fields[1]).append(", process ").append(fields[2])
                    .append(fields[3].equals("attached") ? "" : ": " + fields[3]).append('\n');
        } else if (form.equals("socket 6")) {
            sockets.add(fields);
        } else if (form.equals("count 4")) {
            counts.add(fields);
        }
    }

    /// Ends what there is to say of one application.
    private void finish() {
        if (!sockets.isEmpty()) {
            add(SOCKET, "State", "Place", "Local Address:Port", "Peer Address:Port", "Why");
            sockets.forEach(one -> add(SOCKET, one[1], one[2], one[3], one[4], one[5]));
        }
        if (!counts.isEmpty()) {
            add(COUNT, "Until now", "Place", "Why");
            counts.forEach(one -> add(COUNT, one[1], one[2], one[3]));
        }
        sockets.clear();
        counts.clear();
    }

    private void add(String form, Object... fields) {
        text.append(String.format(Locale.ROOT, form, fields));
    }

    String text() {
        return text.toString();
    }
}
