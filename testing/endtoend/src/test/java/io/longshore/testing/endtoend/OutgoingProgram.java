package io.longshore.testing.endtoend;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.SocketChannel;

/// A client program, unmodified: a connection by hand, then the JDK's HTTP client.
public final class OutgoingProgram {

    private OutgoingProgram() {
    }

    /// @param arguments address and port of a web server
    public static void main(String[] arguments) throws Exception {
        InetSocketAddress server = new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1]));
        try (SocketChannel channel = SocketChannel.open(server)) {
            System.out.println("local " + channel.getLocalAddress());
        }
        String host = arguments[0].contains(":") ? "[" + arguments[0] + "]" : arguments[0];
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(
                    URI.create("http://" + host + ":" + arguments[1] + "/big.bin")).build();
            byte[] body = client.send(request, BodyHandlers.ofByteArray()).body();
            System.out.println("body " + body.length + " " + java.util.Arrays.hashCode(body));
        }
    }
}
