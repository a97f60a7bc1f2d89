package io.longshore.socket;

import io.longshore.channel.HostRings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadPendingException;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/**
 * The rings of a connection on the stack, to be used in place: what is to be sent is written where it is sent from, and
 * what was received is read where it was placed. Neither is copied.
 *
 * <pre>
 *   ByteBuffer out = rings.claim(4_096);        // room in the send ring
 *   encode(message, out);                       // moves out's position
 *   rings.commit(length);                       // sends what was written
 *
 *   ByteBuffer in = rings.peek();               // null: the end of the stream
 *   int length = decode(in);                    // reads as much as it understands
 *   rings.consume(length);                      // gives the room back to the sender
 * </pre>
 *
 * <p><b>Views.</b> {@code claim} and {@code peek} return the same object at every call, with a new position (mostly not
 * 0) and limit; nothing is allocated. What lies between them is yours until {@code commit} or {@code consume}, and only
 * that; what lies around them belongs to the same ring. A view cannot reach outside of the ring, whatever the registers
 * say. Views of received bytes are read-only. The byte order is big-endian, unless you set another, which then stays.
 *
 * <p><b>Wrap-around.</b> A ring is a circle, a view is not: it ends where the ring's memory ends. So a claim may be
 * smaller than what was asked for, and a peek may show less than {@link #available}. {@link #peek(int)} shows the next
 * piece while the first is still at hand; a second claim comes after the first one's commit. Whoever needs a number of
 * bytes in one piece has to be ready to copy.
 *
 * <p><b>Growth.</b> A ring grows and starts over while it is in use. Bytes that were shown and not consumed stay where
 * they are, and so do claimed ones; the next view is where the ring then is.
 *
 * <p><b>Blocking.</b> As the channel is configured: {@code peek} waits for a first byte and {@code claim} for room, or
 * both return an empty view, which ends by itself. Interrupts and asynchronous close are as in {@code read} and
 * {@code write}. To select, use {@code OP_READ} and {@code OP_WRITE}.
 *
 * <p><b>Threads.</b> One claim and one peek at a time, of any thread; they may be ended by another than began them.
 * Meanwhile the channel refuses to read ({@link ReadPendingException}) or to write
 * ({@link java.nio.channels.WritePendingException}).
 *
 * <p><b>Close.</b> While a claim or a peek is under way, memory stays the connection's: if another thread closes the
 * channel, the peer is told of the end, but the rings go to the next connection only when the claim and the peek are
 * ended (which then throws {@link java.nio.channels.ClosedChannelException}). A thread that closes the channel ends
 * its own claim and peek by that, and must not touch their views any more. A claim that is never ended keeps its slot.
 */
public final class ConnectionRings {

    private final StackConnection connection;
    private final RingInput input;
    private final RingOutput output;

    ConnectionRings(StackConnection connection) {
        HostRings rings = new HostRings(connection.slot);
        this.connection = connection;
        this.input = new RingInput(connection, rings);
        this.output = new RingOutput(connection, rings);
    }

    /** The rings of a connected channel, always the same; empty if its connection is the kernel's. */
    public static Optional<ConnectionRings> of(SocketChannel channel) {
        StackConnection connection = channel instanceof LongshoreSocketChannel && channel.isConnected()
                ? ((LongshoreSocketChannel) channel).stack() : null;
        return connection == null ? Optional.empty() : Optional.of(connection.rings());
    }

    // --- Sending ----------------------------------------------------------------------------------------------------

    /**
     * Room in the send ring, at most {@code most} bytes in one piece. Empty if the ring is full and the channel is
     * non-blocking. End it by {@link #commit}.
     *
     * @throws java.nio.channels.WritePendingException if there is a claim already
     */
    public ByteBuffer claim(int most) throws IOException {
        return output.claim(most);
    }

    /**
     * Ends the claim and sends its first {@code count} bytes, wherever the view's position is; 0 gives the claim up.
     *
     * @throws IllegalArgumentException if it is more than was claimed; the claim goes on
     * @throws IllegalStateException if there is no claim
     */
    public void commit(int count) throws IOException {
        output.commit(count);
    }

    /** Bytes that claims could have now; they may be several pieces, and more by and by. */
    public int room() throws IOException {
        return output.room();
    }

    // --- Receiving --------------------------------------------------------------------------------------------------

    /**
     * What was received and not yet consumed, up to where the ring wraps; null at the end of the stream. Empty if there
     * is nothing and the channel is non-blocking. End it by {@link #consume}, or peek again to see what else has come.
     */
    public ByteBuffer peek() throws IOException {
        return input.peek();
    }

    /**
     * Another view, of what lies {@code from} bytes behind the first one's beginning, up to where the ring wraps: empty
     * if nothing has come that far. Between {@link #peek()} and {@link #consume}; never waits.
     *
     * @throws IndexOutOfBoundsException if {@code from} is more than {@link #available}
     */
    public ByteBuffer peek(int from) throws IOException {
        return input.peek(from);
    }

    /** Bytes that were received and not yet consumed; peeks may show them in several pieces. */
    public int available() throws IOException {
        return connection.input().available();
    }

    /**
     * Ends the peek and takes its first {@code count} bytes, wherever the view's position is; 0 takes none. More than
     * the first piece may be taken at once, if the others were shown.
     *
     * @throws IllegalArgumentException if it is more than was shown; the peek goes on
     * @throws IllegalStateException if there was no peek
     */
    public void consume(int count) throws IOException {
        input.consume(count);
    }

    // --- For the connection -----------------------------------------------------------------------------------------

    void checkUnclaimed() {
        output.checkUnclaimed();
    }

    void checkUnseen() {
        if (input.isShowing()) {
            throw new ReadPendingException();
        }
    }

    /** The calling thread closes the channel. */
    void lapse() {
        input.lapse();
        output.lapse();
    }

    /** Whether somebody has a view in hand. */
    boolean isHeld() {
        return input.isShowing() || output.isClaimed();
    }
}
