package io.longshore.stack;

/// IPv4 addresses in a slot's lines: IPv4-mapped in two longs (RFC 4291 2.5.5.2); all zeros is the wildcard.
final class SlotAddresses {

    private static final long MAPPED = 0xFFFFL << 32;
    private static final long LOW = 0xFFFF_FFFFL;

    private SlotAddresses() {
    }

    /// Whether the two longs at a register are an IPv4 address, or the wildcard of either family.
    static boolean isIpv4(ServerAttachment attachment, int slot, int register) {
        long high = attachment.acquire(slot, register);
        long low = attachment.acquire(slot, register + Long.BYTES);
        return high == 0 && (low == 0 || (low & ~LOW) == MAPPED);
    }

    static int read(ServerAttachment attachment, int slot, int register) {
        return (int) attachment.acquire(slot, register + Long.BYTES);
    }

    static void write(ServerAttachment attachment, int slot, int register, int address) {
        attachment.putLong(slot, register, 0);
        attachment.putLong(slot, register + Long.BYTES, MAPPED | address & LOW);
    }
}
