package io.longshore.ip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.wire.IpAddress;
import io.longshore.wire.Prefix;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// RFC 4862, RFC 7217, RFC 7527, RFC 9777.
class AutoconfigurationTest {

    private static final String US = Ipv6Fixture.digits(Ipv6Fixture.OURS);
    private static final long HIGH = 0x2001_0db8_0001_0000L;
    /// A prefix to make addresses from, on the link, for 1800 and 900 seconds.
    private static final String PREFIX = "0304 40 c0 00000708 00000384 00000000 20010db8000100000000000000000000";
    private static final String ADVERTISEMENT = "8600 0000 20 00 0708 00000000 00000000 0101 0200000000fe";

    private Ipv6Fixture net = new Ipv6Fixture(i -> i.settings().dadTransmits = 1);
    private final List<String> sent = new ArrayList<>();

    private void auto() {
        net = new Ipv6Fixture(i -> {
            i.settings().dadTransmits = 1;
            i.gateway(0, 0).autoconfigured(42);
        });
    }

    /// Moves time on in tenths of seconds and remembers what is sent.
    private void pass(int tenths) {
        for (int i = 0; i < tenths; i++) {
            net.now += Ipv6Fixture.SECOND / 10;
            net.turn();
            for (int f = 0; f < net.out.size(); f++) {
                sent.add(net.sent(f));
            }
            net.out.clear();
        }
    }

    private long count(String part) {
        return sent.stream().filter(frame -> frame.contains(part)).count();
    }

    private boolean owns(IpAddress address) {
        return net.network.owns(address.high(), address.low());
    }

    private void advertisement(String more) {
        net.ndp(ADVERTISEMENT + more, p -> {
            p.source = Ipv6Fixture.ROUTER;
            p.destination = Ipv6Fixture.ALL_NODES;
        });
    }

    private IpAddress madeFrom(long high) {
        PacketFields fields = Ipv6Fixture.to(new IpAddress(high, 7));
        assertTrue(net.network.choosesSource(fields));
        assertEquals(high, fields.sourceHigh, "the source for a neighbour in " + Long.toHexString(high));
        return new IpAddress(fields.sourceHigh, fields.sourceLow);
    }

    @Test
    void anAddressIsAskedForBeforeItIsOurs() {
        assertFalse(owns(new IpAddress(1, 1)));
        pass(1);
        assertFalse(owns(Ipv6Fixture.OURS));
        assertEquals(Arrival.NOTHING, net.receive(p -> { }));
        pass(30);
        assertTrue(owns(Ipv6Fixture.OURS));
        List<String> questions = sent.stream().filter(f -> f.contains(US) && f.startsWith("87", 108)).toList();
        assertEquals(1, questions.size());
        String asked = questions.getFirst();
        assertEquals("3333ff000001", asked.substring(0, 12));
        assertEquals("3aff" + "0".repeat(32) + "ff0200000000000000000001ff000001", asked.substring(40, 108));
        assertEquals("8700" + "00000000" + US + "0e01", Ipv6Fixture.message(asked).substring(0, 48));
        assertEquals(Arrival.SEGMENT, net.receive(p -> { }));
    }

    @Test
    void anAddressThatAnotherAnswersForIsNotTaken() {
        pass(1);
        net.ndp("8800 0000 20000000" + US + "0201 020000000066", p -> {
            p.source = Ipv6Fixture.OURS;
            p.destination = Ipv6Fixture.ALL_NODES;
        });
        pass(30);
        assertFalse(owns(Ipv6Fixture.OURS));
        assertEquals(1, net.count(IpCounter.DUPLICATE_ADDRESSES));
    }

    private void probe(String options) {
        net.ndp("8700 0000 00000000" + US + options, p -> {
            p.source = Ipv6Fixture.NOBODY;
            p.destination = Ipv6Fixture.OUR_GROUP;
        });
    }

    @Test
    void anAddressThatAnotherAsksForTooIsNotTaken() {
        pass(1);
        probe("0e01 010203040506");
        pass(30);
        assertFalse(owns(Ipv6Fixture.OURS));
    }

    /// RFC 7527: some links send a group's frames back.
    @Test
    void ourOwnQuestionThatComesBackIsKnownByItsNonce() {
        for (int i = 0; i < 20 && count("8700") == 0; i++) {
            pass(1);
            sent.removeIf(f -> !(f.contains(US) && f.startsWith("87", 108)));
        }
        String message = sent.getFirst().substring(108);
        probe(message.substring(48));
        pass(30);
        assertTrue(owns(Ipv6Fixture.OURS));
        assertEquals(0, net.count(IpCounter.DUPLICATE_ADDRESSES));
    }

