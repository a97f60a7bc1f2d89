package io.longshore.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.channel.HostSlot;
import io.longshore.channel.SlotLayout;
import io.longshore.channel.WaitAccount;
import io.longshore.link.Link;
import io.longshore.link.LinkCapabilities;
import io.longshore.wire.FrameBatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Each cause is brought about by itself, and the account of the connection that suffers names it and no other.
class WaitAccountsTest {

    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000_000_000L;
    private static final byte[] MEGABYTE = new byte[1 << 20];

    private Breaking link;
    private final TestNetwork network = new TestNetwork(0, end -> link = new Breaking(end));
    private HostSlot client;
    private HostSlot server;
    private WaitAccount account;

    @BeforeEach
    void connect() {
        HostSlot listener = network.listen(TestNetwork.PORT, 16);
        client = network.connect(TestNetwork.PORT);
        server = network.accept(listener);
        network.run(SECOND);
        account = network.client.host.account(client);
    }

    @AfterEach
    void end() {
        network.close();
    }

    private WaitAccount look() {
        assertTrue(account.look());
        return account;
    }

    private void awaitWait(int waits) {
        BooleanSupplier seen = () -> look().waitsFor() == waits;
        network.runUntil("waits for " + waits, seen);
    }

    private void write(int bytes) {
        network.client.write(client, MEGABYTE, MEGABYTE.length - bytes);
    }

    @Test
    void aConnectionThatIsServedWaitsForNothing() {
        for (int i = 0; i < 50; i++) {
            write(1_000);
            network.run(20 * MILLI);
            network.server.read(server, new byte[1_000], 0);
        }
        network.run(SECOND);
        assertEquals(SlotLayout.WAITS_NOT, look().waitsFor());
        assertEquals(0, account.keptByWindow(network.now) + account.keptByNetwork(network.now) + account.late());
    }

    @Test
    void aPeerThatDoesNotReadKeepsTextBackByItsWindow() {
        long before = network.now;
        write(MEGABYTE.length);
        network.run(5 * SECOND);
        assertEquals(SlotLayout.WAITS_FOR_WINDOW, look().waitsFor());
        long kept = account.keptByWindow(network.now);
        assertTrue(kept > 4 * SECOND && kept < network.now - before, kept + " ns");
        assertTrue(account.keptByNetwork(network.now) < MILLI, account.keptByNetwork(network.now) + " ns");
        network.runUntil("all is read", () -> {
            network.server.read(server, new byte[MEGABYTE.length], 0);
            return client.unacknowledged() == 0;
        });
        awaitWait(SlotLayout.WAITS_NOT);
        long all = account.keptByWindow(network.now);
        network.run(SECOND);
        assertEquals(all, look().keptByWindow(network.now), "what is over does not go on counting");
    }

    @Test
    void aDeadNetworkIsNamedAndCountsFromTheFirstByteThatItLost() {
        link.broken = true;
        long cut = network.now;
        write(100);
        awaitWait(SlotLayout.WAITS_FOR_NETWORK);
        assertTrue(network.now - cut < 2 * SECOND, () -> "the first timeout tells: " + (network.now - cut));
        assertTrue(account.waitsSince() - cut < MILLI, "since the text left");
        network.run(3 * SECOND);
        link.broken = false;
        awaitWait(SlotLayout.WAITS_NOT);
        long kept = account.keptByNetwork(network.now);
        assertTrue(kept > 3 * SECOND && kept <= network.now - cut, kept + " ns");
        assertEquals(0, account.keptByWindow(network.now));
    }

    @Test
    void aClosedWindowThatNobodyAnswersForAnyMoreIsTheNetworks() {
        write(MEGABYTE.length);
        network.run(2 * SECOND);
        assertEquals(SlotLayout.WAITS_FOR_WINDOW, look().waitsFor());
        link.broken = true;
        awaitWait(SlotLayout.WAITS_FOR_NETWORK);
        network.run(10 * SECOND);
        link.broken = false;
        awaitWait(SlotLayout.WAITS_FOR_WINDOW);
        assertTrue(account.keptByNetwork(network.now) > 9 * SECOND);
    }

