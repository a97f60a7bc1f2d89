package io.longshore.testing.concurrency;

import io.longshore.channel.HostSlot;
import io.longshore.channel.ServerSlot;
import io.longshore.channel.SlotLayout;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** The last bytes and the end of the stream, in both directions at once: no end is seen before its bytes. */
@JCStressTest
@Outcome(id = "(open|ended behind its bytes), (open|ended behind its bytes)", expect = Expect.ACCEPTABLE,
        desc = "an end stands behind the last byte")
@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "an end was seen without the bytes before it: they are cut off")
@State
public class EndOfStreamRace {

    private static final byte[] LAST = {1, 2, 3};

    private final HostSlot host;
    private final ServerSlot server;

    public EndOfStreamRace() {
        int slot = Slots.next();
        host = Slots.host(slot);
        server = Slots.server(slot);
        host.open(0);
    }

    @Actor
    public void host(LL_Result result) {
        host.write(LAST, 0, LAST.length);
        host.intend(SlotLayout.INTENT_SHUT_OUTPUT);
        if (host.hasConditions(SlotLayout.CONDITION_INPUT_END)) {
            result.r1 = host.received() == 5 ? "ended behind its bytes" : "CUT OFF";
        } else {
            result.r1 = host.isInputEnded() && host.available() == 0 ? "CUT OFF" : "open";
        }
    }

    @Actor
    public void server(LL_Result result) {
        server.received(5);
        server.conditions(SlotLayout.CONDITION_INPUT_END);
        if ((server.intent() & SlotLayout.INTENT_SHUT_OUTPUT) != 0) {
            result.r2 = server.sent() == LAST.length ? "ended behind its bytes" : "CUT OFF";
        } else {
            result.r2 = "open";
        }
    }
}
