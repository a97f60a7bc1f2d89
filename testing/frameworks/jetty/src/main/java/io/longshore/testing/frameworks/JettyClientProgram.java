package io.longshore.testing.frameworks;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.CompletableResponseListener;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.client.transport.HttpClientTransportOverHTTP2;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Jetty's client. */
public final class JettyClientProgram implements HttpCalls {

    private static final int PATIENCE_SECONDS = 60;
    private static final int LARGEST = 8 << 20;

    private final HttpClient client;
    private final String base;

    private JettyClientProgram(Site site, Protocol protocol, int port) throws Exception {
        ClientConnector connector = new ClientConnector();
        SslContextFactory.Client tls = new SslContextFactory.Client();
        tls.setSslContext(site.tls());
        connector.setSslContextFactory(tls);
        client = new HttpClient(protocol == Protocol.HTTP2
                ? new HttpClientTransportOverHTTP2(new HTTP2Client(connector))
                : new HttpClientTransportOverHTTP(connector));
        client.start();
        base = (protocol.isTls() ? "https://" : "http://") + site.host() + ":" + port;
    }

    public static void main(String[] arguments) throws Exception {
        Site site = Site.of(arguments);
        HttpChecks.run(arguments, (protocol, port) -> new JettyClientProgram(site, protocol, port));
    }

    @Override
    public byte[] get(String path) throws Exception {
        return answer(client.newRequest(base + path));
    }

    @Override
    public byte[] post(String path, byte[] body) throws Exception {
        return answer(client.POST(base + path).body(new BytesRequestContent(body)));
    }

    private static byte[] answer(Request request) throws Exception {
        try {
            ContentResponse response = new CompletableResponseListener(request, LARGEST).send()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (response.getStatus() != 200) {
                throw new IOException(response.toString());
            }
            return response.getContent();
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof Exception cause ? cause : failure;
        }
    }

    @Override
    public void close() throws Exception {
        client.stop();
    }
}