    @Test
    void aHandshakeThatIsNotAnsweredIsTheNetworks() {
        link.broken = true;
        HostSlot another = network.connect(TestNetwork.PORT);
        account = network.client.host.account(another);
        awaitWait(SlotLayout.WAITS_FOR_NETWORK);
        link.broken = false;
        network.runUntil("established", () -> another.state() == SlotLayout.STATE_ESTABLISHED);
        awaitWait(SlotLayout.WAITS_NOT);
        assertTrue(account.keptByNetwork(network.now) >= SECOND, "the first SYN was lost a second ago");
    }

    @Test
    void textBehindAHoleWaitsForTheNetwork() {
        account = network.server.host.account(server);
        link.loseNext = true;
        write(20_000);
        network.runUntil("a hole", () -> look().gapSince() != 0);
        network.runUntil("all has come", () -> server.available() == 20_000);
        network.run(SECOND);
        assertEquals(0, look().gapSince());
        assertTrue(account.keptByNetwork(network.now) > 0);
        assertEquals(SlotLayout.WAITS_NOT, account.waitsFor());
    }

    @Test
    void unreadTextIsKnownByItsFirstByteAndWhenItCame() {
        account = network.server.host.account(server);
        long before = network.now;
        write(1_000);
        network.runUntil("it has come", () -> server.available() == 1_000);
        network.run(SECOND);
        assertEquals(0, look().unreadFrom());
        assertTrue(account.unreadSince() >= before && account.unreadSince() < before + 100 * MILLI);
        network.server.read(server, new byte[1_000], 0);
        network.run(SECOND);
        long later = network.now;
        write(1_000);
        network.runUntil("more has come", () -> server.available() == 1_000);
        assertEquals(1_000, look().unreadFrom());
        assertTrue(account.unreadSince() >= later);
    }

    @Test
    void moreTextBehindUnreadTextIsNoNewBeginning() {
        account = network.server.host.account(server);
        write(1_000);
        network.run(SECOND);
        look();
        long since = account.unreadSince();
        write(1_000);
        network.run(SECOND);
        assertEquals(2_000, server.available());
        assertEquals(since, look().unreadSince());
        assertEquals(0, account.unreadFrom());
    }

    @Test
    void aServerThatWasStoppedOwnsToItsLateness() {
        network.run(SECOND);
        network.left.stack.turn(network.now);
        write(100);
        // Nobody turns for three seconds; all that was rung for is found in the turn after that.
        network.left.stack.fallAsleep();
        network.left.stack.awake();
        network.now += 3 * SECOND;
        network.run(SECOND);
        long late = look().late();
        assertTrue(late > 2 * SECOND && late <= 3 * SECOND, late + " ns");
        assertEquals(0, account.keptByWindow(network.now) + account.keptByNetwork(network.now));
        network.run(10 * SECOND);
        assertEquals(late, look().late());
    }

    @Test
    void theReportSaysWhatAConnectionWaitsFor() {
        write(MEGABYTE.length);
        network.run(5 * SECOND);
        assertTrue(details(network.left).contains(" waits:peer-window/"), details(network.left));
        assertTrue(details(network.right).contains(" waits:application/"), details(network.right));
        link.broken = true;
        network.run(30 * SECOND);
        assertTrue(details(network.left).contains(" waits:network/"), details(network.left));
        assertTrue(details(network.left).contains(" kept:peer-window/"), details(network.left));
    }

    private String details(TestHost host) {
        return host.stack.connections(network.now).stream().map(ConnectionRow::details)
                .filter(row -> !row.isEmpty()).findFirst().orElseThrow();
    }

    /// Loses all that comes, or one frame of text.
    private static final class Breaking implements Link {

        private static final int TEXT = 600;

        private final Link link;
        private boolean broken;
        private boolean loseNext;

        Breaking(Link link) {
            this.link = link;
        }

        @Override
        public int receive(FrameBatch batch) {
            int count = link.receive(batch);
            for (int i = 0; i < count; i++) {
                boolean lost = loseNext && batch.get(i).length > TEXT;
                if (broken || lost) {
                    // what is left of it is no frame of anybody's
                    batch.get(i).length = 0;
                }
                loseNext &= !lost;
            }
            return count;
        }

        @Override
        public void transmit(FrameBatch batch) {
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
