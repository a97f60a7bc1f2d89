package io.longshore.testing.conformance;

import java.nio.channels.SocketChannel;

/// The sessions in progress.
final class SessionRegister {

    private final int mtu;

    SessionRegister(int mtu) {
        this.mtu = mtu;
    }

    void serve(SocketChannel connection) {
        System.err.println("not served: " + connection + " mtu " + mtu);
    }
}
