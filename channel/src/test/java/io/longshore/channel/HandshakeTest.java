package io.longshore.channel;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class HandshakeTest {

    private static final Hello HELLO = new Hello(Handshake.ATTACH, RegionLayout.ABI_VERSION, 2, 3, "käse");
    private static final Welcome WELCOME =
            new Welcome(1, -2, new RegionLayout(128, 4, 2, 18), "10.0.0.1/24", "/dev/shm/x.region");

    @Property(tries = 200)
    void aHelloComesOutAsItWentIn(@ForAll @IntRange(min = 1, max = 3) int kind, @ForAll int features, @ForAll int pid,
            @ForAll @StringLength(max = 60) String name) throws HandshakeException {
        String valid = new String(name.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                java.nio.charset.StandardCharsets.UTF_8);
        Hello hello = new Hello(kind, 65_535, features, pid, valid);
        assertEquals(hello, Hello.decode(hello.encode()));
    }

    @Test
    void theOthersComeOutAsTheyWentIn() throws HandshakeException {
        assertEquals(WELCOME, Welcome.decode(WELCOME.encode()));
        Refusal refusal = new Refusal(Refusal.NO_ROOM, "no");
        assertEquals(refusal, Refusal.decode(refusal.encode()));
        BellRequest bell = new BellRequest(-1, Long.MIN_VALUE, BellRequest.CONTEXT, 255);
        assertEquals(bell, BellRequest.decode(bell.encode()));
        assertEquals("status", Handshake.decodeText(Handshake.encodeText("status")));
    }

    @Test
    void theHelloLooksAsTheLayoutSays() {
        byte[] expected = {'L', 'S', 'H', 'R', 0, 1, 0, RegionLayout.ABI_VERSION, 0, 0, 0, 2, 0, 0, 0, 3,
            0, 5, 'k', (byte) 0xC3, (byte) 0xA4, 's', 'e'};
        assertEquals(ByteBuffer.wrap(expected), HELLO.encode());
    }

    @Test
    void everyMessageKnowsItsLengthWhereverTheStreamIsCut() throws HandshakeException {
        assertEquals(HELLO, Hello.decode(receive(HELLO.encode(), Hello::needed)));
        assertEquals(WELCOME, Welcome.decode(receive(WELCOME.encode(), Handshake::answerNeeded)));
        Refusal refusal = new Refusal(Refusal.OTHER_ABI, "wrong");
        assertEquals(refusal, Refusal.decode(receive(refusal.encode(), Handshake::answerNeeded)));
        assertEquals("abc", Handshake.decodeText(receive(Handshake.encodeText("abc"), Handshake::textNeeded)));
        assertEquals(BellRequest.BYTES, BellRequest.needed(ByteBuffer.allocate(1)));
    }

    /** Receives byte by byte, with another message right behind; takes exactly the first. */
    private static ByteBuffer receive(ByteBuffer message, Handshake.Length length) {
        ByteBuffer filling = ByteBuffer.allocate(Handshake.MOST_BYTES);
        ByteBuffer stream = ByteBuffer.allocate(message.remaining() + 5).put(message).put(new byte[5]).flip();
        while (filling.position() < length.needed(filling)) {
            filling.put(stream.get());
        }
        assertEquals(5, stream.remaining(), "what follows is left alone");
        return filling.flip();
    }

    @Property(tries = 2_000)
    void anyBytesAreDecodedOrRefusedWithASentence(@ForAll @Size(max = 80) byte[] bytes,
            @ForAll @IntRange(max = 4) int which) {
        byte[] start = which == 0 ? HELLO.encode().array() : WELCOME.encode().array();
        byte[] mutated = which < 2 ? Arrays.copyOf(bytes, bytes.length) : start.clone();
        if (which >= 2) {
            System.arraycopy(bytes, 0, mutated, 0, Math.min(bytes.length, mutated.length));
        }
        refusesOrDecodes(() -> Hello.decode(ByteBuffer.wrap(mutated)));
        refusesOrDecodes(() -> Welcome.decode(ByteBuffer.wrap(mutated)));
        refusesOrDecodes(() -> Refusal.decode(ByteBuffer.wrap(mutated)));
        refusesOrDecodes(() -> BellRequest.decode(ByteBuffer.wrap(mutated)));
        refusesOrDecodes(() -> Handshake.decodeText(ByteBuffer.wrap(mutated)));
        ByteBuffer filling = ByteBuffer.allocate(Handshake.MOST_BYTES).put(mutated);
        assertTrue(Hello.needed(filling) <= 16 + 2 + 255);
        assertTrue(Handshake.answerNeeded(filling) <= Handshake.MOST_BYTES);
    }

    private interface Decoding {
        Object decode() throws HandshakeException;
    }

    private static void refusesOrDecodes(Decoding decoding) {
        try {
            decoding.decode();
        } catch (HandshakeException e) {
            assertTrue(e.getMessage().length() > 20, e.getMessage());
        }
    }

    @Test
    void truncatedAndOverlongMessagesAreRefused() {
        byte[] hello = HELLO.encode().array();
        for (int length = 0; length < hello.length; length++) {
            ByteBuffer cut = ByteBuffer.wrap(hello, 0, length);
            assertThrows(HandshakeException.class, () -> Hello.decode(cut));
        }
        ByteBuffer longer = ByteBuffer.wrap(Arrays.copyOf(hello, hello.length + 1));
        assertEquals("a hello message has 1 bytes too many", refusal(() -> Hello.decode(longer)));
        byte[] welcome = WELCOME.encode().array();
        for (int length = 0; length < welcome.length; length++) {
            ByteBuffer cut = ByteBuffer.wrap(welcome, 0, length);
            assertThrows(HandshakeException.class, () -> Welcome.decode(cut));
        }
    }

    @Test
    void eachMismatchIsOneClearSentence() {
        assertEquals("whoever connected does not speak Longshore's control protocol",
                refusal(() -> Hello.decode(HELLO.encode().putInt(0, 0x47455420))));
        assertEquals("a connection of unknown kind 9 was asked for",
                refusal(() -> Hello.decode(HELLO.encode().putShort(4, (short) 9))));
        assertEquals("the TCP Server has version 7 of the memory interface, and this side has version "
                + RegionLayout.ABI_VERSION + ": "
                + "use the agent jar that came with the TCP Server",
                refusal(() -> Welcome.decode(WELCOME.encode().putShort(2, (short) 7))));
        assertEquals("the TCP Server announced an impossible region layout: slots is out of range: 3",
                refusal(() -> Welcome.decode(WELCOME.encode().putInt(20, 3))));
        assertTrue(refusal(() -> Welcome.decode(WELCOME.encode().putLong(36, 1))).startsWith(
                "the TCP Server announced a region of 1 bytes, but its layout has "));
        assertEquals("too many applications",
                refusal(() -> Welcome.decode(new Refusal(Refusal.NO_ROOM, "too many applications").encode())));
        assertEquals("a bell of unknown role 0 was asked for",
                refusal(() -> BellRequest.decode(new BellRequest(1, 2, 0, 3).encode())));
    }

    @Test
    void theServerRefusesAnApplicationOfAnotherVersion() {
        assertNull(HELLO.refusal());
        Refusal refusal = new Hello(Handshake.ATTACH, RegionLayout.ABI_VERSION + 1, 0, 0, "").refusal();
        assertEquals(Refusal.OTHER_ABI, refusal.status());
        assertTrue(refusal.sentence().startsWith("the application has version "
                + (RegionLayout.ABI_VERSION + 1)));
        assertThrows(IllegalArgumentException.class, () -> new Refusal(0, "yes"));
        assertThrows(IllegalArgumentException.class, () -> new Hello(1, 1, 0, 0, "n".repeat(256)).encode());
        assertDoesNotThrow(() -> new Hello(1, 1, 0, 0, "n".repeat(255)).encode());
    }

    private static String refusal(Decoding decoding) {
        return assertThrows(HandshakeException.class, decoding::decode).getMessage();
    }
}
