package io.longshore.server;

import io.longshore.channel.BellRequest;
import io.longshore.channel.Handshake;
import io.longshore.channel.HandshakeException;
import io.longshore.channel.Hello;
import io.longshore.channel.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;

/// What a client of the control socket says and what it is answered, message by message: attach, bell, command.
final class Conversation {

    private final Attachments attachments;
    private final Commands commands;
    private final PlacementInquiry inquiry;

    Conversation(Attachments attachments, Commands commands, PlacementInquiry inquiry) {
        this.attachments = attachments;
        this.commands = commands;
        this.inquiry = inquiry;
    }

    /// Takes what has come from a client. Afterwards the client is over, waits for more, or is another's
    /// ([ControlClient.Phase#BELL] with a bell handed over).
    ///
    /// @return whether the socket was handed over to a shard
    boolean listen(ControlClient client) {
        try {
            return switch (client.phase) {
                case HELLO -> hello(client);
                case MAPPED -> mapped(client);
                case BELL -> bell(client);
                case REPORT -> report(client);
                case COMMAND -> command(client);
                case LEASE, ANSWER, CAPTURE -> idle(client);
                case OVER -> false;
            };
        } catch (HandshakeException e) {
            refuse(client, new Refusal(Refusal.BAD_MESSAGE, e.getMessage()));
        } catch (IOException e) {
            refuse(client, new Refusal(Refusal.NO_ROOM, "the TCP Server could not make a region: " + e.getMessage()));
        }
        return false;
    }

    private boolean hello(ControlClient client) throws IOException {
        ByteBuffer message = client.receive(Hello::needed);
        if (message == null) {
            return false;
        }
        Hello hello = Hello.decode(message);
        switch (hello.kind()) {
            case Handshake.ATTACH -> attach(client, hello);
            case Handshake.BELL -> client.phase = ControlClient.Phase.BELL;
            default -> client.phase = ControlClient.Phase.COMMAND;
        }
        return client.phase != ControlClient.Phase.OVER && client.phase != ControlClient.Phase.MAPPED && listen(client);
    }

    private void attach(ControlClient client, Hello hello) throws IOException {
        if (hello.refusal() != null) {
            refuse(client, hello.refusal());
            return;
        }
        AttachmentLease lease = attachments.open(hello, client.socket().peer());
        if (lease == null) {
            refuse(client, new Refusal(Refusal.NO_ROOM,
                    "the TCP Server serves as many applications as it can already"));
            return;
        }
        client.lease = lease;
        client.phase = ControlClient.Phase.MAPPED;
        client.send(attachments.welcome(lease).encode());
    }

    private static void refuse(ControlClient client, Refusal refusal) {
        client.send(refusal.encode());
        client.phase = ControlClient.Phase.OVER;
    }

    private boolean mapped(ControlClient client) throws HandshakeException {
        ByteBuffer message = client.receive(filling -> 1);
        if (message == null) {
            return false;
        }
        if (message.get() != Handshake.MAPPED) {
            throw new HandshakeException("an application did not confirm that it has mapped its region");
        }
        byte answer = attachments.begin(client.lease);
        client.send(ByteBuffer.wrap(new byte[] {answer}));
        client.lease.control(client);
        client.phase = answer == Handshake.READY ? ControlClient.Phase.LEASE : ControlClient.Phase.OVER;
        client.patience = Long.MAX_VALUE;
        return false;
    }

    private boolean bell(ControlClient client) throws HandshakeException {
        ByteBuffer message = client.receive(BellRequest::needed);
        if (message == null) {
            return false;
        }
        BellRequest request = BellRequest.decode(message);
        AttachmentLease lease = attachments.find(request.attachment(), request.token());
        if (lease == null || request.index() < 0 || request.index() >= most(request.role(), lease)) {
            return no(client);
        }
        if (request.role() == BellRequest.REPORT) {
            return beginReport(client, lease);
        }
        client.send(ByteBuffer.wrap(new byte[] {Handshake.READY}));
        return attachments.hand(new BellEnd(client.socket(), lease, request.role(), request.index()));
    }

    private int most(int role, AttachmentLease lease) {
        return role == BellRequest.SHARD ? attachments.shards()
                : role == BellRequest.REPORT ? 1 : lease.layout().contexts();
    }

    /// A single byte is all that is waited for here: a refusal's first one would be taken for a yes.
    private static boolean no(ControlClient client) {
        client.send(ByteBuffer.wrap(new byte[] {~Handshake.READY}));
        client.phase = ControlClient.Phase.OVER;
        return false;
    }

    private boolean beginReport(ControlClient client, AttachmentLease lease) {
        if (!inquiry.expects(lease)) {
            return no(client);
        }
        client.reporting = lease;
        client.phase = ControlClient.Phase.REPORT;
        client.send(ByteBuffer.wrap(new byte[] {Handshake.READY}));
        return false;
    }

    private boolean report(ControlClient client) throws HandshakeException {
        ByteBuffer message = client.receive(Handshake::textNeeded);
        while (message != null && client.phase == ControlClient.Phase.REPORT) {
            if (inquiry.hear(client.reporting, Handshake.decodeText(message))) {
                message = client.receive(Handshake::textNeeded);
            } else {
                client.phase = ControlClient.Phase.OVER;
            }
        }
        return false;
    }

    private boolean command(ControlClient client) throws HandshakeException {
        ByteBuffer message = client.receive(Handshake::textNeeded);
        if (message != null) {
            client.patience = Long.MAX_VALUE;
            client.phase = ControlClient.Phase.ANSWER;
            String line = Handshake.decodeText(message).strip();
            if (line.equals(PlacementInquiry.COMMAND)) {
                inquiry.ask(client);
            } else {
                commands.run(line, client);
            }
        }
        return false;
    }

    /// Nothing is expected but the end.
    private boolean idle(ControlClient client) {
        while (client.receive(filling -> 1) != null) {
            continue;
        }
        return false;
    }
}
