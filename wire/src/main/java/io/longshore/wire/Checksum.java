package io.longshore.wire;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// The Internet checksum (RFC 1071): the complement of the one's complement sum of 16-bit words.
///
/// Sums of several areas are made with [#sum(MemorySegment, long, int)], added as plain ints, and finished with
/// [#finish(int)]:
///
/// ```
/// int sum = Checksum.pseudoHeader(source, destination, Ipv4.PROTOCOL_TCP, length);
/// sum += Checksum.sum(memory, at, headerLength);
/// sum += Checksum.sum(ring, firstAt, firstLength);
/// sum += Checksum.aligned(Checksum.sum(ring, secondAt, secondLength), firstLength);
/// TcpHeader.writeChecksum(memory, at, Checksum.finish(sum));
/// ```
public final class Checksum {

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
    private static final long LOW = 0xFFFF_FFFFL;
    private static final boolean SWAPPED = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    private Checksum() {
    }

    /// The sum of the area's 16-bit words, folded into 16 bits; an odd last byte counts as if a zero byte followed.
    public static int sum(MemorySegment memory, long at, int length) {
        // In native order, and swapped once at the end: RFC 1071 section 2(B).
        long sum = 0;
        int i = 0;
        for (; i <= length - 8; i += 8) {
            long word = memory.get(LONG, at + i);
            sum += (word >>> 32) + (word & LOW);
        }
        if (i <= length - 4) {
            sum += memory.get(INT, at + i) & LOW;
            i += 4;
        }
        sum += tail(memory, at + i, length - i);
        int folded = fold(sum);
        return SWAPPED ? swap(folded) : folded;
    }

    /// The last 0 to 3 bytes.
    private static long tail(MemorySegment memory, long at, int length) {
        long sum = 0;
        long last = at;
        if (length >= 2) {
            sum = memory.get(SHORT, at) & 0xFFFF;
            last += 2;
        }
        if ((length & 1) != 0) {
            int octet = memory.get(ValueLayout.JAVA_BYTE, last) & 0xFF;
            sum += SWAPPED ? octet : octet << 8;
        }
        return sum;
    }

    /// A folded sum as it counts behind `precedingBytes` bytes of the same message: an odd number of them swaps its
    /// bytes (RFC 1071 section 2(B)).
    public static int aligned(int sum, int precedingBytes) {
        return (precedingBytes & 1) == 0 ? sum : swap(sum);
    }

    /// The sum of the IPv4 pseudo-header (RFC 9293 3.1), folded.
    ///
    /// @param length bytes of the transport header and its payload
    public static int pseudoHeader(int source, int destination, int protocol, int length) {
        return fold((source & LOW) + (destination & LOW) + protocol + length);
    }

    /// The sum of one address of a pseudo-header, folded: of IPv6 (RFC 8200 8.1), and of IPv4 as IPv4-mapped, whose
    /// prefix adds 0xFFFF, which is nothing in one's complement.
    public static int address(long high, long low) {
        return fold((high >>> 32) + (high & LOW) + (low >>> 32) + (low & LOW));
    }

    /// The checksum of an area that is the whole message.
    public static int of(MemorySegment memory, long at, int length) {
        return ~sum(memory, at, length) & 0xFFFF;
    }

    /// Whether a message that includes its checksum field adds up.
    ///
    /// @param start the pseudo-header's sum, or 0
    public static boolean isRight(int start, MemorySegment memory, long at, int length) {
        return fold(start + sum(memory, at, length)) == 0xFFFF;
    }

    /// The checksum field's value for a sum of sums.
    public static int finish(int sum) {
        return ~fold(sum) & 0xFFFF;
    }

    /// Folds the carries of a sum of sums into 16 bits, without complementing.
    public static int fold(int sum) {
        return fold(sum & LOW);
    }

    private static int fold(long sum) {
        long folded = (sum >>> 32) + (sum & LOW);
        folded = (folded >>> 16) + (folded & 0xFFFF);
        folded = (folded >>> 16) + (folded & 0xFFFF);
        return (int) ((folded >>> 16) + (folded & 0xFFFF));
    }

    private static int swap(int sum) {
        return (sum & 0xFF) << 8 | sum >>> 8;
    }
}
