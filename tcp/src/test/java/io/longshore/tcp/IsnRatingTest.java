package io.longshore.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.wire.SipHash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How hard our initial sequence numbers are to predict, as nmap's operating system detection rates them
/// (https://nmap.org/book/osdetect-methods.html, SP, GCD, ISR): six SYNs from one host, from six ports, 110 ms apart.
class IsnRatingTest {

    private static final long PROBE_NANOS = 110_000_000L;
    private static final int PROBES = 6;
    /// What differences drawn evenly from all 32 bits have. nmap's hardest grade, "Good luck!", begins far below.
    private static final int EVEN = 256;

    private static List<Integer> probe(long seed, boolean ipv6) {
        Random random = new Random(seed);
        IsnGenerator generator = new IsnGenerator(SipHash.strong(random.nextLong(), random.nextLong()));
        List<Integer> numbers = new ArrayList<>();
        Tcb tcb = TcbFixture.established(0, 0);
        int port = 1_024 + random.nextInt(60_000);
        long now = random.nextLong(1L << 50);
        for (int i = 0; i < PROBES; i++) {
            Endpoints endpoints = new Endpoints();
            if (ipv6) {
                endpoints.local(0xfd00L << 48, 1, 80).remote(0xfd00L << 48, 2, port + i);
            } else {
                endpoints.localIpv4(0x0a000001, 80).remoteIpv4(0x0a000002, port + i);
            }
            tcb.endpoints(endpoints);
            numbers.add(generator.initialSequence(tcb, now + i * PROBE_NANOS));
        }
        return numbers;
    }

    /// Differences of neighbours, the shorter way round (nmap's "diff1").
    private static List<Long> differences(List<Integer> numbers) {
        List<Long> differences = new ArrayList<>();
        for (int i = 1; i < numbers.size(); i++) {
            differences.add(Math.abs((long) (numbers.get(i) - numbers.get(i - 1))));
        }
        return differences;
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    /// SP: eight times the binary logarithm of the standard deviation of the differences per second, these divided by
    /// their greatest common divisor if that is more than nine.
    private static double difficulty(List<Integer> numbers) {
        List<Long> differences = differences(numbers);
        long divisor = differences.stream().reduce(0L, IsnRatingTest::gcd);
        double seconds = PROBE_NANOS / 1e9;
        double scale = divisor > 9 ? divisor : 1;
        double mean = differences.stream().mapToDouble(d -> d / seconds / scale).average().orElseThrow();
        double sum = differences.stream().mapToDouble(d -> Math.pow(d / seconds / scale - mean, 2)).sum();
        return 8 * Math.log(Math.sqrt(sum / (differences.size() - 1))) / Math.log(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nmapWouldSayGoodLuck(boolean ipv6) {
        double sum = 0;
        double worst = Double.MAX_VALUE;
        int commonDivisors = 0;
        for (long seed = 0; seed < 1_000; seed++) {
            List<Integer> numbers = probe(seed, ipv6);
            sum += difficulty(numbers);
            worst = Math.min(worst, difficulty(numbers));
            commonDivisors += differences(numbers).stream().reduce(0L, IsnRatingTest::gcd) > 9 ? 1 : 0;
        }
        // Of five random differences the deviation itself is random: an unlucky probe of the best generator is below.
        double mean = sum / 1_000;
        assertTrue(mean >= EVEN && worst > 224, "the difficulty is " + mean + " in the mean, " + worst
                + " at worst of 1,000 probes");
        assertEquals(0, commonDivisors, "probes whose differences have a common divisor");
    }

    /// The timestamps of one connection tell how fast our clock goes, not since when: each begins elsewhere.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void timestampsRevealNoUptime(boolean ipv6) {
        int[] quarters = new int[4];
        IsnGenerator generator = new IsnGenerator(SipHash.strong(5, 6));
        Tcb tcb = TcbFixture.established(0, 0);
        for (int i = 0; i < 4_000; i++) {
            Endpoints endpoints = new Endpoints().localIpv4(0x0a000001, 80).remoteIpv4(0x0a000002, 1_024 + i);
            if (ipv6) {
                endpoints.local(0xfd00L << 48, 1, 80).remote(0xfd00L << 48, 2, 1_024 + i);
            }
            tcb.endpoints(endpoints);
            quarters[generator.timestampOffset(tcb) >>> 30]++;
        }
        for (int quarter : quarters) {
            assertTrue(quarter > 850 && quarter < 1_150, "offsets by quarter of their range: "
                    + Arrays.toString(quarters));
        }
    }
}
