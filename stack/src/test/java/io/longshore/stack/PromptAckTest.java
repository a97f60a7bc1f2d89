package io.longshore.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.longshore.channel.HostSlot;
import io.longshore.link.Link;
import io.longshore.link.LinkCapabilities;
import io.longshore.wire.FrameBatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A flight that is received in one turn, and how many acknowledgments it gets.
class PromptAckTest {

    private static final int SEGMENT = 1_000;
    private static final int FLIGHT = 14_000;

    private Losing losing;
    private final TestNetwork network = new TestNetwork(0, link -> losing = new Losing(link));

    @AfterEach
    void end() {
        network.close();
    }

    /// Writes a flight of ten segments and says how often the turn that received them answered.
    private int answers() {
        HostSlot listener = network.listen(TestNetwork.PORT, 16);
        HostSlot client = network.connect(TestNetwork.PORT);
        HostSlot server = network.accept(listener);
        losing.most = 0;
        network.client.write(client, new byte[FLIGHT], 0);
        byte[] got = new byte[FLIGHT];
        int[] count = new int[1];
        network.runUntil("the flight", () -> {
            count[0] += network.server.read(server, got, count[0]);
            return count[0] == FLIGHT;
        });
        return losing.most;
    }

    @Test
    void aFlightWithAHoleIsReportedAsOftenAsAFastRetransmissionNeeds() {
        losing.armed = true;
        // three of the segments behind the hole at once, the others together
        assertEquals(4, answers());
    }

    @Test
    void aFlightInOrderIsAcknowledgedOnce() {
        assertEquals(1, answers());
    }

    /// An end of the cable that loses the first long frame, once, and counts what is sent for what is received at once.
    private static final class Losing implements Link {

        private final Link link;
        private boolean armed;
        private int received;
        private int answered;
        private int most;

        Losing(Link link) {
            this.link = link;
        }

        @Override
        public int receive(FrameBatch batch) {
            received = link.receive(batch);
            answered = 0;
            for (int i = 0; armed && i < received; i++) {
                if (batch.get(i).length > SEGMENT) {
                    // what is left of it is no frame of anybody's
                    batch.get(i).length = 0;
                    armed = false;
                }
            }
            return received;
        }

        @Override
        public void transmit(FrameBatch batch) {
            answered += batch.size();
            most = received > 1 ? Math.max(most, answered) : most;
            link.transmit(batch);
        }

        @Override
        public LinkCapabilities capabilities() {
            return link.capabilities();
        }

        @Override
        public int descriptor() {
            return link.descriptor();
        }

        @Override
        public long dropped() {
            return link.dropped();
        }

        @Override
        public void close() {
            link.close();
        }
    }
}
