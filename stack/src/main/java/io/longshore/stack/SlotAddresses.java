package io.longshore.stack;

/// Addresses in a slot's lines: two longs, IPv4 as IPv4-mapped (RFC 4291 2.5.5.2); all zeros is the wildcard.
final class SlotAddresses {

    private SlotAddresses() {
    }

    static long high(ServerAttachment attachment, int slot, int register) {
        return attachment.acquire(slot, register);
    }

    static long low(ServerAttachment attachment, int slot, int register) {
        return attachment.acquire(slot, register + Long.BYTES);
    }

    static void write(ServerAttachment attachment, int slot, int register, long high, long low) {
        attachment.putLong(slot, register, high);
        attachment.putLong(slot, register + Long.BYTES, low);
    }
}
