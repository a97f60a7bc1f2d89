package io.longshore.channel;

import java.nio.ByteBuffer;

/**
 * The first message of every connection to the control socket.
 *
 * <pre>
 *   0 magic u32 · 4 kind u16 · 6 abi u16 · 8 features u32 · 12 pid u32
 *   16 name: length u16, UTF-8 of at most 255 bytes
 * </pre>
 *
 * @param kind     {@link Handshake#ATTACH}, {@link Handshake#BELL} or {@link Handshake#COMMAND}
 * @param abi      the version of the memory interface that the application has
 * @param features bits for what it can do beyond that version; none yet
 * @param pid      its process, as it says itself; the server asks the kernel
 * @param name     what to call it in lists
 */
public record Hello(int kind, int abi, int features, int pid, String name) {

    private static final int NAME_AT = 16;
    private static final int MOST_NAME = 255;

    /** From this side, of this process. */
    public static Hello of(int kind, String name) {
        return new Hello(kind, RegionLayout.ABI_VERSION, 0, (int) ProcessHandle.current().pid(), name);
    }

    /** See {@link Handshake}. A length that no name can have is not waited for. */
    public static int needed(ByteBuffer filling) {
        return Math.min(Handshake.textEnd(filling, NAME_AT), NAME_AT + Short.BYTES + MOST_NAME);
    }

    public ByteBuffer encode() {
        byte[] text = Handshake.bytes(name, MOST_NAME);
        return ByteBuffer.allocate(NAME_AT + Short.BYTES + text.length)
                .putInt(Handshake.MAGIC).putShort((short) kind).putShort((short) abi)
                .putInt(features).putInt(pid)
                .putShort((short) text.length).put(text)
                .flip();
    }

    /** A complete message. */
    public static Hello decode(ByteBuffer message) throws HandshakeException {
        Handshake.checkLength(message, NAME_AT + Short.BYTES, "hello");
        int magic = message.getInt();
        if (magic != Handshake.MAGIC) {
            throw new HandshakeException("whoever connected does not speak Longshore's control protocol");
        }
        int kind = Short.toUnsignedInt(message.getShort());
        if (kind < Handshake.ATTACH || kind > Handshake.COMMAND) {
            throw new HandshakeException("a connection of unknown kind " + kind + " was asked for");
        }
        int abi = Short.toUnsignedInt(message.getShort());
        int features = message.getInt();
        int pid = message.getInt();
        String name = Handshake.decodeText(message);
        Handshake.checkEnd(message, "hello");
        return new Hello(kind, abi, features, pid, name);
    }

    /** The refusal that the server owes to an application of another version, or null if it fits. */
    public Refusal refusal() {
        return abi == RegionLayout.ABI_VERSION
                ? null
                : new Refusal(Refusal.OTHER_ABI, HandshakeException.otherAbi("the application", abi));
    }
}
