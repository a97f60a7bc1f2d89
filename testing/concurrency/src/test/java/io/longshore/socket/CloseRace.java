package io.longshore.socket;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A close meets an operation that reads and one that writes: the last to leave gives the slot back, once. */
@JCStressTest
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "the slot is given back")
@Outcome(id = "0", expect = Expect.FORBIDDEN, desc = "the slot is lost")
@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "the slot is given back twice, under whoever has it next")
@State
public class CloseRace {

    private final StandInSocket socket = StandInSocket.attached();

    @Actor
    public void operations() {
        socket.readLock.lock();
        socket.unlock(socket.readLock);
        socket.writeLock.lock();
        socket.unlock(socket.writeLock);
    }

    @Actor
    public void closer() {
        socket.close();
    }

    @Arbiter
    public void afterwards(I_Result result) {
        result.r1 = socket.releases();
    }
}
