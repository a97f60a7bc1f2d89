package io.longshore.wire;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// SipHash (Aumasson and Bernstein, 2012): a keyed hash that who does not know the key can neither predict nor flood.
/// One thread; the state lives in fields so that nothing is allocated.
public final class SipHash {

    private static final ValueLayout.OfLong WORD =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final long key0;
    private final long key1;
    private final int wordRounds;
    private final int lastRounds;

    private long v0;
    private long v1;
    private long v2;
    private long v3;

    private SipHash(long key0, long key1, int wordRounds, int lastRounds) {
        this.key0 = key0;
        this.key1 = key1;
        this.wordRounds = wordRounds;
        this.lastRounds = lastRounds;
    }

    /// SipHash-2-4, where the output is shown to the world (initial sequence numbers, ports).
    public static SipHash strong(long key0, long key1) {
        return new SipHash(key0, key1, 2, 4);
    }

    /// SipHash-1-3, where the output stays inside (hash tables).
    public static SipHash fast(long key0, long key1) {
        return new SipHash(key0, key1, 1, 3);
    }

    /// The hash of a message of one little-endian word.
    public long hash(long only) {
        begin();
        word(only);
        word(8L << 56);
        return finish();
    }

    /// The hash of a message of four little-endian words.
    public long hash(long first, long second, long third, long fourth) {
        begin();
        word(first);
        word(second);
        word(third);
        word(fourth);
        word(32L << 56);
        return finish();
    }

    /// The hash of a message of two little-endian words.
    public long hash(long first, long second) {
        begin();
        word(first);
        word(second);
        word(16L << 56);
        return finish();
    }

    /// The hash of a message of three little-endian words.
    public long hash(long first, long second, long third) {
        begin();
        word(first);
        word(second);
        word(third);
        word(24L << 56);
        return finish();
    }

    /// Two addresses in one word: those of IPv4 as they are, of IPv6 their hash.
    public long addresses(long high, long low, long otherHigh, long otherLow) {
        if (IpAddress.isIpv4(high, low) && IpAddress.isIpv4(otherHigh, otherLow)) {
            return low << 32 | otherLow & 0xffff_ffffL;
        }
        begin();
        word(high);
        word(low);
        word(otherHigh);
        word(otherLow);
        word(32L << 56);
        return finish();
    }

    /// The hash of any bytes.
    public long hash(MemorySegment message) {
        begin();
        long whole = message.byteSize() & -Long.BYTES;
        for (long at = 0; at < whole; at += Long.BYTES) {
            word(message.get(WORD, at));
        }
        long last = message.byteSize() << 56;
        for (long at = whole; at < message.byteSize(); at++) {
            last |= (message.get(ValueLayout.JAVA_BYTE, at) & 0xffL) << (at - whole) * Byte.SIZE;
        }
        word(last);
        return finish();
    }

    private void begin() {
        v0 = key0 ^ 0x736f6d6570736575L;
        v1 = key1 ^ 0x646f72616e646f6dL;
        v2 = key0 ^ 0x6c7967656e657261L;
        v3 = key1 ^ 0x7465646279746573L;
    }

    private void word(long word) {
        v3 ^= word;
        rounds(wordRounds);
        v0 ^= word;
    }

    private long finish() {
        v2 ^= 0xff;
        rounds(lastRounds);
        return v0 ^ v1 ^ v2 ^ v3;
    }

    private void rounds(int count) {
        long a = v0;
        long b = v1;
        long c = v2;
        long d = v3;
        for (int i = 0; i < count; i++) {
            a += b;
            c += d;
            b = Long.rotateLeft(b, 13) ^ a;
            d = Long.rotateLeft(d, 16) ^ c;
            a = Long.rotateLeft(a, 32) + d;
            c += b;
            d = Long.rotateLeft(d, 21) ^ a;
            b = Long.rotateLeft(b, 17) ^ c;
            c = Long.rotateLeft(c, 32);
        }
        v0 = a;
        v1 = b;
        v2 = c;
        v3 = d;
    }
}
