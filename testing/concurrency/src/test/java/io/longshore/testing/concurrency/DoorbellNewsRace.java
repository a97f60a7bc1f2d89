package io.longshore.testing.concurrency;

import io.longshore.memory.DoorbellBitmap;
import io.longshore.memory.Memory;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** News of two slots in one leaf word, of which one was rung before: who finds a ring sees the news behind it. */
@JCStressTest
@Outcome(id = "not rung yet", expect = Expect.ACCEPTABLE, desc = "the drainer was first")
@Outcome(id = "rung, with its news", expect = Expect.ACCEPTABLE, desc = "the ring brought the news")
@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "a ring came before its news")
@State
public class DoorbellNewsRace {

    private static final int BEFORE = 3;
    private static final int SLOT = 9;
    private static final int NEWS = 64;

    private final Memory memory = Lines.take(2);
    private final DoorbellBitmap ringers = new DoorbellBitmap(memory, 0, 64);
    private final DoorbellBitmap drainer = new DoorbellBitmap(memory, 0, 64);

    public DoorbellNewsRace() {
        ringers.ring(BEFORE);
    }

    @Actor
    public void ringer() {
        memory.putLong(NEWS, 1);
        ringers.ring(SLOT);
    }

    @Actor
    public void drainer(L_Result result) {
        result.r1 = "not rung yet";
        for (int number = drainer.next(); number >= 0; number = drainer.next()) {
            if (number == SLOT) {
                result.r1 = memory.getLong(NEWS) == 1 ? "rung, with its news" : "RUNG WITHOUT NEWS";
            }
        }
    }
}
