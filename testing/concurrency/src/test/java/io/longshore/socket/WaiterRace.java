package io.longshore.socket;

import io.longshore.channel.ServerSlot;
import io.longshore.testing.concurrency.Slots;
import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * A thread is about to park for bytes while they arrive: it sees them, or the poller sees it. Whichever context the
 * event goes to, whoever takes it wakes the waiters.
 */
@JCStressTest
@Outcome(id = "saw the bytes.*", expect = Expect.ACCEPTABLE, desc = "it does not park")
@Outcome(id = "parked, and is unparked", expect = Expect.ACCEPTABLE, desc = "the poller found it")
@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "it parks for ever")
@State
public class WaiterRace {

    private static final Thread WAITER = new Thread("waiter");

    private final ServerSlot server;
    private final StandInSocket socket;
    private boolean parked;
    private Thread found;

    public WaiterRace() {
        int slot = Slots.next();
        server = Slots.server(slot);
        socket = new StandInSocket(null, Slots.host(slot), 1);
        socket.slot.open(1);
    }

    @Actor
    public void waiter() {
        socket.reader = WAITER;
        socket.expectWaiter();
        parked = !socket.slot.isReadable();
    }

    @Actor
    public void serverAndPoller() {
        server.received(1);
        VarHandle.fullFence();
        server.context();
        found = socket.reader;
    }

    @Arbiter
    public void afterwards(L_Result result) {
        if (parked) {
            result.r1 = found == WAITER ? "parked, and is unparked" : "LOST";
        } else {
            result.r1 = "saw the bytes" + (found == WAITER ? ", and is unparked too" : "");
        }
    }
}
