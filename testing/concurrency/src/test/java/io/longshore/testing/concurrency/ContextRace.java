package io.longshore.testing.concurrency;

import io.longshore.channel.HostSlot;
import io.longshore.channel.ServerSlot;
import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** A slot moves to another context while bytes arrive: the old context, which looks no more, may not swallow them. */
@JCStressTest
@Outcome(id = "event to the new context.*", expect = Expect.ACCEPTABLE, desc = "the server saw the move")
@Outcome(id = "event to the old context, seen by looking", expect = Expect.ACCEPTABLE, desc = "the host saw the bytes")
@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "the event went where nobody looks, and nobody saw the bytes")
@State
public class ContextRace {

    private final HostSlot host;
    private final ServerSlot server;
    private int told;
    private boolean seen;

    public ContextRace() {
        int slot = Slots.next();
        host = Slots.host(slot);
        server = Slots.server(slot);
        host.open(0);
    }

    @Actor
    public void theHostMovesTheSlot() {
        host.context(1);
        seen = host.isReadable();
    }

    @Actor
    public void theServerReceives() {
        server.received(1);
        VarHandle.fullFence();
        told = server.context();
    }

    @Arbiter
    public void afterwards(L_Result result) {
        String where = told == 1 ? "event to the new context" : "event to the old context";
        result.r1 = where + (seen ? ", seen by looking" : told == 1 ? "" : ", LOST");
    }
}
