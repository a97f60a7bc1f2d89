package io.longshore.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Address128Test {

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "255.255.255.255", "192.0.2.33", "127.0.0.1", "2001:db8::1", "::1",
        "fe80::ffff:ffff:ffff:ffff", "8000::", "0.0.0.0"})
    void anAddressComesBackAsItWas(String text) throws UnknownHostException {
        InetAddress address = InetAddress.getByName(text);
        assertEquals(address, Address128.of(address).toInetAddress());
        assertEquals("/", Address128.of(address).toInetAddress().toString().substring(0, 1), "without a host name");
    }

    @Test
    void ipv4IsMappedAsRfc4291Says() throws UnknownHostException {
        Address128 address = Address128.of(InetAddress.getByName("192.0.2.33"));
        assertEquals(new Address128(0, 0x0000_FFFF_C000_0221L), address);
        assertTrue(address.isIpv4());
        assertEquals(0xC000_0221, address.ipv4());
    }

    @Test
    void theWildcardsOfBothFamiliesAreOne() throws UnknownHostException {
        assertEquals(Address128.ANY, Address128.of(InetAddress.getByName("::")));
        assertEquals(Address128.ANY, Address128.of(InetAddress.getByName("0.0.0.0")));
        assertTrue(Address128.ANY.isAny());
        assertTrue(Address128.ofIpv4(0).isAny());
        assertFalse(Address128.ofIpv4(1).isAny());
    }

    @Property
    void any128BitsAreAnAddress(@ForAll long high, @ForAll long low) {
        Address128 address = new Address128(high, low);
        if (!address.isAny()) {
            assertEquals(address, Address128.of(address.toInetAddress()));
        }
    }
}
