package io.longshore.socket;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** A key is posted again while the selecting thread takes it: who looks last sees what it was posted for. */
@JCStressTest
@Outcome(id = "seen", expect = Expect.ACCEPTABLE, desc = "a look after the second post")
@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "the second post was swallowed by the first")
@State
public class KeyQueueRace {

    private final KeyQueue posted = new KeyQueue();
    private final LongshoreKey key = new LongshoreKey(null, null);
    private int news;
    private int seen;

    public KeyQueueRace() {
        posted.add(key);
    }

    @Actor
    public void poster() {
        news = 1;
        posted.add(key);
    }

    @Actor
    public void selectingThread() {
        posted.drain(this::look);
    }

    private void look(LongshoreKey found) {
        if (found == key) {
            seen = news;
        }
    }

    @Arbiter
    public void afterwards(L_Result result) {
        posted.drain(this::look);
        result.r1 = seen == 1 ? "seen" : "LOST";
    }
}
