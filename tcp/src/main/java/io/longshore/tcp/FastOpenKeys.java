package io.longshore.tcp;

import io.longshore.wire.IpAddress;
import io.longshore.wire.SipHash;
import java.util.HexFormat;

/// Keys of Fast Open's cookies and the cookies they make (RFC 7413 4.1.2), bit by bit as Linux has them: SipHash-2-4
/// over the two addresses of a SYN, so that the servers behind one address can share a key. The key before is honoured,
/// but answered by a cookie of the present one: so keys rotate.
public final class FastOpenKeys {

    /// Bytes of a cookie that we make.
    public static final int COOKIE = Long.BYTES;
    /// What becomes of a cookie.
    static final int BAD = 0;
    static final int GOOD = 1;
    static final int GOOD_BY_OLD_KEY = 2;

    private static final int GROUPS = 4;
    private static final int HEXADECIMAL = 16;

    private int[] primary;
    private int[] backup;
    private SipHash primaryHash;
    private SipHash backupHash;

    /// Whether there is a key.
    public boolean areSet() {
        return primary != null;
    }

    /// Sets the key to what nobody knows, if there is none yet.
    void setIfAbsent(long first, long second) {
        if (primary == null) {
            set(new int[] {(int) first, (int) (first >>> Integer.SIZE), (int) second, (int) (second >>> Integer.SIZE)},
                    null);
        }
    }

    /// Takes keys in the form of `net.ipv4.tcp_fastopen_key`, `x-x-x-x` or `x-x-x-x,x-x-x-x`; false if it is none.
    public boolean take(String text) {
        String[] keys = text.split(",", -1);
        int[] first = parse(keys[0]);
        int[] second = keys.length == 2 ? parse(keys[1]) : null;
        if (first == null || keys.length > 2 || keys.length == 2 && second == null) {
            return false;
        }
        set(first, second);
        return true;
    }

    /// Takes keys in the form of TCP_FASTOPEN_KEY: 16 or 32 bytes; false if it is none.
    public boolean take(byte[] keys) {
        int bytes = GROUPS * Integer.BYTES;
        if (keys.length != bytes && keys.length != 2 * bytes) {
            return false;
        }
        set(groups(keys, 0), keys.length > bytes ? groups(keys, bytes) : null);
        return true;
    }

    /// Takes those of a socket, if they are others.
    void take(SocketOptions options) {
        boolean hasBackup = options.fastOpenKeys > 1;
        if (is(primary, options.fastOpenKey, 0) && (hasBackup ? is(backup, options.fastOpenKey, 2) : backup == null)) {
            return;
        }
        set(groups(options.fastOpenKey, 0), hasBackup ? groups(options.fastOpenKey, 2) : null);
    }

    private static boolean is(int[] key, long[] words, int from) {
        return key != null && word(key[0], key[1]) == Long.reverseBytes(words[from])
                && word(key[2], key[3]) == Long.reverseBytes(words[from + 1]);
    }

    private static int[] groups(long[] words, int from) {
        long first = Long.reverseBytes(words[from]);
        long second = Long.reverseBytes(words[from + 1]);
        return new int[] {(int) first, (int) (first >>> Integer.SIZE), (int) second, (int) (second >>> Integer.SIZE)};
    }

    /// The keys as TCP_FASTOPEN_KEY has them.
    public byte[] bytes() {
        int count = primary == null ? 0 : backup == null ? GROUPS : 2 * GROUPS;
        byte[] bytes = new byte[count * Integer.BYTES];
        for (int i = 0; i < bytes.length; i++) {
            int group = i / Integer.BYTES;
            int value = group < GROUPS ? primary[group] : backup[group - GROUPS];
            bytes[i] = (byte) (value >>> i % Integer.BYTES * Byte.SIZE);
        }
        return bytes;
    }

    /// The keys as `net.ipv4.tcp_fastopen_key` shows them.
    public String show() {
        if (primary == null) {
            return "00000000-00000000-00000000-00000000";
        }
        return show(primary) + (backup == null ? "" : "," + show(backup));
    }

    private static String show(int[] key) {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(key[0]) + "-" + hex.toHexDigits(key[1]) + "-" + hex.toHexDigits(key[2]) + "-"
                + hex.toHexDigits(key[3]);
    }

    private static int[] groups(byte[] keys, int from) {
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS * Integer.BYTES; i++) {
            groups[i / Integer.BYTES] |= (keys[from + i] & 0xFF) << i % Integer.BYTES * Byte.SIZE;
        }
        return groups;
    }

    private static int[] parse(String text) {
        String[] groups = text.split("-", -1);
        int[] key = new int[GROUPS];
        try {
            for (int i = 0; i < groups.length && i < GROUPS; i++) {
                key[i] = Integer.parseUnsignedInt(groups[i], HEXADECIMAL);
            }
        } catch (NumberFormatException e) {
            return null;
        }
        return groups.length == GROUPS ? key : null;
    }

    private void set(int[] first, int[] second) {
        primary = first;
        backup = second;
        primaryHash = hash(first);
        backupHash = second == null ? null : hash(second);
    }

    private static SipHash hash(int[] key) {
        return SipHash.strong(word(key[0], key[1]), word(key[2], key[3]));
    }

    private static long word(int low, int high) {
        return low & 0xFFFF_FFFFL | (long) high << Integer.SIZE;
    }

    /// The cookie for who sent a segment, its bytes as a big-endian number.
    long cookie(Segment segment) {
        return cookie(primaryHash, segment);
    }

    /// Whether a segment's cookie is the one we would give its sender.
    int judge(Segment segment) {
        if (segment.options.fastOpen().length() != COOKIE) {
            return BAD;
        }
        long cookie = segment.options.fastOpen().first();
        if (cookie == cookie(primaryHash, segment)) {
            return GOOD;
        }
        return backupHash != null && cookie == cookie(backupHash, segment) ? GOOD_BY_OLD_KEY : BAD;
    }

    private static long cookie(SipHash hash, Segment segment) {
        long hashed = IpAddress.isIpv4(segment.sourceHigh, segment.sourceLow)
                ? hash.hash(word(Integer.reverseBytes((int) segment.sourceLow),
                        Integer.reverseBytes((int) segment.destinationLow)))
                : hash.hash(Long.reverseBytes(segment.sourceHigh), Long.reverseBytes(segment.sourceLow),
                        Long.reverseBytes(segment.destinationHigh), Long.reverseBytes(segment.destinationLow));
        return Long.reverseBytes(hashed);
    }
}
