package io.longshore.testing.concurrency;

import io.longshore.memory.Memory;
import io.longshore.memory.Notice;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** One side asks to be rung at a position while the other gets there (Dekker). */
@JCStressTest
@Outcome(id = "seen", expect = Expect.ACCEPTABLE, desc = "the asker looked again and the position was there")
@Outcome(id = "rung", expect = Expect.ACCEPTABLE, desc = "the other side saw the notice")
@Outcome(id = "seen and rung", expect = Expect.ACCEPTABLE, desc = "both: one bell too many does no harm")
@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "neither: the asker waits for ever")
@State
public class NoticeRace {

    private static final int POSITION = 0;
    private static final int NOTICE = 64;

    private final Memory memory = Lines.take(2);
    private boolean seen;
    private boolean rung;

    public NoticeRace() {
        Notice.withdraw(memory, NOTICE);
    }

    @Actor
    public void asker() {
        Notice.ask(memory, NOTICE, 100);
        seen = memory.getLongAcquire(POSITION) >= 100;
    }

    @Actor
    public void other() {
        memory.setLongRelease(POSITION, 100);
        rung = Notice.isDue(memory, NOTICE, 100);
    }

    @Arbiter
    public void afterwards(L_Result result) {
        if (seen) {
            result.r1 = rung ? "seen and rung" : "seen";
        } else {
            result.r1 = rung ? "rung" : "NEITHER";
        }
    }
}
