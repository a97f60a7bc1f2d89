package io.longshore.testing.concurrency;

import io.longshore.memory.DoorbellBitmap;
import io.longshore.memory.Memory;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** Two ringers, in one leaf word and in another; the second is the drainer too, between its own rings. */
@JCStressTest
@Outcome(id = "each once", expect = Expect.ACCEPTABLE, desc = "no ring is lost, and none is found twice")
@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "a ring was lost, invented, or held up by another")
@State
public class DoorbellRace {

    private static final int BITS = 128;

    private final Memory memory = Lines.take(1);
    private final DoorbellBitmap ringers = new DoorbellBitmap(memory, 0, BITS);
    private final DoorbellBitmap drainer = new DoorbellBitmap(memory, 0, BITS);
    private final int[] found = new int[BITS];
    private boolean heldUp;

    @Actor
    public void ringer() {
        ringers.ring(3);
        ringers.ring(70);
    }

    @Actor
    public void ringerAndDrainer() {
        drainer.ring(4);
        drain();
        // The other may stand between the two steps of a ring of this very word: that may not hide ours.
        heldUp = found[4] == 0;
        drainer.ring(71);
        drain();
        heldUp |= found[71] == 0;
    }

    @Arbiter
    public void afterwards(L_Result result) {
        drain();
        boolean eachOnce = found[3] == 1 && found[4] == 1 && found[70] == 1 && found[71] == 1;
        result.r1 = eachOnce && drainer.isEmpty() && !heldUp ? "each once"
                : "3: " + found[3] + ", 4: " + found[4] + ", 70: " + found[70] + ", 71: " + found[71]
                + (heldUp ? ", HELD UP" : "");
    }

    private void drain() {
        for (int number = drainer.next(); number >= 0; number = drainer.next()) {
            found[number]++;
        }
    }
}
