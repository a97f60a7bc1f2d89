package io.longshore.socket;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A SOCKS 5 proxy without authentication (RFC 1928), as far as CONNECT to an address. */
final class ClassicSocksPeer implements AutoCloseable {

    private final ServerSocket listener;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile int port;

    ClassicSocksPeer(String address) throws IOException {
        listener = new ServerSocket(0, 5, InetAddress.getByName(address));
        start(() -> serve(listener.accept()));
    }

    private interface Act {
        void run() throws IOException;
    }

    private static void start(Act act) {
        Thread thread = new Thread(() -> {
            try {
                act.run();
            } catch (IOException over) {
                // One end is closed: so is the relay.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    InetSocketAddress local() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    /** That it was asked for. */
    int port() {
        return port;
    }

    private void serve(Socket client) throws IOException {
        sockets.add(client);
        DataInputStream in = new DataInputStream(client.getInputStream());
        OutputStream out = client.getOutputStream();
        in.readUnsignedByte();
        in.readFully(new byte[in.readUnsignedByte()]);
        out.write(new byte[] {5, 0});
        in.readFully(new byte[3]);
        byte[] address = new byte[in.readUnsignedByte() == 1 ? 4 : 16];
        in.readFully(address);
        port = in.readUnsignedShort();
        Socket target = new Socket(java.net.Proxy.NO_PROXY);
        sockets.add(target);
        target.connect(new InetSocketAddress(InetAddress.getByAddress(address), port));
        out.write(new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
        start(() -> target.getInputStream().transferTo(out));
        in.transferTo(target.getOutputStream());
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
