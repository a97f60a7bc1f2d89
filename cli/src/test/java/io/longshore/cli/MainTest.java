package io.longshore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class MainTest {

    private final StringWriter err = new StringWriter();
    private final StringWriter out = new StringWriter();

    @ParameterizedTest(name = "longshore {0}")
    @CsvSource({
        "'', 'longshore: say which command'",
        "swim, 'longshore: Unmatched argument at index 0: ''swim'''",
        "server, 'longshore server: Missing required options'",
        "sysctl, 'longshore sysctl: say which setting, or -a for all'",
        "capture, 'longshore capture: Missing required option'",
        "run, 'longshore run: Missing required parameter'",
        "demo --port high, 'longshore demo: Invalid value for option ''--port'''",
        "bench juggling, 'longshore bench: cannot measure juggling; there are http, files, bulk'"})
    void wrongArgumentsAreOneSentenceThatNamesTheCommand(String line, String start) {
        assertEquals(2, execute(line.isEmpty() ? new String[0] : line.split(" ")));
        assertTrue(err.toString().startsWith(start), err.toString());
        assertEquals(1, err.toString().lines().count(), err.toString());
    }

    @ParameterizedTest(name = "longshore {0}")
    @CsvSource({"connections", "status", "stop", "nstat", "sysctl -a"})
    void aCommandForAServerThatIsNotThereSaysWhereItLooked(String command) {
        assertEquals(1, execute((command + " --runtime-dir /nowhere/longshore").split(" ")));
        assertTrue(err.toString().contains("/nowhere/longshore/longshore.sock"), err.toString());
        assertEquals(1, err.toString().lines().count(), err.toString());
    }

    @Test
    void helpListsEveryCommand() {
        assertEquals(0, execute("--help"));
        for (String command : "server run connections sysctl nstat capture status stop demo bench".split(" ")) {
            assertTrue(out.toString().contains("  " + command + " "), command);
        }
    }

    private int execute(String... arguments) {
        CommandLine commandLine = Main.commandLine();
        commandLine.setErr(new PrintWriter(err, true));
        commandLine.setOut(new PrintWriter(out, true));
        return commandLine.execute(arguments);
    }
}
