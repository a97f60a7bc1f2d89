package io.longshore.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// 1 KB responses over keep-alive connections, asked for by `wrk`.
final class HttpBench {

    private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in");
    /// Anything but a request that took longer than wrk's patience of two seconds.
    private static final Pattern ERRORS =
            Pattern.compile("Non-2xx|connect [1-9]|read [1-9]|write [1-9]");
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([\\d.]+)");

    /// Until the compilers of both sides' virtual machines have done their work.
    private static final int WARM_UP_SECONDS = 40;

    private final int rounds;
    private final int seconds;
    private final int connections;

    HttpBench(int rounds, int seconds, int connections) {
        this.rounds = rounds;
        this.seconds = seconds;
        this.connections = connections;
    }

    /// The JDK's `HttpServer` with a page in memory.
    void measurePage(Cleanup cleanup, Path directory, PrintWriter out) throws Exception {
        out.println("JDK HttpServer, one 1 KB page in memory");
        measure(cleanup, directory, BenchCommand.program(PageProgram.class), out);
    }

    /// `java -m jdk.httpserver`, which opens the file anew for every request.
    void measureFiles(Cleanup cleanup, Path directory, PrintWriter out) throws Exception {
        DemoSite site = new DemoSite(directory.resolve("site"));
        site.writePages();
        out.println("java -m jdk.httpserver, one 1 KB file");
        measure(cleanup, directory, site.webServer(Contestant.PORT), out);
    }

    private void measure(Cleanup cleanup, Path directory, List<String> program, PrintWriter out) throws Exception {
        Tools.require("wrk", "wrk");
        Contestant kernel = Contestant.kernel(cleanup, directory, program);
        Contestant longshore = Contestant.longshore(cleanup, directory, program);
        warmUp(kernel);
        warmUp(longshore);
        List<Round> kernelRounds = new ArrayList<>();
        List<Round> longshoreRounds = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            kernelRounds.add(load(kernel, seconds));
            longshoreRounds.add(load(longshore, seconds));
        }
        report(out, kernelRounds, longshoreRounds);
    }

    private void warmUp(Contestant contestant) throws Exception {
        try (HttpProbe probe = new HttpProbe("http://" + contestant.address + ":" + Contestant.PORT + "/")) {
            probe.textWhenReady("small.txt", 20);
        }
        load(contestant, WARM_UP_SECONDS);
    }

    private Round load(Contestant contestant, int seconds) throws IOException, InterruptedException, Problem {
        ProcessTimes application = contestant.application.times();
        ProcessTimes server = contestant.hasServer() ? contestant.server.times() : application;
        String output = Tools.run("wrk", "-t1", "-c" + connections, "-d" + seconds + "s",
                "http://" + contestant.address + ":" + Contestant.PORT + "/small.txt");
        if (ERRORS.matcher(output).find()) {
            throw new Problem("wrk saw errors on " + contestant.name + ": " + output.strip());
        }
        double requests = number(REQUESTS, output);
        ProcessTimes after = contestant.application.times();
        double serverMicros = contestant.hasServer() ? contestant.server.times().microsSince(server) : 0;
        return new Round(number(RATE, output), after.userMicrosSince(application) / requests,
                after.systemMicrosSince(application) / requests, serverMicros / requests);
    }

    private static double number(Pattern pattern, String output) throws Problem {
        Matcher matcher = pattern.matcher(output);
        if (!matcher.find()) {
            throw new Problem("wrk printed no figures: " + output.strip());
        }
        return Double.parseDouble(matcher.group(1));
    }

    private void report(PrintWriter out, List<Round> kernel, List<Round> longshore) {
        out.printf("  %d keep-alive connections, wrk -t1; medians of %d rounds of %d s%n", connections, rounds,
                seconds);
        row(out, "requests/s", kernel, longshore, Round::rate);
        row(out, "application, user, µs/request", kernel, longshore, Round::userMicros);
        row(out, "application, system, µs/request", kernel, longshore, Round::systemMicros);
        row(out, "application, both, µs/request", kernel, longshore, Round::applicationMicros);
        row(out, "TCP Server, µs/request", kernel, longshore, Round::serverMicros);
    }

    private static void row(PrintWriter out, String what, List<Round> kernel, List<Round> longshore,
            ToDoubleFunction<Round> figure) {
        double k = BenchCommand.median(kernel.stream().map(figure::applyAsDouble).toList());
        double l = BenchCommand.median(longshore.stream().map(figure::applyAsDouble).toList());
        out.printf("  %-34s kernel %10.1f   longshore %10.1f   ratio %s%n", what, k, l,
                k == 0 ? "–" : String.format("%.2f", l / k));
    }

    /// One load of one contestant.
    ///
    /// @param rate         requests per second
    /// @param userMicros   the application's user time per request
    /// @param systemMicros the application's system time per request
    /// @param serverMicros the TCP Server's time per request
    private record Round(double rate, double userMicros, double systemMicros, double serverMicros) {

        double applicationMicros() {
            return userMicros + systemMicros;
        }
    }
}
