package io.longshore.testing.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.testing.endtoend.Namespace.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// `--autoconf`: a router advertises a prefix, and the stack has an address of it.
@NeedsTap
class AutoconfTest {

    private static final String PREFIX = "2001:db8:90:1:";
    private static final String PREFIX_DIGITS = "20010db800900001" + "0".repeat(16);

    @Test
    void anAdvertisedPrefixBecomesAnAddressThatAnswers() throws Exception {
        try (Longshore longshore = new Longshore()) {
            Path site = Files.createDirectory(longshore.directory.resolve("site"));
            Files.writeString(site.resolve("index.html"), "at an address nobody gave");
            longshore.startRun("web.log", Longshore.java(), "-m", "jdk.httpserver", "-b", "::", "-p",
                    Integer.toString(Longshore.PORT), "-d", site.toString(), "-o", "none");
            longshore.namespace.exec("ip", "-6", "addr", "add", PREFIX + ":1/64", "dev", Longshore.TAP, "nodad")
                    .orFail();
            String address = advertise(longshore);
            Longshore.eventually("an answer from " + address, 20, () -> longshore.namespace.exec("ping", "-6", "-c",
                    "1", "-W", "1", address).exit() == 0);
            Longshore.eventually("the page", 20, () -> page(longshore, address).exit() == 0);
            assertEquals("at an address nobody gave", page(longshore, address).output());
        }
    }

    private static Outcome page(Longshore longshore, String address) throws Exception {
        return longshore.namespace.exec("curl", "-sS", "--max-time", "5", "http://[" + address + "]:" + Longshore.PORT
                + "/index.html");
    }

    /// The address that the stack asks the link for (RFC 4862 5.4) once it has heard of the prefix.
    private static String advertise(Longshore longshore) throws Exception {
        Path file = longshore.directory.resolve("capture.pcapng");
        Process capture = longshore.namespace.start(longshore.directory.resolve("capture.log"), Longshore.home()
                .resolve("longshore").toString(), "capture", "--runtime-dir", longshore.runtime(), "-w",
                file.toString());
        try {
            Longshore.eventually("a capture file", 10, () -> Files.exists(file) && Files.size(file) > 0);
            String jars = Longshore.home().resolve("cli/target/app").toString() + "/*";
            longshore.namespace.exec(Longshore.java(), "--enable-native-access=ALL-UNNAMED", "-cp",
                    Longshore.classes() + ":" + jars, RouterProgram.class.getName(), Longshore.TAP, PREFIX_DIGITS)
                    .orFail();
            String[] found = new String[1];
            Longshore.eventually("a question for an address of the prefix", 20, () -> {
                found[0] = asked(longshore, file);
                return found[0] != null;
            });
            return found[0];
        } finally {
            Namespace.end(capture);
        }
    }

    private static String asked(Longshore longshore, Path file) throws Exception {
        Outcome targets = longshore.namespace.exec("tshark", "-r", file.toString(), "-Y",
                "icmpv6.type == 135 && ipv6.src == ::", "-T", "fields", "-e", "icmpv6.nd.ns.target_address");
        assertTrue(targets.exit() == 0 || targets.output().contains("cut short"), targets.output());
        return targets.output().lines().filter(line -> line.startsWith(PREFIX)).findFirst().orElse(null);
    }
}
