package io.longshore.testing.concurrency;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** While its reader reads, a ring that has wrapped is unwound and grows twice. */
@JCStressTest
@Outcome(id = "in order.*", expect = Expect.ACCEPTABLE, desc = "every byte, wherever it lay")
@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "a byte was sought where it does not lie, or written over")
@State
public class RingGrowthRace {

    private final RingFixture ring = new RingFixture();
    private int readWhileWritten;

    public RingGrowthRace() {
        // Seven live bytes on both sides of the wrap: the ring may grow when the reader has taken the first two.
        ring.write(14);
        ring.read(12);
        ring.write(5);
    }

    @Actor
    public void writer() {
        ring.write(12);
        ring.write(14);
        ring.write(30);
    }

    @Actor
    public void reader() {
        readWhileWritten = ring.read(3) + ring.read(20) + ring.read(64) - 7;
    }

    @Arbiter
    public void afterwards(L_Result result) {
        result.r1 = ring.verdict(readWhileWritten);
    }
}
