package io.longshore.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Writes the frames on the TCP Server's link to a pcapng file, as they pass, until it is told to end.
@Command(name = "capture", mixinStandardHelpOptions = true,
        description = "Writes the frames on the TCP Server's link to a pcapng file (for wireshark, tshark).")
final class CaptureCommand implements Callable<Integer> {

    @Mixin
    private RuntimeDirectoryOption runtime;

    @Option(names = {"-w", "--write"}, paramLabel = "FILE", required = true, description = "the file to write")
    private Path file;

    @Option(names = {"-c", "--count"}, paramLabel = "FRAMES", defaultValue = "9223372036854775807",
            description = "end after that many frames (default: at Ctrl-C)")
    private long count;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        try (Cleanup cleanup = new Cleanup();
                ServerCall call = ServerCall.make(runtime.directory(), "capture")) {
            PcapngBlocks blocks = new PcapngBlocks(call.input());
            cleanup.step(blocks::end);
            try (OutputStream out = create()) {
                long frames = copy(blocks, out);
                spec.commandLine().getOut().println(frames + " frames written to " + file);
            }
        }
        return 0;
    }

    private OutputStream create() throws Problem {
        try {
            return Files.newOutputStream(file);
        } catch (IOException problem) {
            throw new Problem("cannot write " + file + ": " + problem.getMessage());
        }
    }

    /// Whole blocks only, each in one write: wherever the capture is cut, the file is sound.
    private long copy(PcapngBlocks blocks, OutputStream out) throws IOException {
        long frames = 0;
        while (frames < count && blocks.next()) {
            blocks.writeTo(out);
            frames += blocks.isPacket() ? 1 : 0;
        }
        return frames;
    }

    /// The blocks of a pcapng stream (draft-ietf-opsawg-pcapng, 3.1), one at a time.
    static final class PcapngBlocks {

        private static final int ENHANCED_PACKET = 6;
        private static final int PREFIX = 8;
        private static final int MOST_BYTES = 1 << 20;

        private final InputStream in;
        private byte[] block = new byte[1 << 17];
        private int length;
        private volatile boolean ended;

        PcapngBlocks(InputStream in) {
            this.in = in;
        }

        /// Reads the next block.
        ///
        /// @return false at the end of the stream, or when told to end
        boolean next() throws IOException {
            if (ended || in.readNBytes(block, 0, PREFIX) < PREFIX) {
                return false;
            }
            length = little(4);
            if (length < PREFIX + 4 || length > MOST_BYTES) {
                throw new IOException("the TCP Server sent no pcapng block");
            }
            block = length > block.length ? java.util.Arrays.copyOf(block, length) : block;
            return in.readNBytes(block, PREFIX, length - PREFIX) == length - PREFIX;
        }

        boolean isPacket() {
            return little(0) == ENHANCED_PACKET;
        }

        void writeTo(OutputStream out) throws IOException {
            out.write(block, 0, length);
        }

        void end() {
            ended = true;
        }

        private int little(int at) {
            return block[at] & 0xFF | (block[at + 1] & 0xFF) << 8 | (block[at + 2] & 0xFF) << 16 | block[at + 3] << 24;
        }
    }
}
