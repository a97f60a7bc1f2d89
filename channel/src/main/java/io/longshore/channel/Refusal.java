package io.longshore.channel;

import java.nio.ByteBuffer;

/**
 * The server's no to ATTACH.
 *
 * <pre>
 *   0 status u16 ≠ 0 · 2 abi u16 · 4 sentence: length u16, UTF-8
 * </pre>
 *
 * @param status   one of the numbers here
 * @param sentence why, for a person
 */
public record Refusal(int status, String sentence) {

    public static final int OTHER_ABI = 1;
    /** No memory, no file, too many attachments. */
    public static final int NO_ROOM = 2;
    /** The peer's user may not. */
    public static final int NOT_PERMITTED = 3;
    public static final int BAD_MESSAGE = 4;

    private static final int SENTENCE_AT = 4;

    public Refusal {
        if (status <= 0 || status > 0xFFFF) {
            throw new IllegalArgumentException("a refusal with status " + status);
        }
    }

    static int needed(ByteBuffer filling) {
        return Handshake.textEnd(filling, SENTENCE_AT);
    }

    public ByteBuffer encode() {
        byte[] text = Handshake.bytes(sentence, Handshake.MOST_TEXT);
        return ByteBuffer.allocate(SENTENCE_AT + Short.BYTES + text.length)
                .putShort((short) status).putShort((short) RegionLayout.ABI_VERSION)
                .putShort((short) text.length).put(text)
                .flip();
    }

    /** A complete message. */
    public static Refusal decode(ByteBuffer message) throws HandshakeException {
        Handshake.checkLength(message, SENTENCE_AT + Short.BYTES, "refusal");
        int status = Short.toUnsignedInt(message.getShort());
        if (status == 0) {
            throw new HandshakeException("a refusal message says that nothing was refused");
        }
        message.getShort();
        String sentence = Handshake.decodeText(message);
        Handshake.checkEnd(message, "refusal");
        return new Refusal(status, sentence);
    }
}
