package io.longshore.socket;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import jdk.jfr.Timespan;

/**
 * A stall with its cause. Cloned from the event that was begun at the look before the stall: an event cannot be begun
 * in the past.
 */
@Name("longshore.Stall")
@Label("Longshore Stall")
@Category("Longshore")
@Description("A connection stood still, and why")
@Threshold("20 ms")
@StackTrace(false)
final class StallEvent extends Event implements Cloneable {

    @Label("Host")
    String host;

    @Label("Address")
    String address;

    @Label("Port")
    int port;

    @Label("Local Port")
    int localPort;

    @Label("Side")
    @Description("OUTPUT: text written is not acknowledged; INPUT: text does not reach its reader;"
            + " ACCEPT: connections wait to be accepted")
    String side;

    @Label("Cause")
    @Description("peer window, network, TCP Server, application not reading, or GC pause")
    String cause;

    @Label("Stalled For")
    @Description("Exactly, where the duration is rounded to looks of ten milliseconds")
    @Timespan(Timespan.NANOSECONDS)
    long stalledFor;

    @Label("Collecting")
    @Description("How much of that time pauses of the collector took")
    @Timespan(Timespan.NANOSECONDS)
    long collecting;

    @Label("Lasts")
    @Description("It goes on: of a stall that lasts there is an event every ten seconds, each of all of it")
    boolean lasts;

    @Override
    public StallEvent clone() {
        try {
            return (StallEvent) super.clone();
        } catch (CloneNotSupportedException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
