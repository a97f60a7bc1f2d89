package io.longshore.server;

import io.longshore.stack.StackAgent;
import io.longshore.sysctl.SettingTable;
import java.util.List;

/// What `longshore sysctl` asks of each shard: all settings (`-a`), one (`NAME`), or to change one (`NAME=VALUE`).
/// Runs on the shard's thread.
record SettingQuestion(String text) {

    Answer answer(StackAgent shard, long now) {
        SettingTable table = shard.tables().settings();
        if (text.equals("-a")) {
            StringBuilder all = new StringBuilder();
            table.names().forEach(name -> all.append(line(table, name)));
            return Answer.fine(all.toString());
        }
        int equals = text.indexOf('=');
        String name = (equals < 0 ? text : text.substring(0, equals)).strip().replace('/', '.');
        String complaint = equals < 0 ? null
                : table.apply(name, text.substring(equals + 1).strip(), SettingTable.Occasion.RUNNING);
        if (complaint != null) {
            return Answer.wrong(complaint);
        }
        return table.show(name) == null ? Answer.wrong(table.unknown(name)) : Answer.fine(line(table, name));
    }

    private static String line(SettingTable table, String name) {
        return name + " = " + table.show(name) + "\n";
    }

    /// All shards have the same settings: the first complaint, or what the first shard says.
    static Answer verdict(List<Answer> answers) {
        for (Answer answer : answers) {
            if (!answer.isFine()) {
                return answer;
            }
        }
        return answers.getFirst();
    }
}
