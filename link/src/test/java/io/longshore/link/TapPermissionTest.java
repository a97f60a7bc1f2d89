package io.longshore.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.longshore.syscall.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a user is told who may not make a TAP. Another process with fewer rights asks for one.
@Timeout(60)
class TapPermissionTest {

    @TempDir
    private Path directory;

    @Test
    void whoMayNotOpenTheDeviceIsToldSo() throws Exception {
        Path device = Path.of("/dev/net/tun");
        assumeTrue(Files.exists(device), "there is no /dev/net/tun");
        assumeTrue(!java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(device))
                .endsWith("rw-"), "everyone may open /dev/net/tun here");
        assertEquals("A TAP interface needs access to /dev/net/tun: run as root.",
                sentence("--reuid=65534", "--regid=65534", "--clear-groups"));
    }

    @Test
    void whoMayNotMakeInterfacesIsToldWhatIsMissing() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/net/tun")), "there is no /dev/net/tun");
        assertEquals("The TAP interface ls-denied needs the capability CAP_NET_ADMIN: run as root (or let root make it"
                + " with 'ip tuntap add ls-denied mode tap user USER vnet_hdr').",
                sentence("--bounding-set=-net_admin"));
    }

    /// What the program says when it is run by `setpriv` with these options.
    private String sentence(String... options) throws Exception {
        assumeTrue(Processes.userId() == 0, "only root can give rights up");
        Path said = Files.createFile(directory.resolve("said"));
        Files.setPosixFilePermissions(directory, java.nio.file.attribute.PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.setPosixFilePermissions(said, java.nio.file.attribute.PosixFilePermissions.fromString("rw-rw-rw-"));
        List<String> command = new ArrayList<>(List.of("setpriv"));
        command.addAll(List.of(options));
        command.addAll(List.of(System.getProperty("java.home") + "/bin/java", "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED", "-cp", classPath(), TapProgram.class.getName(), "ls-denied",
                said.toString()));
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            assumeTrue(false, "setpriv is not installed");
            return "";
        }
        String output = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), output);
        return Files.readString(said);
    }

    /// All that this process has on its module path and class path, and what the module under test was patched with.
    private static String classPath() {
        List<String> paths = new ArrayList<>();
        for (String name : new String[] {"jdk.module.path", "java.class.path"}) {
            paths.add(System.getProperty(name, ""));
        }
        paths.add(Path.of("target/test-classes").toAbsolutePath().toString());
        paths.add(Path.of("target/classes").toAbsolutePath().toString());
        return String.join(java.io.File.pathSeparator, paths);
    }
}
