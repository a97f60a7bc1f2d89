package io.longshore.testing.concurrency;

import io.longshore.memory.Memory;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** A position that is acquired brings everything that was written before its release. */
@JCStressTest
@Outcome(id = "nothing yet", expect = Expect.ACCEPTABLE, desc = "the reader was first")
@Outcome(id = "position and byte", expect = Expect.ACCEPTABLE, desc = "the release was seen, and what was before it")
@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "a position was seen before its byte")
@State
public class PositionRace {

    private static final int POSITION = 0;
    private static final int BYTE = 64;

    private final Memory memory = Lines.take(2);

    @Actor
    public void writer() {
        memory.buffer().put(BYTE, (byte) 42);
        memory.setLongRelease(POSITION, 1);
    }

    @Actor
    public void reader(L_Result result) {
        if (memory.getLongAcquire(POSITION) == 0) {
            result.r1 = "nothing yet";
        } else {
            result.r1 = memory.buffer().get(BYTE) == 42 ? "position and byte" : "position without byte";
        }
    }
}
