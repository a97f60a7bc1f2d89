package io.longshore.socket;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What stands behind {@code -javaagent:longshore-agent.jar=}: {@code name=value} pairs, separated by commas.
 *
 * @param runtimeDirectory {@code runtime-dir}: where the TCP Server's socket is
 * @param name             {@code name}: what the TCP Server calls this application
 * @param connect          {@code connect}: prefixes reached through the stack, joined by {@code +}
 * @param kernelPorts      {@code kernel-ports}: ports that stay on the kernel, joined by {@code +}
 * @param spin             {@code spin}: microseconds that a selector spins before it sleeps
 */
record AgentOptions(Path runtimeDirectory, String name, List<Prefix> connect, List<Integer> kernelPorts, int spin) {

    AgentOptions {
        connect = List.copyOf(connect);
        kernelPorts = List.copyOf(kernelPorts);
    }

    /** With fewer processors, a selector that spins takes time from the very TCP Server that it waits for. */
    private static final int PROCESSORS_TO_SPIN = 4;
    private static final int SPIN_MICROS = 20;

    private static int defaultSpin() {
        return Runtime.getRuntime().availableProcessors() >= PROCESSORS_TO_SPIN ? SPIN_MICROS : 0;
    }

    /** Parses the agent's argument; null is as good as empty. */
    static AgentOptions parse(String arguments) {
        AgentOptions options = new AgentOptions(defaultDirectory(), defaultName(), List.of(), List.of(), defaultSpin());
        for (String pair : arguments == null || arguments.isBlank() ? new String[0] : arguments.split(",")) {
            int equals = pair.indexOf('=');
            if (equals <= 0) {
                throw new IllegalArgumentException("agent option without a value: " + pair);
            }
            options = options.with(pair.substring(0, equals).trim(), pair.substring(equals + 1).trim());
        }
        return options;
    }

    private AgentOptions with(String option, String value) {
        switch (option) {
            case "runtime-dir":
                return new AgentOptions(Path.of(value), name, connect, kernelPorts, spin);
            case "name":
                return new AgentOptions(runtimeDirectory, value, connect, kernelPorts, spin);
            case "connect":
                return new AgentOptions(runtimeDirectory, name, prefixes(value), kernelPorts, spin);
            case "kernel-ports":
                return new AgentOptions(runtimeDirectory, name, connect, ports(value), spin);
            case "spin":
                return new AgentOptions(runtimeDirectory, name, connect, kernelPorts, number(value, 1_000_000));
            default:
                throw new IllegalArgumentException("unknown agent option: " + option
                        + " (runtime-dir, name, connect, kernel-ports and spin are known)");
        }
    }

    private static List<Prefix> prefixes(String value) {
        List<Prefix> prefixes = new ArrayList<>();
        for (String text : value.split("\\+")) {
            prefixes.add(Prefix.parse(text));
        }
        return prefixes;
    }

    private static List<Integer> ports(String value) {
        List<Integer> ports = new ArrayList<>();
        for (String text : value.split("\\+")) {
            ports.add(number(text, 65_535));
        }
        return ports;
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
