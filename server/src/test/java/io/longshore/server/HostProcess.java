package io.longshore.server;

import io.longshore.channel.Address128;
import io.longshore.channel.HostAttachment;
import io.longshore.channel.HostSlot;
import io.longshore.channel.SlotLayout;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/// A process that attaches, listens on a port, says so, and lives until it is killed.
public final class HostProcess {

    private HostProcess() {
    }

    /// Arguments: the control socket, the port.
    public static void main(String[] arguments) throws Exception {
        HostAttachment attachment = HostAttachment.connect(Path.of(arguments[0]), "host process");
        HostSlot slot = listen(attachment, Integer.parseInt(arguments[1]));
        System.out.println("result " + slot.result());
        new CountDownLatch(1).await();
    }

    static HostSlot listen(HostAttachment attachment, int port) throws InterruptedException {
        HostSlot slot = attachment.open(0);
        slot.local(Address128.ANY, port);
        slot.backlog(16);
        slot.request(SlotLayout.REQUEST_LISTEN);
        attachment.ring(slot);
        while (!slot.isAnswered()) {
            Thread.sleep(1);
        }
        return slot;
    }
}
