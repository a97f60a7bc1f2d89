package io.longshore.testing.conformance;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// One option of a TCP header, as bytes.
///
/// @param kind as IANA numbers them
/// @param data what follows kind and length; empty for the two that have no length
record TcpOption(int kind, byte[] data) {

    /// Bytes that a script gives, whatever they mean.
    static final int RAW = -1;
    static final int END = 0;
    static final int NOP = 1;
    static final int MSS = 2;
    static final int WINDOW_SCALE = 3;
    static final int SACK_PERMITTED = 4;
    static final int SACK = 5;
    static final int TIMESTAMPS = 8;
    static final int FAST_OPEN = 34;
    /// Accurate ECN's, the counter of ECT(0) or of ECT(1) first.
    static final int ACC_ECN_0 = 172;
    static final int ACC_ECN_1 = 174;

    private static final int LARGEST_SPACE = 40;

    static List<TcpOption> parse(byte[] bytes) {
        List<TcpOption> options = new ArrayList<>();
        int at = 0;
        while (at < bytes.length) {
            int kind = bytes[at] & 0xFF;
            int length = kind <= NOP || at + 1 == bytes.length ? 1 : bytes[at + 1] & 0xFF;
            if (kind > NOP && length < 2 || at + length > bytes.length) {
                throw new ScriptFailure("the options " + HexFormat.of().formatHex(bytes) + " are malformed");
            }
            byte[] data = new byte[Math.max(0, length - 2)];
            System.arraycopy(bytes, at + Math.min(2, length), data, 0, data.length);
            options.add(new TcpOption(kind, data));
            at += length;
        }
        return options;
    }

    /// The options one behind the other, filled up with END to a multiple of four.
    static byte[] bytes(List<TcpOption> options) {
        ByteBuffer bytes = ByteBuffer.allocate(LARGEST_SPACE);
        for (TcpOption option : options) {
            if (option.kind == RAW) {
                bytes.put(option.data);
                continue;
            }
            bytes.put((byte) option.kind);
            if (option.kind > NOP) {
                bytes.put((byte) (option.data.length + 2)).put(option.data);
            }
        }
        byte[] padded = new byte[(bytes.position() + 3) / 4 * 4];
        bytes.get(0, padded, 0, padded.length);
        return padded;
    }

    /// One of Accurate ECN with counters like `1,0,1`; `none` for one without.
    static TcpOption counters(int kind, String values) {
        String[] numbers = values.equals("none") ? new String[0] : values.split(",");
        ByteBuffer data = ByteBuffer.allocate(3 * numbers.length);
        for (String number : numbers) {
            int value = (int) Expression.value(number);
            data.put((byte) (value >> 16)).putShort((short) value);
        }
        return new TcpOption(kind, data.array());
    }

    /// The 32-bit word at an index of the data.
    long word(int index) {
        return Integer.toUnsignedLong(ByteBuffer.wrap(data).getInt(index * Integer.BYTES));
    }

    /// One or two bytes of data as a number.
    int number() {
        int value = 0;
        for (byte part : data) {
            value = value << 8 | part & 0xFF;
        }
        return value;
    }

    String word() {
        return switch (kind) {
            case END -> "eol";
            case NOP -> "nop";
            case MSS -> "mss";
            case WINDOW_SCALE -> "ws";
            case SACK_PERMITTED -> "sackok";
            case SACK -> "sack";
            case TIMESTAMPS -> "ts";
            case FAST_OPEN -> "fo";
            case ACC_ECN_0 -> "accecn0";
            case ACC_ECN_1 -> "accecn";
            default -> "kind" + kind;
        };
    }
}
