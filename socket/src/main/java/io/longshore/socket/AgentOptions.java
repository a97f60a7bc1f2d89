package io.longshore.socket;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What stands behind {@code -javaagent:longshore-agent.jar=}: {@code name=value} pairs, separated by commas. What is
 * between commas and has no {@code =} still belongs to the value before it: rules are separated by commas, too.
 *
 * @param runtimeDirectory {@code runtime-dir}: where the TCP Server's socket is
 * @param name             {@code name}: what the TCP Server calls this application
 * @param offload          {@code offload}: which sockets go to the stack, see {@link OffloadRules}; null: as the TCP
 *                         Server says
 * @param spin             {@code spin}: microseconds that a selector spins before it sleeps
 * @param quiet            {@code quiet=true}: says nothing where all is well
 */
record AgentOptions(Path runtimeDirectory, String name, String offload, int spin, boolean quiet) {

    /** With fewer processors, a selector that spins takes time from the very TCP Server that it waits for. */
    private static final int PROCESSORS_TO_SPIN = 4;
    private static final int SPIN_MICROS = 20;

    private static int defaultSpin() {
        return Runtime.getRuntime().availableProcessors() >= PROCESSORS_TO_SPIN ? SPIN_MICROS : 0;
    }

    /** Parses the agent's argument; null is as good as empty. */
    static AgentOptions parse(String arguments) {
        AgentOptions options = new AgentOptions(defaultDirectory(), defaultName(), null, defaultSpin(), false);
        for (String pair : pairs(arguments)) {
            int equals = pair.indexOf('=');
            if (equals <= 0) {
                throw new IllegalArgumentException("agent option without a value: " + pair);
            }
            options = options.with(pair.substring(0, equals).trim(), pair.substring(equals + 1).trim());
        }
        return options;
    }

    private static List<String> pairs(String arguments) {
        List<String> pairs = new ArrayList<>();
        for (String part : arguments == null || arguments.isBlank() ? new String[0] : arguments.split(",")) {
            int last = pairs.size() - 1;
            if (last >= 0 && part.indexOf('=') < 0 && pairs.get(last).trim().startsWith("offload=")) {
                pairs.set(last, pairs.get(last) + ',' + part);
            } else {
                pairs.add(part);
            }
        }
        return pairs;
    }

    private AgentOptions with(String option, String value) {
        switch (option) {
            case "runtime-dir":
                return new AgentOptions(Path.of(value), name, offload, spin, quiet);
            case "name":
                return new AgentOptions(runtimeDirectory, value, offload, spin, quiet);
            case "offload":
                OffloadRules.check(value);
                return new AgentOptions(runtimeDirectory, name, value, spin, quiet);
            case "spin":
                return new AgentOptions(runtimeDirectory, name, offload, number(value, 1_000_000), quiet);
            case "quiet":
                return new AgentOptions(runtimeDirectory, name, offload, spin, flag(value));
            default:
                throw new IllegalArgumentException("unknown agent option: " + option
                        + " (runtime-dir, name, offload, spin and quiet are known)");
        }
    }

    private static boolean flag(String value) {
        if (value.equals("true") || value.equals("false")) {
            return value.equals("true");
        }
        throw new IllegalArgumentException("agent option: neither true nor false: " + value);
    }

    private static int number(String text, int most) {
        try {
            int number = Integer.parseInt(text);
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw new IllegalArgumentException("agent option: not a number from 0 to " + most + ": " + text);
    }

    private static Path defaultDirectory() {
        if ("root".equals(System.getProperty("user.name"))) {
            return Path.of("/run/longshore");
        }
        String session = System.getenv("XDG_RUNTIME_DIR");
        return session != null ? Path.of(session, "longshore") : Path.of("/tmp/longshore-" + userNumber());
    }

    private static String userNumber() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").toString();
        } catch (Exception notThere) {
            return System.getProperty("user.name");
        }
    }

    private static String defaultName() {
        String command = System.getProperty("sun.java.command", "java");
        int space = command.indexOf(' ');
        String first = space < 0 ? command : command.substring(0, space);
        return first.isEmpty() ? "java" : first.substring(first.lastIndexOf('/') + 1);
    }
}
