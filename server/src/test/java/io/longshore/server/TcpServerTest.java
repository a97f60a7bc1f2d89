package io.longshore.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.channel.ControlConnection;
import io.longshore.channel.CutOff;
import io.longshore.channel.Handshake;
import io.longshore.channel.HandshakeException;
import io.longshore.channel.Hello;
import io.longshore.channel.HostAttachment;
import io.longshore.channel.HostSlot;
import io.longshore.channel.RegionLayout;
import io.longshore.channel.Welcome;
import io.longshore.link.MemoryCable;
import io.longshore.sysctl.Assignment;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TcpServerTest {

    private static final RegionLayout LAYOUT = new RegionLayout(128, 4, 1, 16);
    private static final int PORT = 7777;
    private static final int EADDRINUSE = 98;

    @TempDir
    Path temporary;

    private ServerConfig config;
    private TcpServer server;

    @BeforeEach
    void start() throws ServerProblem {
        config = config("run");
        server = start(config);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        assertFalse(Files.exists(config.runtimeDirectory()), "the runtime directory is left behind");
        try (Stream<Path> files = Files.list(Path.of("/dev/shm"))) {
            String ours = "longshore-" + ProcessHandle.current().pid() + "-";
            assertEquals(List.of(), files.filter(f -> f.getFileName().toString().startsWith(ours)).toList());
        }
    }

    private ServerConfig config(String directory) {
        return new ServerConfig("tap:unused", List.of("10.0.0.1/24", "fd00::1/64"), List.of("10.0.0.2/24"), List.of(),
                OptionalLong.of(7), new ServerConfig.ApplicationSite(temporary.resolve(directory), "except *:22"),
                new ServerLimits(256, 4, LAYOUT, -1, 0));
    }

    private static TcpServer start(ServerConfig config) throws ServerProblem {
        return TcpServer.start(config, List.of(), () -> new MemoryCable(1500, 0, 64).left());
    }

    private Path socket() {
        return config.runtimeDirectory().resolve("longshore.sock");
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + 20_000_000_000L;
        while (!condition.call()) {
            assertTrue(System.nanoTime() < end, "in vain for 20 s: " + what);
            Thread.sleep(2);
        }
    }

    private String command(String line) throws IOException {
        try (ControlConnection connection = ControlConnection.open(socket(), Hello.of(Handshake.COMMAND, "test"))) {
            connection.send(Handshake.encodeText(line));
            SocketChannel channel = connection.detach();
            channel.configureBlocking(true);
            ByteBuffer answer = ByteBuffer.allocate(1 << 16);
            while (channel.read(answer) >= 0) {
                continue;
            }
            channel.close();
            return new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void anApplicationAttachesAndItsRequestsAreAnswered() throws Exception {
        try (HostAttachment attachment = HostAttachment.connect(socket(), "test")) {
            assertEquals("10.0.0.1/24,fd00::1/64;except *:22", attachment.rules());
            assertEquals(0, HostProcess.listen(attachment, PORT).result());
            assertTrue(command("connections").contains("*:" + PORT));
            await("heartbeat", () -> attachment.header().serverHeartbeat() > 0);
            assertTrue(attachment.tend(1));
        }
    }

    @Test
    void everyApplicationIsAskedWhereItsSocketsAre() throws Exception {
        try (HostAttachment talker = HostAttachment.connect(socket(), "talk\ter\n");
                HostAttachment silent = HostAttachment.connect(socket(), "silent")) {
            Thread answering = new Thread(() -> answer(talker));
            answering.start();
            long pid = ProcessHandle.current().pid();
            assertEquals("\0application\ttalk er \t" + pid + "\tattached\nsocket\tESTAB?[31m\nlast"
                    + "x".repeat(Handshake.MOST_REPORT / 3 - 5) + "\napplication\tsilent\t" + pid
                    + "\tdoes not answer\n", command("placements"));
            answering.join();
            assertTrue(silent.tend(1));
            assertTrue(silent.takeQuestion());
            assertThrows(HandshakeException.class, () -> silent.answer(List.of("too late")));
        }
        assertEquals("\0", command("placements"));
    }

    /// As an application does whose text is not to be trusted.
    private static void answer(HostAttachment attachment) {
        try {
            while (!attachment.takeQuestion()) {
                Thread.sleep(2);
                attachment.tend(1);
            }
            attachment.answer(List.of("socket\tESTAB\u001b[31m", "last" + "x".repeat(10_000)));
        } catch (IOException | InterruptedException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void aSleepingShardIsWokenByItsBell() throws Exception {
        try (HostAttachment attachment = HostAttachment.connect(socket(), "test")) {
            long start = System.nanoTime();
            for (int i = 0; i < 20; i++) {
                HostSlot slot = HostProcess.listen(attachment, PORT + i);
                assertEquals(0, slot.result());
                Thread.sleep(5);
            }
            long seconds = (System.nanoTime() - start) / 1_000_000_000L;
            assertTrue(seconds < 4, "20 requests took " + seconds + " s: only the watchdog woke the shard");
        }
    }

    @Test
    void aClosedAttachmentGivesItsPortsBack() throws Exception {
        HostAttachment first = HostAttachment.connect(socket(), "first");
        assertEquals(0, HostProcess.listen(first, PORT).result());
        try (HostAttachment second = HostAttachment.connect(socket(), "second")) {
            assertEquals(EADDRINUSE, HostProcess.listen(second, PORT).result());
            first.close();
            await("the port", () -> HostProcess.listen(second, PORT).result() == 0);
            await("burial", () -> command("status").contains("applications                     1"));
        }
    }

    @Test
    void aKilledProcessGivesItsPortsBack() throws Exception {
        Process process = hostProcess();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(process.getInputStream()));
                HostAttachment attachment = HostAttachment.connect(socket(), "survivor")) {
            assertEquals("result 0", reader.readLine());
            assertEquals(EADDRINUSE, HostProcess.listen(attachment, PORT).result());
            process.destroyForcibly().waitFor();
            await("the port", () -> HostProcess.listen(attachment, PORT).result() == 0);
        } finally {
            process.destroyForcibly();
        }
    }

    private Process hostProcess() throws Exception {
        String classPath = Stream.of("channel/target/classes", "memory/target/classes", "server/target/test-classes")
                .map(part -> Path.of("..").resolve(part).toAbsolutePath().toString())
                .reduce((a, b) -> a + ":" + b).orElseThrow();
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", "-cp", classPath, HostProcess.class.getName(), socket().toString(),
                Integer.toString(PORT)).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    @Test
    void aRegionOfAnotherVersionIsRefusedWithASentence() throws Exception {
        Hello hello = new Hello(Handshake.ATTACH, RegionLayout.ABI_VERSION + 1, 0, 1, "old");
        try (ControlConnection connection = ControlConnection.open(socket(), hello)) {
            ByteBuffer answer = connection.receive(Handshake::answerNeeded);
            HandshakeException refused = assertThrows(HandshakeException.class,
                    () -> Welcome.decode(answer));
            assertTrue(refused.getMessage().contains("version"), refused.getMessage());
        }
    }

    @Test
    void moreApplicationsThanTheLimitAreRefused() throws Exception {
        HostAttachment[] all = new HostAttachment[4];
        for (int i = 0; i < all.length; i++) {
            all[i] = HostAttachment.connect(socket(), "app " + i);
        }
        HandshakeException refused = assertThrows(HandshakeException.class,
                () -> HostAttachment.connect(socket(), "one too many"));
        assertTrue(refused.getMessage().contains("as many applications"), refused.getMessage());
        all[0].close();
        await("room", () -> attaches());
        for (HostAttachment attachment : all) {
            attachment.close();
        }
    }

    private boolean attaches() throws IOException {
        try (HostAttachment attachment = HostAttachment.connect(socket(), "next")) {
            return attachment.tend(1);
        } catch (HandshakeException stillFull) {
            return false;
        }
    }

    @Test
    void aHostThatLiesIsCutOffAndTold() throws Exception {
        try (HostAttachment liar = HostAttachment.connect(socket(), "liar");
                HostAttachment honest = HostAttachment.connect(socket(), "honest")) {
            HostSlot slot = liar.open(0);
            slot.request(99);
            liar.ring(slot);
            await("cut off", () -> !liar.tend(1));
            assertEquals(CutOff.REQUEST, liar.header().cutOff());
            assertEquals(0, HostProcess.listen(honest, PORT).result());
        }
    }

    @Test
    void aHostThatCutsItsRegionShortIsCutOffAndNobodyElse() throws Exception {
        for (int i = 0; i < 5; i++) {
            truncateARegion();
        }
        try (HostAttachment honest = HostAttachment.connect(socket(), "honest")) {
            assertEquals(0, HostProcess.listen(honest, PORT).result());
            await("burial", () -> command("status").contains("applications                     1"));
        }
    }

    /// Attaches by hand, for the file's name is known only until the region is mapped.
    private void truncateARegion() throws Exception {
        Hello hello = Hello.of(Handshake.ATTACH, "vandal");
        try (ControlConnection connection = ControlConnection.open(socket(), hello)) {
            Path path = Path.of(Welcome.decode(connection.receive(Handshake::answerNeeded)).path());
            try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
                connection.send(Handshake.MAPPED);
                assertEquals(Handshake.READY, connection.receive());
                file.truncate(0);
                assertThrows(HandshakeException.class, connection::receive, "the server hangs up");
            }
        }
    }

    @Test
    void nonsenseOnTheControlSocketHarmsNobody() throws Exception {
        for (int i = 0; i < 20; i++) {
            try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
                channel.write(ByteBuffer.allocate(i * 17));
            }
        }
        assertTrue(command("status").contains("process"));
    }

    @Test
    void aSecondServerInTheSameDirectoryIsRefused() {
        ServerProblem problem = assertThrows(ServerProblem.class, () -> start(config));
        assertTrue(problem.getMessage().contains("another TCP Server"), problem.getMessage());
    }

    @Test
    void aDirectoryThatADeadServerLeftIsTakenOver() throws Exception {
        Path directory = temporary.resolve("left");
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("longshore.lock"), "999999\n");
        Files.writeString(directory.resolve("longshore.sock"), "");
        TcpServer second = start(config("left"));
        boolean taken = Files.exists(directory.resolve("longshore.sock"));
        second.close();
        assertTrue(taken);
        assertFalse(Files.exists(directory), "what the dead server left is left behind");
    }

    @Test
    void stopEndsTheServerInOrder() throws Exception {
        assertTrue(command("stop").contains("stops"));
        assertEquals("", server.awaitEnd());
    }

    @Test
    void anUnknownCommandIsAnsweredWithASentence() throws Exception {
        String answer = command("dance");
        assertEquals(1, answer.charAt(0));
        assertTrue(answer.contains("no command 'dance'"));
    }

    @Test
    void settingsAreReadAndChangedWhileItRuns() throws Exception {
        assertEquals("\0net.ipv4.tcp_keepalive_time = 7200\n", command("sysctl net.ipv4.tcp_keepalive_time"));
        assertEquals("\0net.ipv4.tcp_keepalive_time = 60\n", command("sysctl net.ipv4.tcp_keepalive_time=60"));
        assertTrue(command("sysctl -a").contains("\nnet.ipv4.tcp_keepalive_time = 60\n"));
    }

    @Test
    void aSettingThatIsRefusedIsRefusedWithASentence() throws Exception {
        assertEquals("\1net.ipv4.tcp_syn_retries is a number from 1 to 127; 0 is out of range",
                command("sysctl net.ipv4.tcp_syn_retries=0"));
        assertEquals("\1longshore.tcp_receive_capacity can only be set when the stack starts, by --sysctl or --config",
                command("sysctl longshore.tcp_receive_capacity=65536"));
        assertEquals("\1there is no setting tcp_sack; did you mean net.ipv4.tcp_sack?", command("sysctl tcp_sack"));
    }

    @Test
    void aServerStartsWithItsSettingsOrSaysWhichLineIsWrong() throws Exception {
        List<Assignment> right = Assignment.parse("x.conf", List.of("net.ipv4.tcp_sack = 0"));
        ServerConfig other = config("other");
        TcpServer second = TcpServer.start(other, right, () -> new MemoryCable(1500, 0, 64).left());
        assertTrue(Files.exists(other.runtimeDirectory()));
        second.close();
        List<Assignment> wrong = Assignment.parse("x.conf", List.of("", "net.ipv4.tcp_sack = 7"));
        ServerProblem problem = assertThrows(ServerProblem.class,
                () -> TcpServer.start(other, wrong, () -> new MemoryCable(1500, 0, 64).left()));
        assertEquals("x.conf:2: net.ipv4.tcp_sack is a number from 0 to 1; 7 is out of range", problem.getMessage());
        assertFalse(Files.exists(other.runtimeDirectory()));
    }

    @Test
    void countersAreReadByTheirNames() throws Exception {
        String answer = command("nstat");
        assertTrue(answer.startsWith("\0# " + ProcessHandle.current().pid() + " "), answer);
        assertTrue(answer.contains("\nTcpRetransSegs 0\n"), answer);
        assertTrue(answer.contains("\nIpInReceives "), answer);
    }

    @Test
    void badInputIsOneClearSentenceAndLeavesNothingBehind() {
        for (ServerConfig bad : List.of(
                bad("tap:x", "10.0.0.300/24", ""), bad("warp:x", "10.0.0.1/24", ""),
                bad("tap:x", "10.0.0.1/24", "10.0.0.1/24"), bad("tap:x", "10.0.0.1/24", "10.9.0.1/24"),
                bad("tap:no such name", "10.0.0.1/24", ""), bad("tap:x", "fd00::1/129", ""),
                bad("tap:x", "fd00::1/64 10.0.0.1/24", "fd01::2/64"), bad("tap:x", "fe80::1/64", ""),
                bad("tap:x", "::1/64", ""), bad("tap:x", "fd00::1/64", "fd00:0::1/64"))) {
            ServerProblem problem = assertThrows(ServerProblem.class, () -> TcpServer.start(bad, List.of()));
            assertFalse(problem.getMessage().isBlank());
            assertFalse(Files.exists(temporary.resolve("bad")), problem.getMessage());
        }
    }

    private ServerConfig bad(String link, String addresses, String hosts) {
        return new ServerConfig(link, List.of(addresses.split(" ")),
                hosts.isEmpty() ? List.of() : List.of(hosts.split(" ")), List.of(), OptionalLong.empty(),
                new ServerConfig.ApplicationSite(temporary.resolve("bad"), ""), config.limits());
    }
}
