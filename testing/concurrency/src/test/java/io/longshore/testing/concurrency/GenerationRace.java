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

/** A new use of a slot begins over the lines of the use before: its number brings a clean line with it. */
@JCStressTest
@Outcome(id = "of the use before", expect = Expect.ACCEPTABLE, desc = "the server does not believe the line yet")
@Outcome(id = "clean", expect = Expect.ACCEPTABLE, desc = "nothing of the use before is left")
@Outcome(id = "clean, with its request", expect = Expect.ACCEPTABLE, desc = "and the request brings its arguments")
@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "something of the use before was taken for the new one's")
@State
public class GenerationRace {

    private final HostSlot host;
    private final ServerSlot server;

    public GenerationRace() {
        int slot = Slots.next();
        host = Slots.host(slot);
        server = Slots.server(slot);
        host.open(0);
        host.write(new byte[7], 0, 7);
        host.backlog(7);
        host.request(SlotLayout.REQUEST_CONNECT);
        host.close(SlotLayout.INTENT_ABORT);
        server.free();
    }

    @Actor
    public void host() {
        host.open(1);
        host.backlog(50);
        host.request(SlotLayout.REQUEST_LISTEN);
    }

    @Actor
    public void server(L_Result result) {
        if (server.hostGeneration() != server.generation()) {
            result.r1 = "of the use before";
            return;
        }
        int request = server.request();
        boolean clean = server.sent() == 0 && server.intent() == 0 && server.context() == 1;
        boolean complete = request == 0
                || request == 1 && server.requestCode() == SlotLayout.REQUEST_LISTEN && server.backlog() == 50;
        result.r1 = (clean ? "clean" : "LEFT OVER") + (request == 0 ? "" : complete ? ", with its request" : ", LIE");
    }
}
