package io.longshore.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "10.0.0.1", "255.255.255.255", "192.168.100.9"})
    void anIpv4AddressIsPrintedAsItWasRead(String text) {
        assertEquals(text, Ipv4Address.text(Ipv4Address.parse(text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.-4", "01.2.3.4", "1.2.3.4 ", "1..3.4",
        ".1.2.3", "1.2.3.", "a.b.c.d", "1.2.3.0000", "1.2.3.+4", "١.2.3.4", "::1"})
    void whatIsNoIpv4AddressIsRefusedWithASentenceThatQuotesIt(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> Ipv4Address.parse(text)).getMessage();
        assertTrue(message.startsWith("\"" + text + "\" is not an IPv4 address"), message);
    }

    @Test
    void specialAddressesAreKnown() {
        assertTrue(Ipv4Address.isMulticast(Ipv4Address.parse("239.255.255.255")));
        assertFalse(Ipv4Address.isMulticast(Ipv4Address.parse("240.0.0.0")));
        assertTrue(Ipv4Address.isReserved(Ipv4Address.LIMITED_BROADCAST));
        assertTrue(Ipv4Address.isLoopback(Ipv4Address.parse("127.1.2.3")));
        assertTrue(Ipv4Address.isThisNetwork(Ipv4Address.parse("0.9.9.9")));
    }

    @Test
    void anEthernetAddressIsPrintedAsItWasRead() {
        assertEquals(0x02AB_CDEF_0001L, MacAddress.parse("02:ab:CD:ef:00:01"));
        assertEquals("02:ab:cd:ef:00:01", MacAddress.text(0x02AB_CDEF_0001L));
        assertEquals("ff:ff:ff:ff:ff:ff", MacAddress.text(Ethernet.BROADCAST));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "02:00:00:00:00", "02-00-00-00-00-01", "0g:00:00:00:00:00", "02:00:00:00:00:001",
        "020000000001", "+2:00:00:00:00:01"})
    void whatIsNoEthernetAddressIsRefusedWithASentenceThatQuotesIt(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> MacAddress.parse(text)).getMessage();
        assertTrue(message.startsWith("\"" + text + "\" is not an Ethernet address"), message);
    }

    @Test
    void aPrefixKnowsItsNetwork() {
        Prefix prefix = Prefix.parse("10.1.2.3/20");
        assertEquals(Ipv4Address.parse("10.1.0.0"), prefix.network());
        assertEquals(0xFFFF_F000, prefix.mask());
        assertTrue(prefix.contains(Ipv4Address.parse("10.1.15.255")));
        assertFalse(prefix.contains(Ipv4Address.parse("10.1.16.0")));
        assertEquals("10.1.2.3/20", prefix.toString());
    }

    @Test
    void theWholeInternetAndASingleHostArePrefixes() {
        assertTrue(Prefix.parse("1.2.3.4/0").contains(Ipv4Address.LIMITED_BROADCAST));
        assertTrue(Prefix.parse("1.2.3.4/32").contains(Ipv4Address.parse("1.2.3.4")));
        assertFalse(Prefix.parse("1.2.3.4/32").contains(Ipv4Address.parse("1.2.3.5")));
    }

    @Test
    void aNetworksBroadcastAddressesAreKnown() {
        Prefix prefix = Prefix.parse("10.0.0.1/24");
        assertTrue(prefix.isBroadcast(Ipv4Address.parse("10.0.0.255")) && prefix.isBroadcast(0x0A00_0000));
        assertFalse(prefix.isBroadcast(Ipv4Address.parse("10.0.0.254")));
        assertFalse(prefix.isBroadcast(Ipv4Address.parse("10.0.1.255")));
    }

    /// RFC 3021.
    @Test
    void aLinkOfTwoAddressesHasNoBroadcastAddress() {
        Prefix prefix = Prefix.parse("10.0.0.0/31");
        assertFalse(prefix.isBroadcast(0x0A00_0000) || prefix.isBroadcast(0x0A00_0001));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "10.0.0.1/", "10.0.0.1/33", "10.0.0.1/-1", "10.0.0.1/x", "10.0.0.1/024", "/24",
        "10.0.0/24"})
    void whatIsNoPrefixIsRefused(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> Prefix.parse(text)).getMessage();
        assertTrue(message.contains("\" is not an "), message);
    }
}
