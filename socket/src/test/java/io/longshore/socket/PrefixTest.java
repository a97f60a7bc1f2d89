package io.longshore.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PrefixTest {

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0/0, 192.0.2.1, true", "0.0.0.0/0, 2001:db8::1, false", "::/0, 2001:db8::1, true",
        "10.7.0.1/24, 10.7.0.255, true", "10.7.0.1/24, 10.7.1.0, false", "10.7.0.1, 10.7.0.1, true",
        "10.7.0.1, 10.7.0.2, false", "2001:db8::/32, 2001:db8:ffff::1, true", "2001:db8::/32, 2001:db9::1, false",
        "fd00:7::1/64, fd00:7::ffff:1:2:3, true", "fd00:7::1/64, fd00:7:0:1::1, false",
        "fd00:7::1/65, fd00:7::8000:0:0:1, false", "fd00:7::1/128, fd00:7::1, true", "fd00:7::1/127, fd00:7::2, false"
    })
    void whatItContains(String prefix, String address, boolean contained) throws Exception {
        assertEquals(contained, Prefix.parse(prefix).contains(InetAddress.getByName(address)));
    }

    @Test
    void itNamesItsOwnAddressOnly() throws Exception {
        assertEquals(true, Prefix.parse("fd00:7::1/64").names(InetAddress.getByName("fd00:7::1")));
        assertEquals(false, Prefix.parse("fd00:7::1/64").names(InetAddress.getByName("fd00:7::2")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nowhere", "10.7.0.1/33", "fd00::1/129", "fd00::1/-1", "10.7.0.1/", "fe80::1%eth0"})
    void nonsenseIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Prefix.parse(text));
    }
}
