package io.longshore.socket;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Opens classic sockets at an address, then on loopback, and counts each time how many the kernel has for it. */
final class ClassicCountProgram {

    private ClassicCountProgram() {
    }

    public static void main(String[] arguments) throws Exception {
        try (ServerSocket there = new ServerSocket(0, 5, InetAddress.getByName(arguments[0]));
                Socket client = new Socket(there.getInetAddress(), there.getLocalPort());
                Socket accepted = there.accept()) {
            client.getOutputStream().write(1);
            System.out.println("read " + accepted.getInputStream().read());
            System.out.println("kernel TCP sockets: " + HttpProgram.kernelSockets());
            loopback();
        }
        System.exit(0);
    }

    private static void loopback() throws Exception {
        try (ServerSocket here = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
                Socket client = new Socket(here.getInetAddress(), here.getLocalPort());
                Socket accepted = here.accept()) {
            client.getOutputStream().write(2);
            System.out.println("read " + accepted.getInputStream().read());
            System.out.println("kernel TCP sockets: " + HttpProgram.kernelSockets());
        }
    }
}
