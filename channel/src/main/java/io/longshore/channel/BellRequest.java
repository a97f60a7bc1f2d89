package io.longshore.channel;

import java.nio.ByteBuffer;

/**
 * What the new connection of kind BELL is to wake, or to tell.
 *
 * <pre>
 *   0 attachment u32 · 4 token u64 · 12 role u16 · 14 index u32
 * </pre>
 *
 * @param attachment as in the {@link Welcome}
 * @param token      as in the {@link Welcome}
 * @param role       {@link #SHARD} (the host rings), {@link #CONTEXT} (the server rings), or {@link #REPORT}
 * @param index      which of them; 0 for a report
 */
public record BellRequest(int attachment, long token, int role, int index) {

    public static final int SHARD = 1;
    public static final int CONTEXT = 2;
    /** The host tells what it was asked by {@link Handshake#QUESTION}: texts, of which the last one is empty. */
    public static final int REPORT = 3;
    /** Bytes of this message. */
    public static final int BYTES = 18;

    /** See {@link Handshake}. */
    public static int needed(ByteBuffer filling) {
        return BYTES;
    }

    public ByteBuffer encode() {
        return ByteBuffer.allocate(BYTES)
                .putInt(attachment).putLong(token).putShort((short) role).putInt(index)
                .flip();
    }

    /** A complete message. */
    public static BellRequest decode(ByteBuffer message) throws HandshakeException {
        Handshake.checkLength(message, BYTES, "bell");
        BellRequest request = new BellRequest(
                message.getInt(), message.getLong(), Short.toUnsignedInt(message.getShort()), message.getInt());
        Handshake.checkEnd(message, "bell");
        if (request.role() < SHARD || request.role() > REPORT) {
            throw new HandshakeException("a bell of unknown role " + request.role() + " was asked for");
        }
        return request;
    }
}
