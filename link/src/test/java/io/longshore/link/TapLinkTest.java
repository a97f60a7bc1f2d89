package io.longshore.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.longshore.syscall.Interfaces;
import io.longshore.testing.allocation.AllocationGate;
import io.longshore.wire.Ethernet;
import io.longshore.wire.Frame;
import io.longshore.wire.FrameBatch;
import io.longshore.wire.Ipv4Address;
import io.longshore.wire.Prefix;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Against the real kernel, in a network namespace of the test's own. Skipped where there is no root or no TAP.
@Timeout(60)
class TapLinkTest {

    private static final String NAME = "ls-test0";
    private static final TapSpec SPEC = new TapSpec(NAME, List.of(Prefix.parse("10.99.0.1/24")), 1_500);
    private static final int OURS = Ipv4Address.parse("10.99.0.2");

    @Test
    void theKernelPingsUs() throws Exception {
        try (NetworkNamespace namespace = new NetworkNamespace(); TapLink link = namespace.call(SPEC::open)) {
            EchoPeer peer = new EchoPeer(link, OURS);
            Thread thread = Thread.ofPlatform().daemon().start(peer);
            for (int i = 1; i <= 3; i++) {
                assertTrue(namespace.call(() -> InetAddress.getByName("10.99.0.2").isReachable(20_000)), "ping " + i);
            }
            peer.running = false;
            thread.join();
            assertTrue(peer.pings >= 3, "pings " + peer.pings);
            assertEquals(0, link.dropped());
            assertEquals(0, link.malformed());
        }
    }

    @Test
    void theKernelsSideIsConfigured() throws Exception {
        try (NetworkNamespace namespace = new NetworkNamespace();
                TapLink link = namespace.call(SPEC.withMtu(9_000)::open);
                Interfaces interfaces = namespace.call(Interfaces::new)) {
            assertTrue(interfaces.isUp(NAME));
            assertEquals(9_000, interfaces.mtu(NAME));
            assertEquals(4_096, interfaces.queue(NAME));
            assertEquals(9_000, link.capabilities().mtu());
            assertEquals("/10.99.0.1", namespace.call(() ->
                    java.net.NetworkInterface.getByName(NAME).inetAddresses()
                            .filter(java.net.Inet4Address.class::isInstance).findFirst().orElseThrow().toString()));
            assertEquals(24, namespace.call(() -> java.net.NetworkInterface.getByName(NAME).getInterfaceAddresses()
                    .stream().filter(a -> a.getAddress() instanceof java.net.Inet4Address).findFirst().orElseThrow()
                    .getNetworkPrefixLength()).intValue());
            assertNotEquals(link.capabilities().address(), interfaces.hardwareAddress(NAME));
        }
    }

    @Test
    void ourAddressIsALocallyAdministeredStations() throws Exception {
        try (NetworkNamespace namespace = new NetworkNamespace(); TapLink link = namespace.call(SPEC::open)) {
            long address = link.capabilities().address();
            assertFalse(Ethernet.isGroup(address));
            assertEquals(2, address >>> 40 & 2, Long.toHexString(address));
            assertEquals(0, address >>> 48);
        }
    }

    @Test
    void theInterfaceIsGoneAfterClosing() throws Exception {
        try (NetworkNamespace namespace = new NetworkNamespace();
                Interfaces interfaces = namespace.call(Interfaces::new)) {
            TapLink link = namespace.call(SPEC::open);
            assertTrue(interfaces.exists(NAME));
            link.close();
            link.close();
            assertFalse(interfaces.exists(NAME));
            assertEquals(-1, link.descriptor());
        }
    }

    @Test
    void withoutFramesItAnswersAtOnce() throws Exception {
        try (NetworkNamespace namespace = new NetworkNamespace(); TapLink link = namespace.call(SPEC::open)) {
            FrameBatch batch = new FrameBatch(Arena.ofAuto(), 64, link.capabilities().frameRoom());
            do {
                batch.clear();
            } while (link.receive(batch) > 0);
            assertEquals(0, batch.size());
        }
    }

