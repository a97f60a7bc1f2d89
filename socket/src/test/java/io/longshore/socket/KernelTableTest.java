package io.longshore.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What /proc says of this very process. */
final class KernelTableTest {

    private static List<String> rows(int port) throws IOException {
        return KernelTable.read().stream().filter(row -> row.local().getPort() == port)
                .map(row -> row.state() + ' ' + row.local() + ' ' + row.remote()).sorted()
                .collect(Collectors.toList());
    }

    @Test
    void aListenerAndBothEndsOfAConnectionAreFound() throws IOException {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        try (ServerSocket listener = new ServerSocket(0, 5, loopback);
                Socket client = new Socket(loopback, listener.getLocalPort()); Socket server = listener.accept()) {
            String here = "/127.0.0.1:" + listener.getLocalPort();
            String there = "/127.0.0.1:" + client.getLocalPort();
            assertEquals(List.of("ESTAB " + here + ' ' + there, "LISTEN " + here + " null"),
                    rows(server.getLocalPort()));
            assertEquals(List.of("ESTAB " + there + ' ' + here), rows(client.getLocalPort()));
        }
    }

    @Test
    void aSocketOfIpv6AndOneForDatagramsAreFound() throws IOException {
        try (ServerSocket listener = new ServerSocket();
                DatagramSocket datagrams = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            listener.bind(new InetSocketAddress("::1", 0));
            assertEquals(List.of("LISTEN /[0:0:0:0:0:0:0:1]:" + listener.getLocalPort() + " null"),
                    rows(listener.getLocalPort()));
            assertEquals(List.of("UNCONN /127.0.0.1:" + datagrams.getLocalPort() + " null"),
                    rows(datagrams.getLocalPort()));
        }
    }

    @Test
    void aSocketThatIsClosedIsNotFound() throws IOException {
        ServerSocket listener = new ServerSocket(0);
        int port = listener.getLocalPort();
        listener.close();
        assertEquals(List.of(), rows(port));
    }
}
