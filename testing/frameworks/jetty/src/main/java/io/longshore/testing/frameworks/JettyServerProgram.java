package io.longshore.testing.frameworks;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.server.handler.ResourceHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.resource.ResourceFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Jetty: a connector in the clear, one under TLS with ALPN, files by its resource handler. */
public final class JettyServerProgram {

    private static final long STOP_MILLIS = 10_000;

    private JettyServerProgram() {
    }

    public static void main(String[] arguments) throws Exception {
        Site site = Site.of(arguments);
        Server server = new Server();
        ServerConnector plain = new ServerConnector(server);
        plain.setPort(site.port());
        server.addConnector(plain);
        server.addConnector(secure(server, site));
        ResourceHandler files = new ResourceHandler();
        files.setBaseResource(ResourceFactory.of(server).newResource(site.folder()));
        server.setHandler(new GracefulHandler(new Handler.Sequence(new Routes(), files)));
        server.setStopTimeout(STOP_MILLIS);
        server.start();
        Site.serve(server::stop);
    }

    private static ServerConnector secure(Server server, Site site) {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.addCustomizer(new SecureRequestCustomizer(false));
        HttpConnectionFactory http = new HttpConnectionFactory(configuration);
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
        alpn.setDefaultProtocol(http.getProtocol());
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStorePath(site.keys().toString());
        tls.setKeyStorePassword(Site.PASSWORD);
        ServerConnector connector = new ServerConnector(server, new SslConnectionFactory(tls, alpn.getProtocol()),
                alpn, new HTTP2ServerConnectionFactory(configuration), http);
        connector.setPort(site.tlsPort());
        return connector;
    }

    /**
     * All paths but the file. The echo begins when all has come: one that streams, and a client that sends all before
     * it reads, can wait for each other over any TCP.
     */
    private static final class Routes extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            switch (Request.getPathInContext(request)) {
                case "/small":
                    response.write(true, ByteBuffer.wrap(Site.SMALL), callback);
                    return true;
                case "/slow":
                    TimeUnit.MILLISECONDS.sleep(Site.SLOW_MILLIS);
                    response.write(true, ByteBuffer.wrap(Site.SLOW), callback);
                    return true;
                case "/echo":
                    response.write(true, Content.Source.asByteBuffer(request), callback);
                    return true;
                default:
                    return false;
            }
        }
    }
}
