package io.longshore.testing.frameworks;

import io.helidon.common.tls.Tls;
import io.helidon.http.Status;
import io.helidon.webclient.api.ClientResponseTyped;
import io.helidon.webclient.api.HttpClientRequest;
import io.helidon.webclient.api.WebClient;
import io.helidon.webclient.http2.Http2Client;
import java.io.IOException;

/** Helidon's WebClient, on classic sockets. */
public final class HelidonClientProgram implements HttpCalls {

    private final WebClient client;
    private final String protocolId;

    private HelidonClientProgram(Site site, Protocol protocol, int port) {
        client = WebClient.builder().tls(Tls.builder().sslContext(site.tls()).build())
                .baseUri((protocol.isTls() ? "https://" : "http://") + site.host() + ":" + port).build();
        protocolId = protocol == Protocol.HTTP2 ? Http2Client.PROTOCOL_ID : "http/1.1";
    }

    public static void main(String[] arguments) throws Exception {
        Site site = Site.of(arguments);
        HttpChecks.run(arguments, (protocol, port) -> new HelidonClientProgram(site, protocol, port));
    }

    @Override
    public byte[] get(String path) throws Exception {
        return answer(request(client.get(path)).request(byte[].class));
    }

    @Override
    public byte[] post(String path, byte[] body) throws Exception {
        return answer(request(client.post(path)).submit(body, byte[].class));
    }

    private HttpClientRequest request(HttpClientRequest request) {
        return request.protocolId(protocolId);
    }

    private static byte[] answer(ClientResponseTyped<byte[]> response) throws IOException {
        try {
            if (response.status() != Status.OK_200) {
                throw new IOException(response.status().toString());
            }
            return response.entity();
        } finally {
            response.close();
        }
    }

    @Override
    public void close() {
        client.closeResource();
    }
}
