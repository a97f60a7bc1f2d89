package io.longshore.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.wire.Frame;
import io.longshore.wire.FrameBatch;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever bytes arrive, the link raises no exception and believes nothing that cannot be.
class HostileFrameTest {

    private static final int FRAMES = 20_000;
    private static final int ROOM = 2_048;

    private final FrameBatch batch = new FrameBatch(Arena.ofAuto(), 1, ROOM);

    /// A frame of random length and bytes, headroom included; half of them with plausible Ethernet and IP headers.
    private Frame frame(Random random) {
        batch.clear();
        Frame frame = batch.add();
        frame.length = random.nextInt(random.nextInt(ROOM) + 1);
        for (long at = frame.start - VirtioHeader.BYTES; at < frame.start + frame.length; at++) {
            frame.memory.set(ValueLayout.JAVA_BYTE, at, (byte) random.nextInt());
        }
        if (random.nextBoolean()) {
            boolean ipv6 = random.nextBoolean();
            put(frame, 12, ipv6 ? 0x86 : 0x08);
            put(frame, 13, ipv6 ? 0xDD : 0x00);
            put(frame, 14, ipv6 ? 0x60 : 0x40 | random.nextInt(16));
            put(frame, ipv6 ? 20 : 23, random.nextBoolean() ? 6 : 17);
        }
        return frame;
    }

    private static void put(Frame frame, int at, int value) {
        frame.memory.set(ValueLayout.JAVA_BYTE, frame.start + at, (byte) value);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anOffloadHeaderOfAnyBytesIsJudgedWithoutException(long seed) {
        Random random = new Random(seed);
        int accepted = 0;
        for (int i = 0; i < FRAMES; i++) {
            Frame frame = frame(random);
            boolean sound = VirtioHeader.read(frame);
            accepted += sound ? 1 : 0;
            boolean possible = frame.transportAt <= frame.length && frame.segmentSize >= 0;
            assertTrue(!sound || possible, "seed " + seed + ", frame " + i);
        }
        assertTrue(accepted > 0 && accepted < FRAMES, "seed " + seed + ": accepted " + accepted);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aCaptureOfAnyBytesHoldsThemAllButForAChecksum(long seed) throws Exception {
        Random random = new Random(seed);
        for (int i = 0; i < FRAMES / 20; i++) {
            Capture capture = new Capture(1 << 17, () -> 0, "x");
            ByteArrayOutputStream headers = new ByteArrayOutputStream();
            capture.drain(Channels.newChannel(headers));
            Frame frame = frame(random);
            frame.flags = Frame.CHECKSUM_OFFLOADED;
            byte[] bytes = FrameSample.bytes(frame);
            capture.frames(batch, Capture.INBOUND);
            ByteArrayOutputStream block = new ByteArrayOutputStream();
            capture.drain(Channels.newChannel(block));
            String trial = "seed " + seed + ", frame " + i;
            assertEquals(1, capture.frames(), trial);
            assertTrue(differences(bytes, block.toByteArray()) <= 2, trial);
        }
    }

    /// How many bytes of the frame differ in its block, which must be well formed around them.
    private static int differences(byte[] frame, byte[] block) {
        ByteBuffer fields = ByteBuffer.wrap(block).order(java.nio.ByteOrder.nativeOrder());
        assertEquals(block.length, fields.getInt(4));
        assertEquals(block.length, fields.getInt(block.length - 4));
        assertEquals(frame.length, fields.getInt(20));
        int count = 0;
        for (int i = 0; i < frame.length; i++) {
            count += frame[i] == block[28 + i] ? 0 : 1;
        }
        return count;
    }
}
