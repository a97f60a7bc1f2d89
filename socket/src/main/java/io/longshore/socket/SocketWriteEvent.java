package io.longshore.socket;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;

/** As {@code jdk.SocketWrite}, for a socket on the stack. */
@Name("longshore.SocketWrite")
@Label("Longshore Socket Write")
@Category("Longshore")
@Description("Writing to a socket on the TCP Server")
@Threshold("20 ms")
final class SocketWriteEvent extends Event {

    @Label("Host")
    String host;

    @Label("Address")
    String address;

    @Label("Port")
    int port;

    @Label("Bytes Written")
    @DataAmount
    long bytesWritten;

    @Label("Waited For")
    @Description("peer window, network, TCP Server or peer: what most of the time went by with")
    String waitedFor;
}
