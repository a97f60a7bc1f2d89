package io.longshore.cli;

import io.longshore.channel.ControlConnection;
import io.longshore.channel.Handshake;
import io.longshore.channel.Hello;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// One command given to a running TCP Server, and its answer.
final class ServerCall implements AutoCloseable {

    private static final int FINE = 0;

    private final SocketChannel channel;
    private final InputStream input;

    private ServerCall(SocketChannel channel) throws IOException {
        this.channel = channel;
        channel.configureBlocking(true);
        input = Channels.newInputStream(channel);
    }

    /// Gives the command and takes the first byte of the answer; a refusal is a [Problem] with the server's sentence.
    static ServerCall make(Path runtimeDirectory, String command) throws IOException, Problem {
        ServerCall call = new ServerCall(connect(runtimeDirectory, command));
        if (call.input.read() != FINE) {
            String sentence = new String(call.input.readAllBytes(), StandardCharsets.UTF_8).strip();
            call.close();
            throw new Problem(sentence.isEmpty() ? "the TCP Server hung up" : sentence);
        }
        return call;
    }

    private static SocketChannel connect(Path runtimeDirectory, String command) throws Problem {
        Path socket = runtimeDirectory.resolve("longshore.sock");
        try (ControlConnection connection = ControlConnection.open(socket, Hello.of(Handshake.COMMAND, "longshore"))) {
            connection.send(Handshake.encodeText(command));
            return connection.detach();
        } catch (IOException problem) {
            throw new Problem("no TCP Server answers at " + socket + " (" + problem.getMessage()
                    + "); start one by longshore server, or name its --runtime-dir");
        }
    }

    InputStream input() {
        return input;
    }

    void copyTo(PrintWriter out) throws IOException {
        out.print(new String(input.readAllBytes(), StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
