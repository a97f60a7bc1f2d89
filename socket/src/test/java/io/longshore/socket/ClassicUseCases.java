package io.longshore.socket;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.longshore.socket.ClassicWorld.Case;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.FutureTask;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** What stands above classic sockets in real programs. */
final class ClassicUseCases {

    private static final char[] PASSWORD = "longshore".toCharArray();

    private ClassicUseCases() {
    }

    static void addTo(Map<String, Case> cases) {
        cases.put("HttpURLConnection", w -> http(w, HttpServer.create(w.anyPort(), 0), "http"));
        cases.put("HttpURLConnection, refused", ClassicUseCases::httpRefused);
        cases.put("HttpURLConnection with a limit", ClassicUseCases::httpLimit);
        cases.put("HttpsURLConnection", ClassicUseCases::https);
        cases.put("SSLSocket", w -> tls(w, false));
        cases.put("SSLSocket over a socket", w -> tls(w, true));
        cases.put("SSLSocket with a read timeout", ClassicUseCases::tlsTimeout);
        cases.put("serialized objects", ClassicUseCases::objects);
        cases.put("a database's way", ClassicUseCases::database);
        cases.put("a poke at an acceptor", ClassicUseCases::poke);
    }

    // --- HTTP and TLS -----------------------------------------------------------------------------------------------

    private static void http(ClassicWorld w, HttpServer server, String scheme) throws Exception {
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            byte[] answer = body.length == 0 ? new byte[1024] : body;
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        try {
            String host = w.address.contains(":") ? "[" + w.address + "]" : w.address;
            URL url = URI.create(scheme + "://" + host + ":" + server.getAddress().getPort() + "/").toURL();
            int good = 0;
            for (int i = 0; i < 100; i++) {
                HttpURLConnection connection = (HttpURLConnection) url.openConnection(Proxy.NO_PROXY);
                good += connection.getResponseCode() == 200
                        && connection.getInputStream().readAllBytes().length == 1024 ? 1 : 0;
            }
            int all = good;
            w.see("answers", () -> all);
            byte[] large = new byte[3_000_000];
            new Random(5).nextBytes(large);
            w.see("echo", () -> Arrays.equals(large, post(url, large)));
        } finally {
            server.stop(0);
        }
    }

