package io.longshore.testing.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `longshore script [--kernel] FILE|FOLDER…`: runs scripts in all their variations, against our stack on virtual time,
/// or against the kernel on a TUN device.
public final class ScriptCommand {

    private static final String USAGE = "usage: longshore script [--kernel] FILE|FOLDER...";

    private int failed;

    private ScriptCommand() {
    }

    public static void main(String[] arguments) throws IOException {
        List<String> files = new ArrayList<>(List.of(arguments));
        boolean onKernel = files.remove("--kernel");
        if (files.isEmpty() || files.stream().anyMatch(file -> file.startsWith("-") || !Files.exists(Path.of(file)))) {
            System.err.println(files.stream().filter(file -> !file.startsWith("-") && !Files.exists(Path.of(file)))
                    .findFirst().map(file -> "longshore script: there is no " + file).orElse(USAGE));
            System.exit(2);
        }
        ScriptCommand command = new ScriptCommand();
        for (String file : files) {
            for (Path script : ScriptFile.all(Path.of(file))) {
                command.run(ScriptFile.read(script), onKernel ? ScriptRunner.Stack.KERNEL : ScriptRunner.Stack.OURS);
            }
        }
        System.exit(command.failed == 0 ? 0 : 1);
    }

    private void run(Script script, ScriptRunner.Stack stack) {
        for (Script.Variation variation : script.variations(stack)) {
            String result;
            try {
                ScriptRunner.run(script, variation, stack);
                result = "holds";
            } catch (ScriptSkip skip) {
                result = "is skipped: " + skip.getMessage();
            } catch (RuntimeException failure) {
                failed++;
                boolean isExpected = failure instanceof ScriptFailure;
                result = "FAILS\n" + (isExpected ? failure.getMessage() : failure.toString());
            }
            System.out.println(script.name() + " [" + variation + "] " + result);
        }
    }
}
