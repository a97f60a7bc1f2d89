package io.longshore.testing.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What we send, judged by Wireshark's dissectors: nothing malformed, no wrong checksum, and nothing that its experts
/// call an error or a protocol's violation, with and without loss.
@NeedsTap
class CaptureTest {

    private static final String FRAMES = "2500";

    private Longshore longshore;
    private Path file;

    @BeforeEach
    void start() throws Exception {
        longshore = new Longshore();
        longshore.startProgram(PatternProgram.class);
        file = longshore.directory.resolve("capture.pcapng");
    }

    @AfterEach
    void stop() throws Exception {
        longshore.close();
    }

    @ParameterizedTest
    @CsvSource({Longshore.ADDRESS + ", 0", Longshore.ADDRESS + ", 3", Longshore.ADDRESS6 + ", 0",
        Longshore.ADDRESS6 + ", 3"})
    void wiresharkHasNothingToSayAgainstIt(String address, int lossPercent) throws Exception {
        lose(lossPercent);
        Process capture = longshore.namespace.start(longshore.directory.resolve("capture.log"),
                Longshore.home().resolve("longshore").toString(), "capture", "--runtime-dir", longshore.runtime(), "-w",
                file.toString(), "-c", FRAMES);
        Longshore.eventually("a capture file", 20, () -> Files.exists(file) && Files.size(file) > 0);
        while (capture.isAlive()) {
            for (String scenario : List.of("download", "upload", "halfClose")) {
                assertEquals(0, longshore.client(scenario, address, 500_000).exit(), scenario);
            }
            longshore.client("many", address, 20);
            longshore.namespace.exec("ping", "-c", "2", "-i", "0.2", "-s", "4000", address);
        }
        assertEquals(0, capture.exitValue());
        String family = address.contains(":") ? "ipv6" : "ip";
        assertTrue(frames(family + ".addr == " + address + " && tcp").size() > 1_000,
                "the capture is of what happened");
        assertEquals(List.of(), frames("_ws.malformed || tcp.checksum.status == 0 || ip.checksum.status == 0"
                + " || icmp.checksum.status == 0 || icmpv6.checksum.status == 0 || _ws.expert.severity == error"));
    }

    private void lose(int percent) throws Exception {
        for (String rule : percent == 0 ? new String[0] : new String[] {"add table inet loss",
            "add chain inet loss in { type filter hook input priority 0; }",
            "add rule inet loss in iifname " + Longshore.TAP + " numgen random mod 100 < " + percent + " drop"}) {
            longshore.namespace.exec("nft", rule).orFail();
        }
    }

    /// The frames that a display filter matches, with what the experts say of them.
    private List<String> frames(String filter) throws Exception {
        String output = longshore.namespace.exec("tshark", "-r", file.toString(), "-o", "tcp.check_checksum:TRUE", "-o",
                "ip.check_checksum:TRUE", "-Y", filter, "-T", "fields", "-e", "frame.number", "-e",
                "_ws.expert.message", "-e", "_ws.col.Info").orFail().output();
        Stream<String> lines = output.lines().filter(line -> line.matches("\\d+\\s.*|\\d+"));
        return lines.toList();
    }
}
