package io.longshore.testing.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.longshore.channel.CutOff;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Any frames into a whole shard, and any bytes into one application's registers: the others notice nothing.
class StackFuzzTest {

    private static final int RUNS = 25;

    @FuzzTest(maxDuration = "10m")
    void anyFrames(byte[] data) {
        StackFuzz.run(data, false, new EnumMap<>(CutOff.class));
    }

    @FuzzTest(maxDuration = "10m")
    void anyFramesAndRegisters(byte[] data) {
        StackFuzz.run(data, true, new EnumMap<>(CutOff.class));
    }

    @Test
    void randomFramesCutNobodyOff() {
        Map<CutOff, Integer> endings = new EnumMap<>(CutOff.class);
        Campaign.run(RUNS, 8000, data -> StackFuzz.run(data, false, endings));
        assertTrue(endings.keySet().equals(Set.of(CutOff.NONE)), endings.toString());
    }

    @Test
    void randomRegistersCutTheirOwnApplicationOff() {
        Map<CutOff, Integer> endings = new EnumMap<>(CutOff.class);
        Campaign.run(3 * RUNS, 4000, data -> StackFuzz.run(data, true, endings));
        assertTrue(Campaign.isReplay() || endings.size() > 3, endings.toString());
    }
}
