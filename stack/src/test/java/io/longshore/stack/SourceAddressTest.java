package io.longshore.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.longshore.channel.HostSlot;
import io.longshore.channel.SlotLayout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whom a connection speaks as whose socket is bound to no address (RFC 9293 3.9.2, MUST-44): IP says.
class SourceAddressTest {

    @ParameterizedTest(name = "to {0}: from {1}")
    @CsvSource({"10.0.0.2, 10.0.0.1", "fd00::2, fd00::1", "10.0.0.1, 10.0.0.1"})
    void whoIsNotBoundSpeaksFromTheAddressThatIpChooses(String to, String from) {
        try (TestNetwork network = new TestNetwork()) {
            // until the IPv6 addresses are known to be ours alone
            network.run(3_000_000_000L);
            HostSlot listener = network.listen(TestNetwork.PORT, 1);
            HostSlot client = network.connect(network.client, to, TestNetwork.PORT);
            assertEquals(TestNetwork.address(from), client.localAddress());
            if (!to.equals(from)) {
                HostSlot server = network.accept(listener);
                assertEquals(TestNetwork.address(from), server.remoteAddress());
                assertEquals(SlotLayout.STATE_ESTABLISHED, client.state());
            }
        }
    }
}
