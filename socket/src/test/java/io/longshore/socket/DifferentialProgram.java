package io.longshore.socket;

import io.longshore.channel.HostAttachment;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All differential cases in a JVM of their own, be it of another version or on a real TCP Server: prints a line for
 * each case that differs, and how many were the same.
 *
 * <p>Arguments: {@code KERNEL-ADDRESS OUR-ADDRESS RUNTIME-DIRECTORY [platform|virtual [PART-OF-A-NAME]]}; a runtime
 * directory of {@code -} stands for a server within the program.
 */
final class DifferentialProgram {

    private static final int SETTLE_MILLIS = 30_000;

    private DifferentialProgram() {
    }

    static Map<String, CaseWorld.Case> cases() {
        Map<String, CaseWorld.Case> cases = new LinkedHashMap<>();
        OpeningCases.addTo(cases);
        StreamCases.addTo(cases);
        SelectorCases.addTo(cases);
        SocketCases.addTo(cases);
        StateCases.addTo(cases);
        OptionCases.addTo(cases);
        ListenerCases.addTo(cases);
        ThreadCases.addTo(cases);
        TransferCases.addTo(cases);
        ConnectingCases.addTo(cases);
        return cases;
    }

    public static void main(String[] arguments) throws Exception {
        SelectorProvider kernel = SelectorProvider.provider();
        boolean virtual = arguments.length > 3 && arguments[3].equals("virtual");
        String part = arguments.length > 4 ? arguments[4] : "";
        LoopbackServer within = arguments[2].equals("-") ? new LoopbackServer(kernel) : null;
        Path directory = within != null ? within.directory() : Path.of(arguments[2]);
        HostAttachment attachment = HostAttachment.connect(directory.resolve("longshore.sock"), "differential");
        AgentOptions options = AgentOptions.parse("");
        LongshoreProvider ours = new LongshoreProvider(
                new Offload(kernel, attachment, AgentStart.rules(options, attachment.rules())));
        int same = 0;
        for (Map.Entry<String, CaseWorld.Case> each : cases().entrySet()) {
            if (each.getKey().contains(part)) {
                List<String> theirs = run(each.getValue(), kernel, arguments[0], virtual);
                same += compare(each.getKey(), theirs, run(each.getValue(), ours, arguments[1], virtual)) ? 1 : 0;
            }
        }
        System.out.println("the same: " + same);
        System.exit(0);
    }

    private static List<String> run(CaseWorld.Case body, SelectorProvider provider, String address, boolean virtual)
            throws Exception {
        List<String> seen = new ArrayList<>();
        Runnable action = () -> {
            try {
                seen.addAll(CaseWorld.run(body, provider, address));
            } catch (Exception | AssertionError failure) {
                seen.add("the case fails: " + failure);
            }
        };
        Thread thread = thread(action, virtual);
        thread.join(SETTLE_MILLIS);
        if (thread.isAlive()) {
            return List.of("the case hangs: " + List.of(thread.getStackTrace()));
        }
        return seen;
    }

    private static Thread thread(Runnable action, boolean virtual) throws ReflectiveOperationException {
        if (virtual) {
            // since Java 21
            return (Thread) Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, action);
        }
        Thread thread = new Thread(action);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static boolean compare(String name, List<String> kernel, List<String> ours) {
        if (kernel.equals(ours)) {
            return true;
        }
        for (int i = 0; i < Math.max(kernel.size(), ours.size()); i++) {
            String theirs = i < kernel.size() ? kernel.get(i) : "nothing";
            String own = i < ours.size() ? ours.get(i) : "nothing";
            if (!theirs.equals(own)) {
                System.out.println(name + " | " + theirs + " | " + own.replaceFirst(".* → ", ""));
            }
        }
        return false;
    }
}
