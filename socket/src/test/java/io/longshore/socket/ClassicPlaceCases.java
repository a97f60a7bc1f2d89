package io.longshore.socket;

import io.longshore.socket.ClassicWorld.Case;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;

/** Proxies, the wildcard address, and loopback: where the kernel has a part. */
final class ClassicPlaceCases {

    private ClassicPlaceCases() {
    }

    static void addTo(Map<String, Case> cases) {
        cases.put("a SOCKS proxy of the selector's", ClassicPlaceCases::socksBySelector);
        cases.put("a SOCKS proxy passed by", ClassicPlaceCases::socksPassedBy);
        cases.put("a SOCKS proxy that is not there", ClassicPlaceCases::socksRefused);
        cases.put("a SOCKS proxy of one's own", ClassicPlaceCases::socksExplicit);
        cases.put("a listener on the wildcard", ClassicPlaceCases::wildcard);
        cases.put("a listener on the wildcard, waited for", ClassicPlaceCases::wildcardWaited);
        cases.put("a listener on the wildcard, closed", ClassicPlaceCases::wildcardClosed);
        cases.put("a listener on the wildcard, limited", ClassicPlaceCases::wildcardLimit);
        cases.put("loopback beside it", ClassicPlaceCases::loopback);
    }

    // --- SOCKS ------------------------------------------------------------------------------------------------------

    /** Names one proxy for sockets at an address, and remembers what failed. */
    private static final class OneProxy extends ProxySelector {
        private final InetSocketAddress proxy;
        private int asked;
        private int failed;

        OneProxy(InetSocketAddress proxy) {
            this.proxy = proxy;
        }

        @Override
        public List<Proxy> select(URI uri) {
            asked++;
            return List.of(new Proxy(Proxy.Type.SOCKS, proxy));
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException failure) {
            failed++;
        }
    }

    private static void through(ClassicWorld w, OneProxy selector, ClassicWorld.Act act) throws Exception {
        ProxySelector before = ProxySelector.getDefault();
        ProxySelector.setDefault(selector);
        try {
            act.run();
        } finally {
            ProxySelector.setDefault(before);
        }
        w.see("asked", () -> selector.asked);
        w.see("failed", () -> selector.failed);
    }

    private static void socksBySelector(ClassicWorld w) throws Exception {
        ServerSocket target = w.listener();
        try (ClassicSocksPeer proxy = new ClassicSocksPeer(w.address)) {
            through(w, new OneProxy(proxy.local()), () -> {
                Socket socket = w.socket();
                w.does("connect", () -> socket.connect(target.getLocalSocketAddress(), 10_000));
                Socket accepted = w.open(target.accept());
                socket.getOutputStream().write(42);
                w.see("there", () -> accepted.getInputStream().read());
                accepted.getOutputStream().write(43);
                w.see("back", () -> socket.getInputStream().read());
                w.see("port", () -> socket.getPort() == target.getLocalPort());
                w.see("address", socket::getInetAddress);
            });
            w.see("asked for", () -> proxy.port() == target.getLocalPort());
        }
    }

    private static void socksPassedBy(ClassicWorld w) throws Exception {
        ServerSocket target = w.listener();
        through(w, new OneProxy(w.closedPort()), () -> {
            Socket socket = w.open(new Socket(Proxy.NO_PROXY));
            w.does("connect", () -> socket.connect(target.getLocalSocketAddress(), 10_000));
            w.see("accepted", () -> w.open(target.accept()).isConnected());
        });
    }

    private static void socksRefused(ClassicWorld w) throws Exception {
        ServerSocket target = w.listener();
        through(w, new OneProxy(w.closedPort()), () -> {
            Socket socket = w.socket();
            w.does("connect", () -> socket.connect(target.getLocalSocketAddress(), 10_000));
        });
    }

