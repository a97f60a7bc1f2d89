package io.longshore.socket;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;

/** A call of accept that brought a connection; its duration is the wait in that call. */
@Name("longshore.Accept")
@Label("Longshore Accept")
@Category("Longshore")
@Description("Accepting a connection that the TCP Server has made")
@Threshold("20 ms")
final class AcceptEvent extends Event {

    @Label("Host")
    String host;

    @Label("Address")
    String address;

    @Label("Port")
    int port;

    @Label("Local Port")
    int localPort;
}
