package io.longshore.socket;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;

/** From the request to the answer of the peer, whether anybody waited for it or not. */
@Name("longshore.Connect")
@Label("Longshore Connect")
@Category("Longshore")
@Description("Opening a connection by way of the TCP Server")
@Threshold("20 ms")
final class ConnectEvent extends Event {

    @Label("Host")
    String host;

    @Label("Address")
    String address;

    @Label("Port")
    int port;

    @Label("Local Port")
    int localPort;

    @Label("Failure")
    @Description("Why it did not come about; null if it did")
    String failure;
}
