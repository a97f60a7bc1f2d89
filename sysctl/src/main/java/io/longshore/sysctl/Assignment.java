package io.longshore.sysctl;

import java.util.ArrayList;
import java.util.List;

/// `NAME=VALUE`, from a command line or a configuration file.
///
/// @param origin where it stands, as a prefix of complaints: empty, or `FILE:LINE: `
public record Assignment(String name, String value, String origin) {

    /// From a command line.
    ///
    /// @throws IllegalArgumentException with one sentence, if it is none
    public static Assignment parse(String text) {
        return parse(text, "");
    }

    private static Assignment parse(String text, String origin) {
        int equals = text.indexOf('=');
        String name = equals < 0 ? "" : text.substring(0, equals).strip();
        if (name.isEmpty()) {
            throw new IllegalArgumentException(origin + "'" + text.strip() + "' is no assignment; write NAME=VALUE");
        }
        return new Assignment(name.replace('/', '.'), text.substring(equals + 1).strip(), origin);
    }

    /// From a file in the form of sysctl.conf: a line is `name = value`, empty, or a comment after `#` or `;`.
    ///
    /// @param file what the file is called in complaints
    /// @throws IllegalArgumentException with file, line and what to do, if a line is neither
    public static List<Assignment> parse(String file, List<String> lines) {
        List<Assignment> all = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && line.charAt(0) != '#' && line.charAt(0) != ';') {
                all.add(parse(line, file + ":" + (i + 1) + ": "));
            }
        }
        return all;
    }

    /// Sets it when a stack starts.
    ///
    /// @return null if it is set, otherwise where it stands and what is wrong with it
    public String applyAtStart(SettingTable table) {
        String complaint = table.apply(name, value, SettingTable.Occasion.START);
        return complaint == null ? null : origin + complaint;
    }
}
