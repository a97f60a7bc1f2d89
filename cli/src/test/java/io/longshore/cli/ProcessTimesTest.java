package io.longshore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProcessTimesTest {

    @Test
    void thisProcessHasUsedMemory() throws IOException {
        assertTrue(ProcessMemory.anonymousKiB(ProcessHandle.current().pid()) > 1_000);
    }

    @Test
    void differencesAreInMicroseconds() {
        ProcessTimes earlier = new ProcessTimes(10, 20);
        ProcessTimes later = new ProcessTimes(13, 25);
        assertEquals(30_000, later.userMicrosSince(earlier));
        assertEquals(50_000, later.systemMicrosSince(earlier));
        assertEquals(80_000, later.microsSince(earlier));
    }

    @Test
    void aProcessThatIsGoneHasNoTimes() {
        assertThrows(IOException.class, () -> ProcessTimes.of(999_999_999));
    }
}