    /// RFC 7217: what we make ourselves is made anew, three times at most.
    @Test
    void anotherLinkLocalAddressIsMadeWhereTheFirstIsTaken() {
        auto();
        for (int i = 0; i < 10; i++) {
            pass(1);
            net.network.ours().table();
            long low = net.ours.table().lows[1];
            net.ndp("8800 0000 20000000" + "fe80000000000000" + String.format("%016x", low) + "0201 020000000066",
                p -> p.destination = Ipv6Fixture.ALL_NODES);
        }
        assertEquals(4, net.count(IpCounter.DUPLICATE_ADDRESSES));
        pass(30);
        assertEquals(-1, net.ours.table().linkLocal());
    }

    /// RFC 9777 section 6.1: each group twice, with a router alert and hop limit 1.
    @Test
    void theGroupsOfOurAddressesAreReported() {
        pass(40);
        List<String> reports = sent.stream().filter(f -> f.startsWith("8f", 124)).toList();
        assertEquals(4, reports.size(), "two addresses, twice");
        String report = reports.getFirst();
        assertEquals("333300000016", report.substring(0, 12));
        assertEquals("0024" + "0001", report.substring(36, 44));
        assertEquals("3a00" + "05020000" + "0100" + "8f00", report.substring(108, 128));
        assertTrue(report.endsWith("00000001" + "04000000" + "ff0200000000000000000001ff000001"));
    }

    private void query(String rest, int hopLimit) {
        net.icmp("8200 0000 07d0 0000" + rest, p -> {
            p.source = Ipv6Fixture.ROUTER;
            p.destination = Ipv6Fixture.ALL_NODES;
            p.hopLimit = hopLimit;
        });
    }

    @Test
    void aQueryIsAnsweredWithinItsTime() {
        pass(60);
        sent.clear();
        query("0".repeat(32) + "027d0000", 1);
        pass(20);
        assertEquals(2, sent.stream().filter(f -> f.startsWith("8f", 124) && f.contains("02000000ff02")).count());
        sent.clear();
        query("0".repeat(32) + "027d0000", 2);
        pass(50);
        assertEquals(0, sent.size());
    }

    /// RFC 2710: a router of version 1 is answered in its way.
    @Test
    void aQueryOfVersion1IsAnsweredInVersion1() {
        pass(60);
        sent.clear();
        query("ff0200000000000000000001ff000001", 1);
        pass(20);
        assertEquals(1, sent.size());
        assertEquals("3333ff000001", sent.getFirst().substring(0, 12));
        assertEquals("8300", sent.getFirst().substring(124, 128));
    }

    @Test
    void routersAreAskedForUntilOneAnswers() {
        auto();
        pass(60);
        assertEquals(2, sent.stream().filter(f -> f.startsWith("8500", 108)).count());
        advertisement("");
        sent.clear();
        pass(200);
        assertEquals(0, sent.stream().filter(f -> f.startsWith("8500", 108)).count());
        assertEquals("0200000000fe", net.macOf(Ipv6Fixture.FAR));
    }

    @Test
    void anAdvertisementTellsRouterMtuAndHopLimitForItsTime() {
        auto();
        pass(50);
        advertisement("0501 0000 00000578");
        assertEquals(1400, net.network.mtu(6));
        assertEquals(1500, net.network.mtu(4));
        assertEquals("0200000000fe", net.macOf(Ipv6Fixture.FAR));
        assertEquals(0x20, net.ours.hopLimit());
        net.pass(1800);
        net.out.clear();
        assertEquals("UNREACHABLE", net.macOf(Ipv6Fixture.FAR));
    }

    @Test
    void anMtuThatIPv6CannotHaveIsNotBelieved() {
        auto();
        for (String mtu : new String[] {"000004ff", "00000000", "000005dd", "ffffffff"}) {
            advertisement("0501 0000" + mtu);
            assertEquals(1500, net.network.mtu(6), mtu);
        }
        advertisement("0501 0000 00000500");
        assertEquals(1280, net.network.mtu(6));
    }

