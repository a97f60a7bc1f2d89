package io.longshore.testing.frameworks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The same server twice: on Longshore behind its TAP, on the kernel behind a veth in a namespace of its own.
final class CostContestants implements AutoCloseable {

    static final int ROUNDS = 3;
    private static final int WARM_UP_SECONDS = 25;
    private static final int SECONDS = 5;
    private static final int PORT = 8080;
    private static final String KERNEL_ADDRESS = "10.94.3.2";
    private static final double MICROS_PER_TICK = 10_000;
    private static final int USER = 11;
    private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in");
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([\\d.]+)");

    private final TwoServers servers;
    private final Map<Side, Program> programs = new EnumMap<>(Side.class);
    private final Path java = Path.of(System.getProperty("java.home"));

    CostContestants(TwoServers servers, Framework framework, Path logs) throws Exception {
        this.servers = servers;
        servers.addKernelHost(KERNEL_ADDRESS);
        for (Side side : List.of(Side.KERNEL, Side.SERVER)) {
            List<String> command = new ArrayList<>(List.of(java.resolve("bin/java").toString(), "-XX:+UseSerialGC"));
            command.addAll(framework.launch(framework.server()));
            command.addAll(List.of(Side.SERVER.address(), Integer.toString(PORT), Integer.toString(PORT + 1),
                    logs.toString()));
            Path log = logs.resolve(framework.folder() + "-" + side + ".log");
            Program program = new Program(side == Side.KERNEL ? servers.startOnKernelHost(log, command)
                    : servers.start(side, log, command), java, log);
            programs.put(side, program);
            if (!program.hasSaid("program ready")) {
                throw new AssertionError("the server did not start: " + program.lines());
            }
        }
    }

    void warmUp() throws Exception {
        for (Side side : programs.keySet()) {
            wrk(side, WARM_UP_SECONDS);
        }
    }

    CostSample load(Side side) throws Exception {
        Program program = programs.get(side);
        long[] before = times(program.process().pid());
        long[] stackBefore = times(servers.server(Side.SERVER).pid());
        long allocatedBefore = allocated(program);
        String output = wrk(side, SECONDS);
        long[] after = times(program.process().pid());
        long[] stackAfter = times(servers.server(Side.SERVER).pid());
        double requests = number(REQUESTS, output);
        double stack = side == Side.KERNEL ? 0 : stackAfter[0] + stackAfter[1] - stackBefore[0] - stackBefore[1];
        boolean isWhole = !output.contains("Non-2xx") && !output.contains("Socket errors");
        return new CostSample(isWhole ? requests : 0, number(RATE, output), (after[0] - before[0]) * MICROS_PER_TICK
                / requests, (after[1] - before[1]) * MICROS_PER_TICK / requests, stack * MICROS_PER_TICK / requests,
                (allocated(program) - allocatedBefore) / requests);
    }

    private String wrk(Side side, int seconds) throws Exception {
        String address = side == Side.KERNEL ? KERNEL_ADDRESS : side.address();
        return servers.inNamespace("wrk", "-t1", "-c32", "-d" + seconds + "s", "http://" + address + ":" + PORT
                + "/small");
    }

    /// User and system time in ticks of a hundredth of a second.
    private static long[] times(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return new long[] {Long.parseLong(fields[USER]), Long.parseLong(fields[USER + 1])};
    }

    private static long allocated(Program program) throws Exception {
        long said = program.lines().stream().filter(line -> line.startsWith("allocated ")).count();
        program.process().getOutputStream().write('\n');
        program.process().getOutputStream().flush();
        List<String> lines = List.of();
        while (lines.size() <= said && program.process().isAlive()) {
            Thread.sleep(10);
            lines = program.lines().stream().filter(line -> line.matches("allocated \\d+")).toList();
        }
        return Long.parseLong(lines.getLast().substring("allocated ".length()));
    }

    private static double number(Pattern pattern, String output) {
        Matcher matcher = pattern.matcher(output);
        if (!matcher.find()) {
            throw new AssertionError("wrk printed no figures: " + output);
        }
        return Double.parseDouble(matcher.group(1));
    }

    @Override
    public void close() {
        programs.values().forEach(program -> Program.end(program.process()));
    }
}