    private static byte[] post(URL url, byte[] body) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) url.openConnection();
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(body.length);
        connection.getOutputStream().write(body);
        return connection.getInputStream().readAllBytes();
    }

    private static String host(ClassicWorld w) {
        return w.address.contains(":") ? "[" + w.address + "]" : w.address;
    }

    private static void httpRefused(ClassicWorld w) throws Exception {
        InetSocketAddress closed = w.closedPort();
        URL url = URI.create("http://" + host(w) + ":" + closed.getPort() + "/").toURL();
        w.see("connect", () -> ((HttpURLConnection) url.openConnection()).getResponseCode());
    }

    private static void httpLimit(ClassicWorld w) throws Exception {
        ServerSocket silent = w.listener();
        URL url = URI.create("http://" + host(w) + ":" + silent.getLocalPort() + "/").toURL();
        HttpURLConnection connection = (HttpURLConnection) url.openConnection();
        connection.setConnectTimeout(5_000);
        connection.setReadTimeout(100);
        w.see("read", connection::getResponseCode);
    }

    private static SSLContext context() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(Path.of(System.getProperty("classic.keys")))) {
            store.load(file, PASSWORD);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static void https(ClassicWorld w) throws Exception {
        SSLContext context = context();
        HttpsURLConnection.setDefaultSSLSocketFactory(context.getSocketFactory());
        HttpsURLConnection.setDefaultHostnameVerifier((name, session) -> true);
        HttpsServer server = HttpsServer.create(w.anyPort(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        http(w, server, "https");
    }

    private static void tls(ClassicWorld w, boolean over) throws Exception {
        SSLContext context = context();
        SSLServerSocket listener = (SSLServerSocket) w.open(context.getServerSocketFactory()
                .createServerSocket(0, 5, w.anyPort().getAddress()));
        FutureTask<Long> serving = new FutureTask<>(() -> {
            try (Socket accepted = listener.accept()) {
                long count = accepted.getInputStream().transferTo(accepted.getOutputStream());
                accepted.shutdownOutput();
                return count;
            }
        });
        new Thread(serving).start();
        Socket plain = over ? new Socket(w.address, listener.getLocalPort()) : null;
        SSLSocket client = (SSLSocket) w.open(over
                ? context.getSocketFactory().createSocket(plain, w.address, listener.getLocalPort(), true)
                : context.getSocketFactory().createSocket(w.address, listener.getLocalPort()));
        byte[] bytes = new byte[300_000];
        new Random(8).nextBytes(bytes);
        FutureTask<Void> writing = new FutureTask<>(() -> {
            client.getOutputStream().write(bytes);
            client.shutdownOutput();
            return null;
        });
        w.does("handshake", client::startHandshake);
        w.see("protocol", () -> client.getSession().getProtocol());
        new Thread(writing).start();
        w.see("echo", () -> Arrays.equals(bytes, client.getInputStream().readNBytes(bytes.length)));
        w.see("end", () -> client.getInputStream().read());
        w.see("served", serving::get);
        w.does("close", client::close);
        w.see("closed", () -> plain == null || plain.isClosed());
    }

    private static void tlsTimeout(ClassicWorld w) throws Exception {
        ServerSocket silent = w.listener();
        SSLSocket client = (SSLSocket) w.open(context().getSocketFactory()
                .createSocket(w.address, silent.getLocalPort()));
        client.setSoTimeout(100);
        w.does("handshake", client::startHandshake);
        w.does("close", client::close);
    }

    // --- Data -------------------------------------------------------------------------------------------------------

    private static void objects(ClassicWorld w) throws Exception {
        Socket[] pair = w.pair();
        try (ObjectOutputStream out = new ObjectOutputStream(pair[0].getOutputStream())) {
            out.writeObject(List.of("one", 2, 3.0));
        }
        try (ObjectInputStream in = new ObjectInputStream(pair[1].getInputStream())) {
            w.see("object", in::readObject);
        }
    }

    /** Request and answer with lengths in front, limits, keep-alive, and a health check between. */
    private static void database(ClassicWorld w) throws Exception {
        Socket[] pair = w.pair();
        pair[0].setTcpNoDelay(true);
        pair[0].setKeepAlive(true);
        pair[0].setSoTimeout(10_000);
        FutureTask<Integer> serving = new FutureTask<>(() -> serve(pair[1]));
        new Thread(serving).start();
        DataOutputStream out = new DataOutputStream(new java.io.BufferedOutputStream(pair[0].getOutputStream()));
        DataInputStream in = new DataInputStream(new java.io.BufferedInputStream(pair[0].getInputStream()));
        for (int i = 1; i <= 200; i++) {
            out.writeInt(i * 10);
            out.write(new byte[i * 10]);
            out.flush();
            if (in.readInt() != i * 10) {
                throw new AssertionError("answer " + i);
            }
            in.readFully(new byte[i * 10]);
        }
        pair[0].setSoTimeout(1);
        w.see("silent", () -> pair[0].getInputStream().read());
        pair[0].setSoTimeout(10_000);
        pair[0].close();
        w.see("served", serving::get);
    }

    private static int serve(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        int served = 0;
        while (true) {
            int length;
            try {
                length = in.readInt();
            } catch (java.io.EOFException end) {
                return served;
            }
            byte[] body = new byte[length];
            in.readFully(body);
            out.writeInt(length);
            out.write(body);
            served++;
        }
    }

    /** As a web server wakes its acceptor when it stops. */
    private static void poke(ClassicWorld w) throws Exception {
        ServerSocket listener = w.listener();
        Thread[] thread = new Thread[1];
        FutureTask<Integer> accepting = w.blocked(false, () -> {
            try (Socket accepted = listener.accept()) {
                return accepted.getInputStream().read();
            }
        }, thread);
        try (Socket poke = new Socket()) {
            poke.setSoTimeout(2_000);
            poke.setSoLinger(true, 2);
            poke.connect(listener.getLocalSocketAddress(), 2_000);
            poke.getOutputStream().write('O');
        }
        w.see("poked", accepting::get);
    }
}