    @Test
    void anAddressIsMadeOfAnAdvertisedPrefixAndLivesAsLong() {
        auto();
        pass(50);
        advertisement(PREFIX);
        pass(30);
        IpAddress made = madeFrom(HIGH);
        assertTrue(owns(made));
        assertNotEquals(0, made.low());
        // on the link by the same advertisement
        assertEquals("PENDING", net.macOf(new IpAddress(HIGH, 5)));
        net.pass(900);
        PacketFields fields = Ipv6Fixture.to(Ipv6Fixture.FAR);
        net.network.choosesSource(fields);
        assertEquals(Ipv6Fixture.OURS.high(), fields.sourceHigh, "a deprecated address is not chosen");
        assertTrue(owns(made));
        net.pass(900);
        assertFalse(owns(made));
    }

    /// RFC 7217 section 5: the same in the same network, another in another.
    @Test
    void addressesAreStableAndSayNothingAboutEachOther() {
        IpAddress[] made = new IpAddress[2];
        for (int i = 0; i < 2; i++) {
            auto();
            pass(50);
            advertisement(PREFIX + PREFIX.replace("20010db80001", "20010db80002"));
            pass(30);
            made[i] = madeFrom(HIGH);
            assertNotEquals(made[i].low(), madeFrom(HIGH + 0x1_0000).low());
        }
        assertEquals(made[0], made[1]);
    }

    /// RFC 4862 5.5.3 e: a forged advertisement cannot take an address away at once.
    @Test
    void aLifetimeIsNotCutBelowTwoHours() {
        auto();
        pass(50);
        advertisement(PREFIX.replace("00000708 00000384", "00015180 00015180"));
        pass(30);
        IpAddress made = madeFrom(HIGH);
        advertisement(PREFIX.replace("00000708 00000384", "00000001 00000001"));
        net.pass(7100);
        assertTrue(owns(made));
        net.pass(200);
        assertFalse(owns(made));
    }

    @Test
    void noAddressIsMadeOfWhatIsNoPrefixOrWhereNobodyWantsThem() {
        pass(50);
        advertisement(PREFIX);
        auto();
        pass(50);
        int before = net.ours.table().size();
        for (String wrong : new String[] {PREFIX.replace("40 c0", "3f c0"), PREFIX.replace("40 c0", "40 80"),
            PREFIX.replace("00000384", "00000709"), PREFIX.replace("20010db80001", "fe8000000000"),
            PREFIX.replace("20010db80001", "ff0200000000")}) {
            advertisement(wrong);
        }
        assertEquals(before, net.ours.table().size());
    }

    @Test
    void aFloodOfAdvertisementsFillsTheTablesAndNoMore() {
        auto();
        pass(50);
        for (int i = 0; i < 100_000; i++) {
            int router = i;
            net.ndp(ADVERTISEMENT + PREFIX.replace("20010db80001", String.format("20010db8%04x", i & 0xFFFF)), p -> {
                p.source = new IpAddress(Ipv6Fixture.ROUTER.high(), 0x100 + router);
                p.destination = Ipv6Fixture.ALL_NODES;
            });
            net.out.clear();
        }
        assertEquals(AddressTable.ADDRESSES, net.ours.table().size());
        pass(50);
        assertTrue(owns(Ipv6Fixture.OURS));
    }

    /// RFC 6724 section 5.
    @Test
    void theSourceFitsTheDestinationsScopeAndNetwork() {
        net = new Ipv6Fixture();
        Interface two = new Interface(1, 1500, 0, Prefix.parse("2001:db8:1::1/64"), Prefix.parse("2001:db8:2::1/64"),
            Prefix.parse("fe80::1/64"), Prefix.parse("10.0.0.1/24"));
        assertEquals("2001:db8:2::1", source(two, "2001:db8:2:ff::9"));
        assertEquals("2001:db8:1::1", source(two, "2001:db8:1::9"));
        assertEquals("fe80::1", source(two, "fe80::9"));
        assertEquals("2001:db8:1::1", source(two, "2001:db8:1::1"));
        assertEquals("10.0.0.1", source(two, "192.0.2.1"));
        assertEquals("none", source(new Interface(1, 1500, 0, Prefix.parse("10.0.0.1/24")), "2001:db8::9"));
        assertEquals("none", source(new Interface(1, 1500, 0, Prefix.parse("2001:db8::1/64")), "192.0.2.1"));
    }

    private static String source(Interface ours, String destination) {
        IpAddress address = IpAddress.parse(destination);
        PacketFields fields = new PacketFields();
        fields.destination(address.high(), address.low());
        return ours.choosesSource(fields) ? IpAddress.text(fields.sourceHigh, fields.sourceLow) : "none";
    }
}
