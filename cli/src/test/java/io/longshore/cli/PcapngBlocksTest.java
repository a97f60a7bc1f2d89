package io.longshore.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.cli.CaptureCommand.PcapngBlocks;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PcapngBlocksTest {

    private static final int PACKET = 6;
    private static final int INTERFACE = 1;

    @Test
    void wholeBlocksAreCopiedAndPacketsAreTold() throws IOException {
        byte[] stream = join(block(INTERFACE, 20), block(PACKET, 200_000));
        PcapngBlocks blocks = new PcapngBlocks(new ByteArrayInputStream(stream));
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        assertTrue(blocks.next());
        assertFalse(blocks.isPacket());
        blocks.writeTo(copy);
        assertTrue(blocks.next());
        assertTrue(blocks.isPacket());
        blocks.writeTo(copy);
        assertFalse(blocks.next());
        assertArrayEquals(stream, copy.toByteArray());
    }

    @Test
    void aBlockThatIsCutOffIsNoBlock() throws IOException {
        byte[] stream = join(block(PACKET, 40), Arrays.copyOf(block(PACKET, 400), 100));
        PcapngBlocks blocks = new PcapngBlocks(new ByteArrayInputStream(stream));
        assertTrue(blocks.next());
        assertFalse(blocks.next());
    }

    @Test
    void whatIsNoPcapngIsRefused() {
        PcapngBlocks blocks = new PcapngBlocks(new ByteArrayInputStream(new byte[64]));
        assertEquals("the TCP Server sent no pcapng block",
                assertThrows(IOException.class, blocks::next).getMessage());
    }

    @Test
    void whoIsToldToEndEnds() throws IOException {
        PcapngBlocks blocks = new PcapngBlocks(new ByteArrayInputStream(block(PACKET, 40)));
        blocks.end();
        assertFalse(blocks.next());
    }

    private static byte[] block(int type, int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN).putInt(type).putInt(length)
                .putInt(length - 4, length).array();
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
