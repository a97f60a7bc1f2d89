package io.longshore.socket;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;
import jdk.jfr.Timespan;

/** As {@code jdk.SocketRead}, for a socket on the stack. */
@Name("longshore.SocketRead")
@Label("Longshore Socket Read")
@Category("Longshore")
@Description("Reading from a socket on the TCP Server")
@Threshold("20 ms")
final class SocketReadEvent extends Event {

    @Label("Host")
    String host;

    @Label("Address")
    String address;

    @Label("Port")
    int port;

    @Label("Timeout Value")
    @Timespan(Timespan.MILLISECONDS)
    long timeout;

    @Label("Bytes Read")
    @DataAmount
    long bytesRead;

    @Label("End of Stream")
    boolean endOfStream;

    @Label("Waited For")
    @Description("peer window, network, TCP Server or peer: what most of the time went by with")
    String waitedFor;
}
