package io.longshore.channel;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * What all messages on the control socket have in common. Numbers are big-endian; a text is its length in bytes (16
 * bits) and its UTF-8.
 *
 * <pre>
 *   application                                   TCP Server
 *   {@link Hello} ATTACH                    →
 *                                           ←     {@link Welcome} (or {@link Refusal}, and end of stream)
 *   maps the region; {@link #MAPPED}        →     unlinks the region's file
 *                                           ←     {@link #READY}; from now on the connection is the lease
 *                                           ←     {@link #QUESTION}, now and then
 *
 *   {@link Hello} BELL, {@link BellRequest} →
 *                                           ←     {@link #READY}, or another byte and end of stream
 *   for a report: texts, the last one empty →
 *   {@link Hello} COMMAND, a text           →
 *                                           ←     0 and the output, or 1 and a sentence, until end of stream
 * </pre>
 *
 * <p>Each message knows from its first bytes how long it is: {@code needed(buffer)} gives the bytes known to belong to
 * it so far, so a receiver never reads beyond. It is complete when the buffer's position has reached that.
 */
public final class Handshake {

    /** First four bytes of every connection: "LSHR". */
    public static final int MAGIC = 0x4C53_4852;
    /** The kinds of connection. */
    public static final int ATTACH = 1;
    public static final int BELL = 2;
    public static final int COMMAND = 3;
    /** The application has mapped the region. */
    public static final byte MAPPED = 1;
    /** The server has accepted, and has unlinked the region's file. */
    public static final byte READY = 0;
    /** The server asks on the lease where the application's sockets are; it is told by {@link BellRequest#REPORT}. */
    public static final byte QUESTION = 2;
    /** The longest text of such a report, in bytes. */
    public static final int MOST_REPORT = 4_000;
    /** The longest message: every text of a {@link Welcome} of the greatest length. */
    public static final int MOST_BYTES = 1 << 18;
    /** The longest text. */
    public static final int MOST_TEXT = 0xFFFF;

    /** Tells from the bytes that have come (0 to the position) how many the message is known to have. */
    @FunctionalInterface
    public interface Length {
        int needed(ByteBuffer filling);
    }

    private Handshake() {
    }

    /** Bytes known to belong to the server's answer to ATTACH, be it a {@link Welcome} or a {@link Refusal}. */
    public static int answerNeeded(ByteBuffer filling) {
        if (filling.position() < Short.BYTES) {
            return Short.BYTES;
        }
        return filling.getShort(0) == 0 ? Welcome.needed(filling) : Refusal.needed(filling);
    }

    /** Bytes known to belong to one text, such as a command line. */
    public static int textNeeded(ByteBuffer filling) {
        return textEnd(filling, 0);
    }

    /** A text as a message of its own. */
    public static ByteBuffer encodeText(String text) {
        byte[] bytes = bytes(text, MOST_TEXT);
        return ByteBuffer.allocate(Short.BYTES + bytes.length).putShort((short) bytes.length).put(bytes).flip();
    }

    /** Takes a text from the buffer's position on. */
    public static String decodeText(ByteBuffer message) throws HandshakeException {
        int length = message.remaining() < Short.BYTES ? -1 : Short.toUnsignedInt(message.getShort());
        if (length < 0 || length > message.remaining()) {
            throw new HandshakeException("a message on the control socket ends within a text");
        }
        ByteBuffer text = message.slice(message.position(), length);
        message.position(message.position() + length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(text).toString();
        } catch (CharacterCodingException e) {
            throw new HandshakeException("a text on the control socket is not UTF-8");
        }
    }

    /** Where a text that begins at {@code at} ends, or what is needed to know. */
    static int textEnd(ByteBuffer filling, int at) {
        int behindLength = at + Short.BYTES;
        return filling.position() < behindLength
                ? behindLength
                : behindLength + Short.toUnsignedInt(filling.getShort(at));
    }

    static byte[] bytes(String text, int most) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > most) {
            throw new IllegalArgumentException("a text of " + bytes.length + " bytes, where " + most + " may be");
        }
        return bytes;
    }

    static void checkEnd(ByteBuffer message, String name) throws HandshakeException {
        if (message.hasRemaining()) {
            throw new HandshakeException("a " + name + " message has " + message.remaining() + " bytes too many");
        }
    }

    static void checkLength(ByteBuffer message, int least, String name) throws HandshakeException {
        if (message.remaining() < least) {
            throw new HandshakeException("a " + name + " message has " + message.remaining()
                    + " bytes, where at least " + least + " must be");
        }
    }
}
