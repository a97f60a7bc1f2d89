package io.longshore.socket;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** A key is posted to a selector that falls asleep: it looks again, or it is woken. */
@JCStressTest
@Outcome(id = "saw the key.*", expect = Expect.ACCEPTABLE, desc = "it does not block")
@Outcome(id = "blocked, and was woken", expect = Expect.ACCEPTABLE, desc = "it looks once more")
@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "a lost key: the selector sleeps on it")
@State
public class PostRace {

    private final CountingSelector kernel = new CountingSelector();
    private final Sleep sleep = kernel.sleep();
    private final KeyQueue posted = new KeyQueue();
    private final LongshoreKey key = new LongshoreKey(null, null);
    private boolean blocked;

    @Actor
    public void poster() {
        posted.add(key);
        sleep.nudge();
    }

    @Actor
    public void selectingThread() {
        // A sleep that ends, and the next.
        sleep.fallAsleep();
        sleep.awake();
        sleep.fallAsleep();
        blocked = posted.isEmpty() && !sleep.isWoken();
    }

    @Arbiter
    public void afterwards(L_Result result) {
        if (blocked) {
            result.r1 = kernel.wakeups() > 0 ? "blocked, and was woken" : "LOST";
        } else {
            result.r1 = "saw the key" + (kernel.wakeups() > 0 ? ", and was woken too" : "");
        }
    }
}
