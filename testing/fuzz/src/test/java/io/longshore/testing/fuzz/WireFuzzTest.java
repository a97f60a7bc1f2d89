package io.longshore.testing.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// Any bytes into the wire's parsers: no exception, nothing written, nothing read beyond.
class WireFuzzTest {

    private static final int RUNS = 20_000;

    @FuzzTest(maxDuration = "10m")
    void optionsOfAnyBytes(byte[] data) {
        WireFuzz.options(data);
    }

    @FuzzTest(maxDuration = "10m")
    void segmentsOfAnyBytes(byte[] data) {
        WireFuzz.segment(data);
    }

    @FuzzTest(maxDuration = "10m")
    void addressesOfAnyText(byte[] data) {
        WireFuzz.addresses(data);
    }

    @Test
    void optionsOfRandomBytes() {
        Campaign.run(RUNS, 200, data -> WireFuzz.options(likeOptions(data)));
    }

    /// An options area in which kinds and lengths are mostly ones that mean something.
    private static byte[] likeOptions(byte[] data) {
        byte[] area = Arrays.copyOf(data, Math.min(data.length, 40));
        FuzzInput input = new FuzzInput(data);
        for (int at = 0; at < area.length - 1; at += 2 + input.choice(10)) {
            area[at] = (byte) input.choice(9);
            area[at + 1] = (byte) input.choice(40);
        }
        return area;
    }

    @Test
    void segmentsOfRandomBytes() {
        Campaign.run(RUNS, 200, data -> WireFuzz.segment(Arrays.copyOf(data, Math.min(data.length, 100))));
    }

    @Test
    void addressesOfRandomText() {
        Campaign.run(RUNS, 200, data -> WireFuzz.addresses(likeAddress(data)));
    }

    private static byte[] likeAddress(byte[] data) {
        byte[] alphabet = "0123456789.:/abcf".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        byte[] text = Arrays.copyOf(data, Math.min(data.length, 18));
        for (int i = 0; i < text.length; i++) {
            text[i] = alphabet[(text[i] & 0xFF) % alphabet.length];
        }
        return text;
    }
}
