package io.longshore.channel;

import io.longshore.memory.Region;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;

/** The handshake that makes an attachment, from the application's side. */
final class Attaching {

    private final Path socket;
    private final String name;

    Attaching(Path socket, String name) {
        this.socket = socket;
        this.name = name;
    }

    HostAttachment attach() throws IOException {
        try (ControlConnection control = ControlConnection.open(socket, Hello.of(Handshake.ATTACH, name))) {
            Welcome welcome = Welcome.decode(control.receive(Handshake::answerNeeded));
            Region region = Region.open(Path.of(welcome.path()));
            try {
                return attach(control, welcome, region);
            } catch (IOException | RuntimeException e) {
                region.close();
                throw e;
            }
        }
    }

    private HostAttachment attach(ControlConnection control, Welcome welcome, Region region) throws IOException {
        RegionLayout layout = welcome.layout();
        if (region.size() != layout.bytes()) {
            throw new HandshakeException("the region has " + region.size() + " bytes, but " + layout.bytes()
                    + " were announced");
        }
        new RegionHeader(region.chunk(0)).verify(layout);
        control.send(Handshake.MAPPED);
        if (control.receive() != Handshake.READY) {
            throw new HandshakeException("the TCP Server did not confirm the attachment");
        }
        Bell[] bells = shardBells(welcome);
        HostAttachment attachment = HostAttachment.over(region, layout, bells);
        attachment.header().hostPid((int) ProcessHandle.current().pid());
        attachment.tend(System.currentTimeMillis());
        return attachment.leased(control.detach(), context -> bell(welcome, BellRequest.CONTEXT, context),
                lines -> report(welcome, lines), welcome.rules());
    }

    private Bell[] shardBells(Welcome welcome) throws IOException {
        Bell[] bells = new Bell[welcome.layout().shards()];
        try {
            for (int shard = 0; shard < bells.length; shard++) {
                bells[shard] = new SocketBell(bell(welcome, BellRequest.SHARD, shard));
            }
        } catch (IOException e) {
            for (Bell bell : bells) {
                HostAttachment.closeQuietly((SocketBell) bell);
            }
            throw e;
        }
        return bells;
    }

    private SocketChannel bell(Welcome welcome, int role, int index) throws IOException {
        try (ControlConnection control = open(welcome, role, index)) {
            return control.detach();
        }
    }

    private ControlConnection open(Welcome welcome, int role, int index) throws IOException {
        ControlConnection control = ControlConnection.open(socket, Hello.of(Handshake.BELL, name));
        try {
            control.send(new BellRequest(welcome.attachment(), welcome.token(), role, index).encode());
            if (control.receive() != Handshake.READY) {
                throw new HandshakeException(
                        "the TCP Server refused a " + (role == BellRequest.REPORT ? "report" : "bell"));
            }
            return control;
        } catch (IOException e) {
            control.close();
            throw e;
        }
    }

    private void report(Welcome welcome, List<String> lines) throws IOException {
        try (ControlConnection control = open(welcome, BellRequest.REPORT, 0)) {
            StringBuilder text = new StringBuilder();
            for (String line : lines) {
                // A character has at most three bytes.
                if (3 * (text.length() + line.length() + 1) > Handshake.MOST_REPORT) {
                    control.send(Handshake.encodeText(text.toString()));
                    text.setLength(0);
                }
                text.append(line, 0, Math.min(line.length(), Handshake.MOST_REPORT / 3 - 1)).append('\n');
            }
            control.send(Handshake.encodeText(text.toString()));
            control.send(Handshake.encodeText(""));
        }
    }
}
