package io.longshore.channel;

import java.nio.ByteBuffer;

/**
 * The server's yes to ATTACH.
 *
 * <pre>
 *    0 status u16 = 0 · 2 abi u16 · 4 features u32 · 8 attachment u32 · 12 token u64 · 20 slots u32 · 24 contexts u32
 *   28 shards u32 · 32 log2Ring u32 · 36 regionBytes u64 · 44 rules: length u16, UTF-8 · path: length u16, UTF-8
 * </pre>
 *
 * @param attachment the server's number for the application
 * @param token      what proves that a bell belongs to it
 * @param layout     of the region
 * @param rules      the addresses that the stack owns, each with its prefix length, separated by commas; behind a
 *                   semicolon the rules for applications that bring none
 * @param path       of the region's file, to be mapped before MAPPED is sent
 */
public record Welcome(int attachment, long token, RegionLayout layout, String rules, String path) {

    private static final int RULES_AT = 44;

    static int needed(ByteBuffer filling) {
        int rulesEnd = Handshake.textEnd(filling, RULES_AT);
        return filling.position() < rulesEnd ? rulesEnd : Handshake.textEnd(filling, rulesEnd);
    }

    public ByteBuffer encode() {
        byte[] rulesText = Handshake.bytes(rules, Handshake.MOST_TEXT);
        byte[] pathText = Handshake.bytes(path, Handshake.MOST_TEXT);
        return ByteBuffer.allocate(RULES_AT + 2 * Short.BYTES + rulesText.length + pathText.length)
                .putShort((short) 0).putShort((short) RegionLayout.ABI_VERSION).putInt(0)
                .putInt(attachment).putLong(token)
                .putInt(layout.slots()).putInt(layout.contexts()).putInt(layout.shards()).putInt(layout.log2Ring())
                .putLong(layout.bytes())
                .putShort((short) rulesText.length).put(rulesText)
                .putShort((short) pathText.length).put(pathText)
                .flip();
    }

    /** A complete message; a {@link Refusal} becomes an exception with its sentence. */
    public static Welcome decode(ByteBuffer message) throws HandshakeException {
        if (message.remaining() >= Short.BYTES && message.getShort(message.position()) != 0) {
            throw new HandshakeException(Refusal.decode(message).sentence());
        }
        Handshake.checkLength(message, RULES_AT + 2 * Short.BYTES, "welcome");
        message.getShort();
        int abi = Short.toUnsignedInt(message.getShort());
        if (abi != RegionLayout.ABI_VERSION) {
            throw new HandshakeException(HandshakeException.otherAbi("the TCP Server", abi));
        }
        message.getInt();
        int attachment = message.getInt();
        long token = message.getLong();
        RegionLayout layout = layout(message);
        long bytes = message.getLong();
        if (bytes != layout.bytes()) {
            throw new HandshakeException("the TCP Server announced a region of " + bytes + " bytes, but its layout has "
                    + layout.bytes());
        }
        String rules = Handshake.decodeText(message);
        String path = Handshake.decodeText(message);
        Handshake.checkEnd(message, "welcome");
        return new Welcome(attachment, token, layout, rules, path);
    }

    private static RegionLayout layout(ByteBuffer message) throws HandshakeException {
        try {
            return new RegionLayout(message.getInt(), message.getInt(), message.getInt(), message.getInt());
        } catch (IllegalArgumentException e) {
            throw new HandshakeException("the TCP Server announced an impossible " + e.getMessage());
        }
    }
}
