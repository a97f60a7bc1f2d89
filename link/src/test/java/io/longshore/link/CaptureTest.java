package io.longshore.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.longshore.testing.allocation.AllocationGate;
import io.longshore.wire.Frame;
import io.longshore.wire.FrameBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureTest {

    /// 2026-01-02T03:04:05.123456789Z
    private static final long TIME = 1_767_323_045_123_456_789L;
    private static final int OFFLOADS = LinkCapabilities.CHECKSUM | LinkCapabilities.SEGMENTATION;

    private final MemoryCable cable = new MemoryCable(1_500, OFFLOADS, 64);
    private final CapturingLink link = new CapturingLink(cable.left());
    private final FrameBatch out = FrameSample.batch(16);
    private final FrameBatch in = FrameSample.batch(16);

    @TempDir
    private Path directory;

    private static Capture capture(int capacity) {
        return new Capture(capacity, () -> TIME, "memory");
    }

    /// A plain segment, an offloaded one and a super-segment out, one of each in.
    private void converse() {
        FrameSample.segment(out, 1, 100);
        FrameSample.offloaded(out, 2, 1_001, 0);
        FrameSample.offloaded(out, 3, 60_000, 1_448);
        link.transmit(out);
        FrameSample.segment(out, 4, 0);
        FrameSample.offloaded(out, 5, 3, 0);
        FrameSample.offloaded(out, 6, 64_999, 1_448);
        cable.right().transmit(out);
        link.receive(in);
        in.clear();
    }

    private Path captured(Capture capture) throws IOException {
        Path file = directory.resolve("capture.pcapng");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.APPEND)) {
            capture.drain(channel);
        }
        return file;
    }

    private static String run(String... command) throws Exception {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            assumeTrue(false, command[0] + " is not installed");
            return "";
        }
        String output = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), output);
        return output;
    }

    @Test
    void capinfosReadsItWithoutComplaint() throws Exception {
        Capture capture = capture(1 << 20);
        link.attach(capture);
        converse();
        String text = run("capinfos", "-M", captured(capture).toString());
        assertTrue(text.matches("(?s).*File type:\\s+pcapng\n.*"), text);
        assertTrue(text.matches("(?s).*Number of packets:\\s+6\n.*"), text);
        assertTrue(text.contains("Capture application: Longshore"), text);
        assertTrue(text.contains("Name = memory"), text);
        assertTrue(text.contains("Time precision = nanoseconds (9)"), text);
        assertFalse(text.contains("capinfos:"), text);
    }

    @Test
    void tsharkFindsNoBadChecksumAndNothingMalformed() throws Exception {
        Capture capture = capture(1 << 20);
        link.attach(capture);
        converse();
        String text = run("tshark", "-n", "-r", captured(capture).toString(), "-o", "tcp.check_checksum:TRUE", "-o",
                "ip.check_checksum:TRUE", "-T", "fields", "-e", "tcp.seq_raw", "-e", "tcp.checksum.status", "-e",
                "ip.checksum.status", "-e", "tcp.len", "-e", "frame.packet_flags_direction", "-e",
                "_ws.malformed", "-e", "frame.time_epoch");
        String[] expected = {
            "1\t1\t1\t100\t2\t", "2\t1\t1\t1001\t2\t", "3\t1\t1\t60000\t2\t",
            "4\t1\t1\t0\t1\t", "5\t1\t1\t3\t1\t", "6\t1\t1\t64999\t1\t"};
        List<String> lines = text.lines().filter(line -> line.contains("\t")).toList();
        assertEquals(expected.length, lines.size(), text);
        for (int i = 0; i < expected.length; i++) {
            String line = lines.get(i).replace("0x0000000", "");
            assertTrue(line.startsWith(expected[i]) && line.endsWith("\t1767323045.123456789"), text);
        }
    }

    @Test
    void whatWasCapturedCanBeDrainedInPieces() throws Exception {
        Capture capture = capture(1 << 17);
        link.attach(capture);
        Path file = captured(capture);
        for (int i = 0; i < 50; i++) {
            FrameSample.offloaded(out, i, 20_000, 1_448);
            link.transmit(out);
            in.clear();
            cable.right().receive(in);
            captured(capture);
        }
        assertEquals(50, capture.frames());
        assertEquals(0, capture.missed());
        String text = run("capinfos", "-c", "-M", file.toString());
        assertTrue(text.matches("(?s).*Number of packets:\\s+50\n.*"), text);
    }

    @Test
    void whatFindsTheBufferFullIsMissingAndCounted() throws Exception {
        Capture capture = capture(1 << 17);
        link.attach(capture);
        for (int i = 0; i < 10; i++) {
            FrameSample.offloaded(out, i, 50_000, 1_448);
        }
        link.transmit(out);
        assertEquals(2, capture.frames());
        assertEquals(8, capture.missed());
        captured(capture);
        FrameSample.offloaded(out, 11, 50_000, 1_448);
        link.transmit(out);
        assertEquals(3, capture.frames());
        String text = run("tshark", "-n", "-r", captured(capture).toString(), "-T", "fields", "-e", "tcp.seq_raw", "-e",
                "frame.drop_count");
        assertEquals(List.of("0\t", "1\t", "11\t8"), text.lines().filter(line -> line.contains("\t")).toList());
    }

    @Test
    void aChannelThatTakesLittleLosesNothing() throws Exception {
        Capture capture = capture(1 << 17);
        link.attach(capture);
        converse();
        StingyChannel channel = new StingyChannel();
        int drained = capture.drain(channel);
        while (drained > 0) {
            drained = capture.drain(channel);
        }
        assertEquals(channel.taken, Files.size(captured(identical())));
    }

    private Capture identical() {
        Capture capture = capture(1 << 17);
        link.attach(capture);
        cable.right().receive(in);
        in.clear();
        converse();
        return capture;
    }

    @Test
    void theLinkSendsAndReceivesTheSameWithACaptureAndWithout() {
        Frame sent = FrameSample.offloaded(out, 1, 5_000, 1_448);
        sent.gather();
        byte[] bytes = FrameSample.bytes(sent);
        out.clear();
        for (Capture capture : new Capture[] {null, capture(1 << 17), null}) {
            link.attach(capture);
            FrameSample.offloaded(out, 1, 5_000, 1_448);
            link.transmit(out);
            in.clear();
            assertEquals(1, cable.right().receive(in));
            org.junit.jupiter.api.Assertions.assertArrayEquals(bytes, FrameSample.bytes(in.get(0)));
            assertEquals(1_448, in.get(0).segmentSize);
        }
    }

    @Test
    void aBufferTooSmallForAFrameIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> capture(65_000));
    }

    @Test
    void capturingAllocatesNothing() throws ReflectiveOperationException {
        Capture capture = capture(1 << 17);
        link.attach(capture);
        AllocationGate.assertNone("a capture", step -> {
            Frame frame = out.add();
            frame.length = 60;
            frame.flags = Frame.CHECKSUM_OFFLOADED;
            link.transmit(out);
        });
        assertTrue(capture.missed() > 0 && capture.frames() > 0);
    }

    /// Takes a few bytes at a time, and none every other time.
    private static final class StingyChannel implements WritableByteChannel {

        long taken;
        private int turn;

        @Override
        public int write(ByteBuffer source) {
            int length = Math.min(source.remaining(), turn++ % 1_000 + 1);
            source.position(source.position() + length);
            taken += length;
            return length;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            taken = -1;
        }
    }
}
