package io.longshore.socket;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What a process answers to {@code longshore connections --why}: a line for each of its sockets, on the stack and on
 * the kernel, and how many there were of each kind. Fields are separated by tabs.
 *
 * <pre>
 *   socket  STATE  PLACE  LOCAL  PEER  REASON
 *   count   NUMBER  PLACE  REASON
 * </pre>
 */
final class PlacementReport {

    private static final Decision UNKNOWN =
            Decision.kernel("Longshore did not open it: native code, or before the agent");
    private static final Decision DATAGRAM = Decision.kernel("datagrams are the kernel's");

    private final Offload offload;
    private final Consumer<String> lines;
    private final Map<String, Decision> reasons = new HashMap<>();
    private final Set<Integer> listenedOn = new HashSet<>();

    PlacementReport(Offload offload, Consumer<String> lines) {
        this.offload = offload;
        this.lines = lines;
    }

    void write() {
        offload.forEachSocket(this::stack);
        try {
            kernel(KernelTable.read());
        } catch (IOException noTable) {
            // Without /proc: those that are known here.
            offload.placements().onKernel().forEach(this::known);
        }
        offload.placements().counts().forEach((text, count) -> lines.accept("count\t" + count + '\t' + text));
    }

    private void stack(StackSocket socket) {
        Decision why = socket.why();
        line(socket.stateWord(), ends(socket.local(), socket.remote()), why);
    }

    private void known(PlacedSocket socket, Decision why) {
        InetSocketAddress remote = socket.placedRemote();
        if (why.isKernel()) {
            line(remote == null ? "LISTEN" : "ESTAB", ends(socket.placedLocal(), remote), why);
        }
    }

    private void kernel(List<KernelTable.Row> rows) {
        offload.placements().onKernel().forEach((socket, why) ->
                reasons.put(ends(socket.placedLocal(), socket.placedRemote()), why));
        for (KernelTable.Row row : rows) {
            if (row.isListener()) {
                listenedOn.add(row.local().getPort());
            }
        }
        for (KernelTable.Row row : rows) {
            String ends = ends(row.local(), row.remote());
            Decision why = reasons.getOrDefault(ends, unknown(row));
            // A listener on both was listed with its half on the stack.
            if (why.isKernel()) {
                line(row.state(), ends, why);
            }
        }
    }

    private Decision unknown(KernelTable.Row row) {
        if (row.isUdp()) {
            return DATAGRAM;
        }
        boolean accepted = row.remote() != null && listenedOn.contains(row.local().getPort());
        return accepted ? Decision.KERNEL_HALF : UNKNOWN;
    }

    private static String ends(InetSocketAddress local, InetSocketAddress remote) {
        return text(local) + '\t' + text(remote);
    }

    private static String text(InetSocketAddress end) {
        if (end == null) {
            return "*:*";
        }
        String address = end.getAddress().getHostAddress();
        int scope = address.indexOf('%');
        String host = scope < 0 ? address : address.substring(0, scope);
        String port = end.getPort() == 0 ? "*" : Integer.toString(end.getPort());
        return (end.getAddress().isAnyLocalAddress() ? "*" : host.indexOf(':') < 0 ? host : '[' + host + ']')
                + ':' + port;
    }

    private void line(String state, String ends, Decision why) {
        lines.accept("socket\t" + state + '\t' + why.placement().word() + '\t' + ends + '\t' + why.reason());
    }
}
