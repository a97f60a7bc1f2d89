package io.longshore.testing.concurrency;

import io.longshore.channel.HostSlot;
import io.longshore.channel.ServerSlot;
import io.longshore.channel.SlotLayout;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** An answer brings its result and its addresses. */
@JCStressTest
@Outcome(id = "not answered", expect = Expect.ACCEPTABLE, desc = "the host was first")
@Outcome(id = "answered with result and address", expect = Expect.ACCEPTABLE, desc = "all of it")
@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "an answer came before what it answers")
@State
public class AnswerRace {

    private final HostSlot host;
    private final ServerSlot server;

    public AnswerRace() {
        int slot = Slots.next();
        host = Slots.host(slot);
        server = Slots.server(slot);
        host.open(0);
        host.request(SlotLayout.REQUEST_BIND);
    }

    @Actor
    public void server() {
        server.local(1, 2, 80);
        server.answer(1, 98);
    }

    @Actor
    public void host(L_Result result) {
        if (!host.isAnswered()) {
            result.r1 = "not answered";
        } else {
            boolean whole = host.result() == 98 && host.localPort() == 80 && host.localAddress().low() == 2;
            result.r1 = whole ? "answered with result and address" : "ANSWERED WITHOUT";
        }
    }
}
