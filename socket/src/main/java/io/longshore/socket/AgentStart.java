package io.longshore.socket;

import io.longshore.channel.HostAttachment;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts the provider in its place and attaches to the TCP Server, before the application's first line. */
public final class AgentStart {

    private AgentStart() {
    }

    /** Called by {@link LongshoreAgent}. */
    public static void start(String arguments, Instrumentation instrumentation) {
        try {
            AgentOptions options = AgentOptions.parse(arguments);
            openKernel(instrumentation);
            // First the provider: the attachment's own Unix-domain sockets already come by way of it.
            System.setProperty(KernelProvider.PROPERTY, LongshoreProvider.class.getName());
            System.setProperty(LongshoreAsyncProvider.PROPERTY, LongshoreAsyncProvider.class.getName());
            SelectorProvider provider = SelectorProvider.provider();
            if (!(provider instanceof LongshoreProvider)) {
                Complaint.say("another selector provider was there first (" + provider.getClass().getName()
                        + "): every socket stays on the kernel.");
                return;
            }
            attach(options);
        } catch (IllegalArgumentException | IllegalStateException mistake) {
            Complaint.say(mistake.getMessage() + ": every socket stays on the kernel.");
        }
    }

    private static void openKernel(Instrumentation instrumentation) {
        Module base = Object.class.getModule();
        Module ours = AgentStart.class.getModule();
        instrumentation.redefineModule(
                base, Set.of(), Map.of(KernelProvider.PACKAGE, Set.of(ours)),
                Map.of(ClassicKernelSocket.PACKAGE, Set.of(ours)), Set.of(), Map.of());
    }

    private static void attach(AgentOptions options) {
        try {
            HostAttachment attachment = HostAttachment.connect(
                    options.runtimeDirectory().resolve("longshore.sock"), options.name());
            OffloadRules rules = rules(options, attachment.rules());
            Offload offload = new Offload(KernelProvider.get(), attachment, rules);
            offload.spin(options.spin());
            Offload.use(offload);
            ClassicSource.install((LongshoreProvider) SelectorProvider.provider(), offload);
            String transports = NativeTransports.switchOff(System.getProperties());
            if (!options.quiet()) {
                Complaint.say("on the TCP Server at " + options.runtimeDirectory() + ": " + rules
                        + "; all else is the kernel's; " + transports + '.');
            }
        } catch (IOException failure) {
            Complaint.say("no TCP Server at " + options.runtimeDirectory() + " (" + sentence(failure)
                    + "): every socket stays on the kernel.");
        }
    }

    private static String sentence(IOException failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    /**
     * The application's own rules, or else those of the TCP Server.
     *
     * @param told the stack's addresses, each with its network, separated by commas; behind a semicolon the rules of
     *             the TCP Server
     */
    static OffloadRules rules(AgentOptions options, String told) {
        int semicolon = told.indexOf(';');
        List<Prefix> own = new ArrayList<>();
        for (String address : (semicolon < 0 ? told : told.substring(0, semicolon)).split(",")) {
            if (!address.isBlank()) {
                own.add(Prefix.parse(address.trim()));
            }
        }
        if (options.offload() != null) {
            return OffloadRules.parse(options.offload(), own, "");
        }
        return OffloadRules.parse(semicolon < 0 ? "" : told.substring(semicolon + 1), own, "the TCP Server's");
    }
}
