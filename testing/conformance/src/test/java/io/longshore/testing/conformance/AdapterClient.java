package io.longshore.testing.conformance;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// A conformance driver's side of one session, over a real socket.
final class AdapterClient implements AutoCloseable {

    static final int VIRTUAL = 1;
    static final int REAL = 0;

    /// A reply as it came.
    record Reply(int op, int flags, long time, int result, int errno, ByteBuffer payload) {

        boolean isDeferred() {
            return (flags & SessionReply.DEFERRED) != 0;
        }

        byte[] bytes() {
            byte[] bytes = new byte[payload.getInt()];
            payload.get(bytes);
            return bytes;
        }

        ByteBuffer value() {
            return ByteBuffer.wrap(bytes()).order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    private final SocketChannel channel;
    private final DataInputStream in;
    private final Map<Integer, Reply> early = new HashMap<>();
    private int lastId;
    private long now;

    AdapterClient(SocketChannel channel) {
        this.channel = channel;
        in = new DataInputStream(Channels.newInputStream(channel));
    }

    /// Says hello for a script.
    AdapterClient hello(int clock, String flags) throws IOException {
        Reply reply = call(SessionRequest.HELLO, greeting(clock, 0, flags));
        if (reply.result() != 0 || reply.bytes().length == 0) {
            throw new IOException("refused: " + reply.errno());
        }
        return this;
    }

    static ByteBuffer greeting(int clock, int role, String flags) {
        byte[] text = flags.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(16 + text.length).putShort((short) 1).put((byte) clock).put((byte) role).putLong(0)
                .putInt(text.length).put(text);
    }

    /// The driver's clock, microseconds.
    AdapterClient at(long micros) {
        now = micros;
        return this;
    }

    int send(int op, ByteBuffer payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(20 + payload.position());
        frame.putInt(16 + payload.position()).putShort((short) op).putShort((short) 0).putInt(++lastId).putLong(now);
        frame.put(payload.flip());
        sendRaw(frame);
        return lastId;
    }

    void sendRaw(ByteBuffer frame) throws IOException {
        frame.flip();
        while (frame.hasRemaining()) {
            channel.write(frame);
        }
    }

    Reply call(int op, ByteBuffer payload) throws IOException {
        return reply(send(op, payload));
    }

    Reply call(int op, int... arguments) throws IOException {
        return call(op, ints(arguments));
    }

    static ByteBuffer ints(int... arguments) {
        ByteBuffer payload = ByteBuffer.allocate(4 * arguments.length);
        for (int argument : arguments) {
            payload.putInt(argument);
        }
        return payload;
    }

    Reply reply(int id) throws IOException {
        Reply known = early.remove(id);
        while (known == null) {
            ByteBuffer frame = ByteBuffer.wrap(in.readNBytes(in.readInt()));
            Reply reply = new Reply(frame.getShort() & 0x7FFF, frame.getShort(), 0, 0, 0, frame);
            int of = frame.getInt();
            Reply whole = new Reply(reply.op, reply.flags, frame.getLong(), frame.getInt(), frame.getInt(),
                    frame.slice());
            if (of == id) {
                known = whole;
            } else {
                early.put(of, whole);
            }
        }
        return known;
    }

    boolean isHungUp() throws IOException {
        return in.read() < 0;
    }

    // --- The calls --------------------------------------------------------------------------------------------------

    int socket(int domain) throws IOException {
        return call(16, domain, Linux.SOCK_STREAM, 0).result();
    }

    static ByteBuffer named(int socket, SocketName name) {
        ByteBuffer payload = ByteBuffer.allocate(28).putInt(socket);
        name.write(payload);
        return payload;
    }

    Reply bind(int socket, SocketName name) throws IOException {
        return call(17, named(socket, name));
    }

    Reply connect(int socket, SocketName name) throws IOException {
        return call(20, named(socket, name));
    }

    Reply write(int socket, int flags, byte[] data) throws IOException {
        ByteBuffer payload = ByteBuffer.allocate(42 + data.length).putInt(socket).putInt(flags).put((byte) 0)
                .put((byte) 0);
        SocketName.ABSENT.write(payload);
        return call(22, payload.putInt(data.length).put(data).putInt(0));
    }

    static ByteBuffer reading(int socket, int flags, int room, int via) {
        return ByteBuffer.allocate(18).putInt(socket).putInt(flags).putInt(room).putInt(64).put((byte) via)
                .put((byte) 0);
    }

    Reply read(int socket, int flags, int room) throws IOException {
        return call(21, reading(socket, flags, room, 0));
    }

    /// What a read brought.
    static byte[] data(Reply reply) {
        reply.payload.position(28);
        return reply.bytes();
    }

    Reply set(int socket, int level, int option, int value) throws IOException {
        ByteBuffer payload = ints(socket, level, option, 4, Integer.reverseBytes(value));
        return call(26, payload);
    }

    ByteBuffer get(int socket, int level, int option) throws IOException {
        return call(25, socket, level, option, 512).value();
    }

    Reply inject(byte[] packet) throws IOException {
        return call(SessionRequest.INJECT, ByteBuffer.allocate(4 + packet.length).putInt(packet.length).put(packet));
    }

    Reply sniff(long deadline) throws IOException {
        return call(SessionRequest.SNIFF, ByteBuffer.allocate(8).putLong(deadline));
    }

    Reply control(String line) throws IOException {
        byte[] text = line.getBytes(StandardCharsets.UTF_8);
        return call(SessionRequest.CONTROL, ByteBuffer.allocate(4 + text.length).putInt(text.length).put(text));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
