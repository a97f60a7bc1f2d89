package io.longshore.socket;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The kernel's TCP and UDP sockets of this process, as {@code /proc} has them (proc_pid_net(5)): whoever opened them,
 * be it native code.
 */
final class KernelTable {

    private static final String[] TABLES = {"tcp", "tcp6", "udp", "udp6"};
    private static final String[] STATES = {"?", "ESTAB", "SYN-SENT", "SYN-RECV", "FIN-WAIT-1", "FIN-WAIT-2",
        "TIME-WAIT", "CLOSE", "CLOSE-WAIT", "LAST-ACK", "LISTEN", "CLOSING", "SYN-RECV"};
    private static final String LINK = "socket:[";
    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int STATE = 3;
    private static final int INODE = 9;

    private KernelTable() {
    }

    /**
     * One of them.
     *
     * @param state  as ss writes it; of UDP sockets as well
     * @param remote null: none
     */
    record Row(String protocol, String state, InetSocketAddress local, InetSocketAddress remote) {

        boolean isUdp() {
            return protocol.startsWith("udp");
        }

        boolean isListener() {
            return state.equals("LISTEN");
        }
    }

    static List<Row> read() throws IOException {
        return read(Path.of("/proc/self"));
    }

    /** Of the process with that directory below {@code /proc}. */
    static List<Row> read(Path process) throws IOException {
        Set<String> inodes = inodes(process.resolve("fd"));
        List<Row> rows = new ArrayList<>();
        for (String table : TABLES) {
            Path file = process.resolve("net").resolve(table);
            if (Files.exists(file)) {
                add(table, Files.readAllLines(file), inodes, rows);
            }
        }
        return rows;
    }

    private static void add(String table, List<String> lines, Set<String> inodes, List<Row> rows) throws IOException {
        for (String line : lines) {
            String[] words = line.trim().split("\\s+");
            if (words.length > INODE && inodes.contains(words[INODE])) {
                rows.add(row(table, words));
            }
        }
    }

    private static Set<String> inodes(Path descriptors) throws IOException {
        Set<String> inodes = new HashSet<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(descriptors)) {
            for (Path descriptor : all) {
                String target = target(descriptor);
                if (target.startsWith(LINK)) {
                    inodes.add(target.substring(LINK.length(), target.length() - 1));
                }
            }
        }
        return inodes;
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }

    static Row row(String table, String[] words) throws IOException {
        int state = Integer.parseInt(words[STATE], 16);
        InetSocketAddress remote = address(words[REMOTE]);
        boolean isListening = remote.getPort() == 0 && remote.getAddress().isAnyLocalAddress();
        String name = state < STATES.length ? STATES[state] : STATES[0];
        boolean unconnected = table.startsWith("udp") && name.equals("CLOSE");
        return new Row(table, unconnected ? "UNCONN" : name, address(words[LOCAL]), isListening ? null : remote);
    }

    /** Words of 32 bits in the machine's order, then the port. */
    private static InetSocketAddress address(String text) throws IOException {
        int colon = text.indexOf(':');
        ByteBuffer bytes = ByteBuffer.allocate(colon / 2).order(ByteOrder.nativeOrder());
        for (int at = 0; at < colon; at += 8) {
            bytes.putInt(Integer.parseUnsignedInt(text.substring(at, at + 8), 16));
        }
        int port = Integer.parseInt(text.substring(colon + 1), 16);
        return new InetSocketAddress(InetAddress.getByAddress(bytes.array()), port);
    }
}