    /** The JDK makes these itself: they are the kernel's, and work there. */
    private static void socksExplicit(ClassicWorld w) throws Exception {
        try (ServerSocket target = new ServerSocket(0, 5, java.net.InetAddress.getByName("127.0.0.1"));
                ClassicSocksPeer proxy = new ClassicSocksPeer("127.0.0.1");
                Socket socket = new Socket(new Proxy(Proxy.Type.SOCKS, proxy.local()))) {
            w.does("connect", () -> socket.connect(target.getLocalSocketAddress(), 10_000));
            Socket accepted = w.open(target.accept());
            socket.getOutputStream().write(42);
            w.see("there", () -> accepted.getInputStream().read());
        }
    }

    // --- Both ways --------------------------------------------------------------------------------------------------

    private static ServerSocket everywhere(ClassicWorld w) throws IOException {
        return w.open(new ServerSocket(0));
    }

    private static void wildcard(ClassicWorld w) throws Exception {
        ServerSocket listener = everywhere(w);
        w.see("address", () -> listener.getInetAddress().isAnyLocalAddress());
        w.see("text", listener::toString);
        for (int i = 0; i < 20; i++) {
            for (String address : new String[] {w.address, "127.0.0.1"}) {
                try (Socket client = new Socket(address, listener.getLocalPort());
                        Socket accepted = listener.accept()) {
                    client.getOutputStream().write(i);
                    int port = accepted.getPort();
                    w.see("read", () -> accepted.getInputStream().read());
                    w.see("port", () -> port == client.getLocalPort());
                }
            }
        }
    }

    private static void wildcardWaited(ClassicWorld w) throws Exception {
        ServerSocket listener = everywhere(w);
        for (boolean virtual : new boolean[] {false, ClassicWorld.hasVirtualThreads()}) {
            for (String address : new String[] {w.address, "127.0.0.1"}) {
                Thread[] thread = new Thread[1];
                FutureTask<Boolean> accepting =
                        w.blocked(virtual, () -> w.open(listener.accept()).isConnected(), thread);
                w.socket().connect(new InetSocketAddress(address, listener.getLocalPort()));
                w.see("accepted", accepting::get);
            }
        }
    }

    private static void wildcardClosed(ClassicWorld w) throws Exception {
        ServerSocket listener = everywhere(w);
        int port = listener.getLocalPort();
        Thread[] thread = new Thread[1];
        FutureTask<Socket> accepting = w.blocked(false, listener::accept, thread);
        w.does("close", listener::close);
        w.see("accepting", () -> {
            try {
                return accepting.get();
            } catch (java.util.concurrent.ExecutionException failed) {
                return failed.getCause();
            }
        });
        for (String address : new String[] {w.address, "127.0.0.1"}) {
            w.does("connect", () -> w.socket().connect(new InetSocketAddress(address, port)));
        }
        ServerSocket again = w.open(new ServerSocket());
        w.does("again", () -> again.bind(new InetSocketAddress(port)));
    }

    private static void wildcardLimit(ClassicWorld w) throws Exception {
        ServerSocket listener = everywhere(w);
        listener.setSoTimeout(50);
        for (int i = 0; i < 3; i++) {
            long start = System.nanoTime();
            w.see("accept", listener::accept);
            w.see("waited", () -> System.nanoTime() - start >= 49_000_000);
        }
        listener.setSoTimeout(20_000);
        w.see("value", listener::getSoTimeout);
        w.socket().connect(new InetSocketAddress("127.0.0.1", listener.getLocalPort()));
        w.see("then", () -> w.open(listener.accept()).isConnected());
    }

    private static void loopback(ClassicWorld w) throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 5, java.net.InetAddress.getByName("127.0.0.1"));
                Socket client = new Socket("127.0.0.1", listener.getLocalPort()); Socket accepted = listener.accept()) {
            client.setSoTimeout(50);
            w.see("read", () -> client.getInputStream().read());
            accepted.getOutputStream().write(9);
            w.see("then", () -> client.getInputStream().read());
            w.does("shutdown", client::shutdownOutput);
            w.see("end", () -> accepted.getInputStream().read());
            w.see("linger", accepted::getSoLinger);
        }
    }
}
