package io.longshore.testing.fuzz;

import java.util.Arrays;

/// What becomes of an IPv6 packet's extension headers, as one would explain it (RFC 8200 section 4, RFC 8504 5.3):
/// header by header, each cut off the front of what is left.
final class HeaderChainModel {

    static final String DROPPED = "dropped";
    /// Fragments and messages have models of their own.
    static final String NOT_JUDGED = "not judged";

    private static final int HEADER = 40;
    private static final int LIMIT = 256;
    private static final int MOST = 8;

    private byte[] left;
    private int next;
    private int nextAt = 6;
    private int at = HEADER;
    private boolean atomic;

    /// @param packet an IPv6 packet, its header right
    static String of(byte[] packet) {
        return new HeaderChainModel(packet).walk();
    }

    private HeaderChainModel(byte[] packet) {
        next = packet[6] & 0xFF;
        left = Arrays.copyOfRange(packet, HEADER, packet.length);
    }

    private String walk() {
        int headers = 0;
        while (isExtension()) {
            // a fragment header begins the count anew: what is behind it belongs to another packet
            String end = headers == MOST ? DROPPED : left.length < 8 ? DROPPED : header();
            if (end != null) {
                return end;
            }
            headers = next == FRAGMENT_TAKEN ? 0 : headers + 1;
            next = next == FRAGMENT_TAKEN ? afterFragment : next;
        }
        return switch (next) {
            case 6 -> "segment at " + at + ", " + left.length + " bytes";
            case 17, 58 -> NOT_JUDGED;
            case 59 -> DROPPED;
            default -> problem(1, nextAt);
        };
    }

    private static final int FRAGMENT_TAKEN = -1;
    private int afterFragment;

    private boolean isExtension() {
        return next == 0 || next == 43 || next == 44 || next == 60;
    }

    private static String problem(int code, int pointer) {
        return "problem " + code + " at " + pointer;
    }

    private String header() {
        if (next == 44) {
            return fragment();
        }
        int length = 8 * (1 + (left[1] & 0xFF));
        if (length > left.length || at + length > HEADER + LIMIT) {
            return DROPPED;
        }
        String end = next == 43 ? routing() : options(length);
        if (end == null) {
            cut(length);
        }
        return end;
    }

    private void cut(int length) {
        next = left[0] & 0xFF;
        nextAt = at;
        at += length;
        left = Arrays.copyOfRange(left, length, left.length);
    }

    private String fragment() {
        boolean alone = left[2] == 0 && (left[3] & 0xF9) == 0;
        if (!alone) {
            return NOT_JUDGED;
        }
        if (atomic || at + 8 > HEADER + LIMIT) {
            return DROPPED;
        }
        atomic = true;
        cut(8);
        afterFragment = next;
        next = FRAGMENT_TAKEN;
        return null;
    }

    private String routing() {
        return left[3] == 0 ? null : problem(0, at + 2);
    }

    private String options(int length) {
        if (next == 0 && at != HEADER) {
            return problem(1, nextAt);
        }
        int[] seen = new int[2];
        int i = 2;
        while (i < length) {
            int type = left[i] & 0xFF;
            int size = type == 0 ? 1 : i + 1 < length ? 2 + (left[i + 1] & 0xFF) : Integer.MAX_VALUE;
            String end = size > length - i ? DROPPED : option(type, at + i, size, seen);
            if (end != null) {
                return end;
            }
            i += size;
        }
        return null;
    }

    /// @param seen bytes of padding in a row, options that are none
    private static String option(int type, int place, int size, int[] seen) {
        boolean padding = type <= 1;
        seen[0] = padding ? seen[0] + size : 0;
        seen[1] += padding ? 0 : 1;
        if (seen[0] > 7 || seen[1] > 8) {
            return DROPPED;
        }
        if (padding || type == 5 || type < 0x40) {
            return null;
        }
        return type < 0x80 ? DROPPED : problem(2, place);
    }
}
