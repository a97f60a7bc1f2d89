package io.longshore.testing.concurrency;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** The writer finds the ring empty, or not, as the reader empties it: then it starts over at byte 0, or does not. */
@JCStressTest
@Outcome(id = "in order.*", expect = Expect.ACCEPTABLE, desc = "every byte, whether the ring started over or not")
@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "the ring started over while bytes were being read")
@State
public class RingRestartRace {

    private final RingFixture ring = new RingFixture();
    private int readWhileWritten;

    public RingRestartRace() {
        ring.write(3);
    }

    @Actor
    public void writer() {
        ring.write(5);
        ring.write(4);
        ring.write(7);
    }

    @Actor
    public void reader() {
        ring.read(3);
        readWhileWritten = ring.read(5) + ring.read(64) + ring.read(64);
    }

    @Arbiter
    public void afterwards(L_Result result) {
        result.r1 = ring.verdict(readWhileWritten);
    }
}
