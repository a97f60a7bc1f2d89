package io.longshore.testing.frameworks;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** A Spring Boot application in a fat jar, started by {@code java -jar}, with graceful shutdown. */
@SpringBootApplication
@RestController
public class SpringProgram {

    private static Site site;

    public static void main(String[] arguments) throws Exception {
        site = Site.of(arguments);
        SpringApplication application = new SpringApplication(SpringProgram.class);
        application.setDefaultProperties(Map.of("server.port", site.port(), "server.shutdown", "graceful",
                "server.http2.enabled", true, "spring.web.resources.static-locations", site.folder().toUri(),
                "spring.threads.virtual.enabled", true, "spring.main.banner-mode", "off"));
        ConfigurableApplicationContext context = application.run();
        Site.serve(context::close);
    }

    /** A second connector, under TLS. */
    @Bean
    public WebServerFactoryCustomizer<TomcatServletWebServerFactory> secure() {
        return factory -> {
            SSLHostConfig config = new SSLHostConfig();
            SSLHostConfigCertificate certificate = new SSLHostConfigCertificate(config,
                    SSLHostConfigCertificate.Type.RSA);
            certificate.setCertificateKeystoreFile(site.keys().toString());
            certificate.setCertificateKeystorePassword(Site.PASSWORD);
            config.addCertificate(certificate);
            Connector connector = new Connector("org.apache.coyote.http11.Http11NioProtocol");
            connector.setPort(site.tlsPort());
            connector.setSecure(true);
            connector.setScheme("https");
            connector.setProperty("SSLEnabled", "true");
            connector.addSslHostConfig(config);
            connector.addUpgradeProtocol(new Http2Protocol());
            factory.addAdditionalTomcatConnectors(connector);
        };
    }

    @GetMapping("/small")
    public byte[] small() {
        return Site.SMALL;
    }

    @GetMapping("/slow")
    public byte[] slow() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(Site.SLOW_MILLIS);
        return Site.SLOW;
    }

    @PostMapping("/echo")
    public byte[] echo(@RequestBody byte[] body) {
        return body;
    }
}
