package io.longshore.testing.frameworks;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// One load of one server.
///
/// @param requests  answered, and nothing but answered
/// @param rate      requests a second
/// @param user      microseconds of user time of the server's process for each
/// @param system    microseconds of system time of it for each
/// @param stack     microseconds of the TCP Server's process for each; 0 on the kernel
/// @param allocated bytes of the Java heap for each
record CostSample(double requests, double rate, double user, double system, double stack, double allocated) {

    boolean isWhole() {
        return requests > 0;
    }

    static CostSample median(List<CostSample> samples) {
        return new CostSample(of(samples, CostSample::requests), of(samples, CostSample::rate),
                of(samples, CostSample::user), of(samples, CostSample::system), of(samples, CostSample::stack),
                of(samples, CostSample::allocated));
    }

    private static double of(List<CostSample> samples, ToDoubleFunction<CostSample> figure) {
        return samples.stream().mapToDouble(figure).sorted().skip(samples.size() / 2).findFirst().orElseThrow();
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.0f requests/s, application %.1f µs (user %.1f, system %.1f), TCP Server"
                + " %.1f µs, %.0f bytes allocated", rate, user + system, user, system, stack, allocated);
    }
}