    @Test
    void aFrameThatTheKernelRefusesIsCountedAsDropped() throws Exception {
        try (NetworkNamespace namespace = new NetworkNamespace(); TapLink link = namespace.call(SPEC::open)) {
            FrameBatch batch = new FrameBatch(Arena.ofAuto(), 2, 64);
            Frame tooShort = batch.add();
            tooShort.length = 5;
            link.transmit(batch);
            assertEquals(0, batch.size());
            assertEquals(1, link.dropped());
        }
    }

    @Test
    void aNameInUseIsRefused() throws Exception {
        try (NetworkNamespace namespace = new NetworkNamespace(); TapLink link = namespace.call(SPEC::open)) {
            IOException e = assertThrows(IOException.class, () -> namespace.call(SPEC::open));
            assertEquals("The TAP interface ls-test0 is in use by another program.", e.getMessage());
            assertTrue(link.descriptor() >= 0);
        }
    }

    @Test
    void anInterfaceThatIsNoTapIsRefused() throws Exception {
        try (NetworkNamespace namespace = new NetworkNamespace()) {
            IOException e = assertThrows(IOException.class,
                    () -> namespace.call(new TapSpec("lo", List.of(), 1_500)::open));
            assertEquals("The interface lo exists already and is no TAP: choose another name.", e.getMessage());
        }
    }

    @Test
    void whatFailsHalfWayLeavesNothingBehind() throws Exception {
        // The kernel gives no interface a multicast address, which it says when the interface is there already.
        TapSpec broken = SPEC.withHostAddresses(List.of(new Prefix(Ipv4Address.parse("224.0.0.1"), 24)));
        try (NetworkNamespace namespace = new NetworkNamespace();
                Interfaces interfaces = namespace.call(Interfaces::new)) {
            assertThrows(IOException.class, () -> namespace.call(broken::open));
            assertFalse(interfaces.exists(NAME));
        }
    }

    @Test
    void anInterfaceThatSomeoneElseMadeIsUsedAndLeftAsItIs() throws Exception {
        try (NetworkNamespace namespace = new NetworkNamespace();
                Interfaces interfaces = namespace.call(Interfaces::new)) {
            shell(namespace, "ip tuntap add " + NAME + " mode tap vnet_hdr && ip link set " + NAME + " mtu 1400 up");
            TapLink link = namespace.call(new TapSpec(NAME, List.of(), 1_500)::open);
            assertEquals(1_400, link.capabilities().mtu());
            link.close();
            assertTrue(interfaces.exists(NAME));
        }
    }

    @Test
    void anInterfaceThatSomeoneElseDeletesIsReported() throws Exception {
        try (NetworkNamespace namespace = new NetworkNamespace(); TapLink link = namespace.call(SPEC::open)) {
            shell(namespace, "ip link delete " + NAME);
            FrameBatch batch = new FrameBatch(Arena.ofAuto(), 4, link.capabilities().frameRoom());
            LinkException e = assertThrows(LinkException.class, () -> link.receive(batch));
            assertEquals("The TAP interface was deleted by someone else.", e.getMessage());
        }
    }

    private static void shell(NetworkNamespace namespace, String command) throws Exception {
        Process process = namespace.call(
                () -> new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).start());
        String output = new String(process.getInputStream().readAllBytes());
        assumeTrue(process.waitFor() == 0, "there is no ip tool: " + output);
    }

    @Test
    void receivingAndSendingAllocatesNothing() throws Exception {
        try (NetworkNamespace namespace = new NetworkNamespace(); TapLink link = namespace.call(SPEC::open)) {
            FrameBatch in = new FrameBatch(Arena.ofAuto(), 4, link.capabilities().frameRoom());
            FrameBatch out = new FrameBatch(Arena.ofAuto(), 4, 64);
            AllocationGate.assertNone("the TAP", step -> {
                in.clear();
                link.receive(in);
                Frame frame = out.add();
                frame.length = 60;
                Ethernet.write(frame.memory, frame.start, 0x0200_0000_0009L, link.capabilities().address(), 0x88B5);
                link.transmit(out);
            });
        }
    }
}
