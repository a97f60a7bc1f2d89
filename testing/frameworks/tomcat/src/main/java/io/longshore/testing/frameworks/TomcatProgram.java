package io.longshore.testing.frameworks;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardService;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;

/** Tomcat with its NIO connector, HTTP/2 on both ports, files by its default servlet with sendfile. */
public final class TomcatProgram {

    private static final int GRACE_MILLIS = 10_000;

    private TomcatProgram() {
    }

    public static void main(String[] arguments) throws Exception {
        run(Site.of(arguments), "org.apache.coyote.http11.Http11NioProtocol");
    }

    static void run(Site site, String protocol) throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(site.directory().resolve("tomcat").toString());
        tomcat.setConnector(connector(protocol, site.port()));
        Connector secure = connector(protocol, site.tlsPort());
        secure.setSecure(true);
        secure.setScheme("https");
        secure.setProperty("SSLEnabled", "true");
        secure.addSslHostConfig(tls(site));
        tomcat.getService().addConnector(secure);
        ((StandardService) tomcat.getService()).setGracefulStopAwaitMillis(GRACE_MILLIS);
        Context context = tomcat.addContext("", site.folder().toString());
        Tomcat.addServlet(context, "routes", new Routes());
        Tomcat.addServlet(context, "files", new DefaultServlet());
        for (String path : new String[] {"/small", "/slow", "/echo"}) {
            context.addServletMappingDecoded(path, "routes");
        }
        context.addServletMappingDecoded("/", "files");
        tomcat.start();
        Site.serve(() -> {
            tomcat.stop();
            tomcat.destroy();
        });
    }

    private static Connector connector(String protocol, int port) {
        Connector connector = new Connector(protocol);
        connector.setPort(port);
        connector.addUpgradeProtocol(new Http2Protocol());
        return connector;
    }

    private static SSLHostConfig tls(Site site) {
        SSLHostConfig config = new SSLHostConfig();
        SSLHostConfigCertificate certificate = new SSLHostConfigCertificate(config,
                SSLHostConfigCertificate.Type.RSA);
        certificate.setCertificateKeystoreFile(site.keys().toString());
        certificate.setCertificateKeystorePassword(Site.PASSWORD);
        config.addCertificate(certificate);
        return config;
    }

    /** All paths but the file. */
    private static final class Routes extends HttpServlet {

        private static final long serialVersionUID = 1;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            byte[] body = body(request);
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
        }

        private static byte[] body(HttpServletRequest request) throws IOException {
            switch (request.getRequestURI()) {
                case "/small":
                    return Site.SMALL;
                case "/echo":
                    return request.getInputStream().readAllBytes();
                default:
                    return slow();
            }
        }

        private static byte[] slow() throws IOException {
            try {
                Thread.sleep(Site.SLOW_MILLIS);
            } catch (InterruptedException ended) {
                throw new IOException(ended);
            }
            return Site.SLOW;
        }
    }
}
