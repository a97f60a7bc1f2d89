package io.longshore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CounterReadingTest {

    private static final CounterReading FIRST = CounterReading.parse("# 42 1000\nTcpInSegs 7\nTcpOutSegs 2\n");

    @Test
    void theFirstReadingCountsFromTheStart() {
        assertEquals(Map.of("TcpInSegs", 7L, "TcpOutSegs", 2L), FIRST.since(CounterReading.NOTHING));
        assertEquals(1000, FIRST.millisSince(CounterReading.NOTHING));
    }

    @Test
    void theNextCountsFromTheLast() {
        CounterReading second = CounterReading.parse("# 42 3000\nTcpInSegs 9\nTcpOutSegs 2\n");
        assertEquals(Map.of("TcpInSegs", 2L, "TcpOutSegs", 0L), second.since(FIRST));
        assertEquals(2000, second.millisSince(FIRST));
    }

    @Test
    void anotherServersCountersAreNotComparable() {
        CounterReading other = CounterReading.parse("# 43 3000\nTcpInSegs 9\n");
        assertEquals(Map.of("TcpInSegs", 9L), other.since(FIRST));
        assertEquals(3000, other.millisSince(FIRST));
    }
}
