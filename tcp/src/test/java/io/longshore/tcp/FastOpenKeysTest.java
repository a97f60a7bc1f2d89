package io.longshore.tcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/// The cookies are those that Linux makes of the same key, so that a key can be shared.
class FastOpenKeysTest {

    private static final String KEY = "a1a1a1a1-b2b2b2b2-c3c3c3c3-d4d4d4d4";
    private static final String ZERO = "00000000-00000000-00000000-00000000";

    private final FastOpenKeys keys = new FastOpenKeys();
    private final Segment segment = new Segment();

    @Test
    void aCookieIsLinuxs() {
        segment.ipv4(0xc0000201, 0xc0a80001);
        assertTrue(keys.take(KEY));
        assertEquals(0x3021b9d889017eebL, keys.cookie(segment));
        assertTrue(keys.take(ZERO));
        assertEquals(0xb7c12350a90dc8f5L, keys.cookie(segment));
    }

    @Test
    void soIsOneOfIpv6() {
        segment.source(0xfd3dfa7bd17d0000L, 1);
        segment.destination(0xfd3d0a0b17d60000L, 1);
        assertTrue(keys.take(KEY));
        assertEquals(0xc1d1e9742a47a9bcL, keys.cookie(segment));
        assertTrue(keys.take(ZERO));
        assertEquals(0x82af1a8f9a205c34L, keys.cookie(segment));
    }

    @Test
    void theKeyBeforeIsHonoured() {
        segment.ipv4(0xc0000201, 0xc0a80001);
        keys.take(KEY);
        segment.options.fastOpen().set(8, keys.cookie(segment), 0, false);
        assertEquals(FastOpenKeys.GOOD, keys.judge(segment));
        assertTrue(keys.take(ZERO + "," + KEY));
        assertEquals(FastOpenKeys.GOOD_BY_OLD_KEY, keys.judge(segment));
        assertTrue(keys.take(ZERO));
        assertEquals(FastOpenKeys.BAD, keys.judge(segment));
    }

    @Test
    void aCookieOfAnotherLengthIsBad() {
        segment.ipv4(0xc0000201, 0xc0a80001);
        keys.take(KEY);
        segment.options.fastOpen().set(6, keys.cookie(segment), 0, false);
        assertEquals(FastOpenKeys.BAD, keys.judge(segment));
        segment.options.fastOpen().set(16, keys.cookie(segment), 0, false);
        assertEquals(FastOpenKeys.BAD, keys.judge(segment));
    }

    @Test
    void keysAreShownAsTheyWereSet() {
        assertTrue(keys.take(KEY + ",1-2-3-4"));
        assertEquals(KEY + ",00000001-00000002-00000003-00000004", keys.show());
        byte[] bytes = keys.bytes();
        assertEquals(32, bytes.length);
        assertEquals((byte) 0xa1, bytes[0]);
        assertEquals(4, bytes[28]);
        FastOpenKeys copy = new FastOpenKeys();
        assertTrue(copy.take(bytes));
        assertEquals(keys.show(), copy.show());
        assertArrayEquals(bytes, copy.bytes());
    }

    @Test
    void whatIsNoKeyIsRefused() {
        for (String text : new String[] {"", "1", "1-2-3", "1-2-3-4-5", "1-2-3-x", "1-2-3-4,", KEY + "," + KEY
                + ",1-2-3-4"}) {
            assertFalse(keys.take(text), text);
        }
        assertFalse(keys.take(new byte[3]));
        assertFalse(keys.areSet());
    }
}
