package io.longshore.server;

import io.longshore.agent.Agent;
import io.longshore.agent.Mailbox;
import io.longshore.agent.Sleeper;
import io.longshore.channel.CutOff;
import io.longshore.link.CapturingLink;
import io.longshore.syscall.Epoll;
import io.longshore.syscall.EventFd;
import io.longshore.syscall.SystemCallException;
import io.longshore.syscall.UnixListener;
import io.longshore.syscall.UnixSocket;
import java.util.ArrayList;
import java.util.List;

/// The thread that receives applications and buries them, answers commands, and says once a second that the server
/// lives. It never touches what flows.
final class ControlAgent implements Agent, Sleeper, AttachmentLease.AttachmentEvents {

    private static final System.Logger LOG = System.getLogger("longshore");

    private static final int MOST_EVENTS = 64;
    private static final int MOST_CLIENTS = 1024;
    private static final long LISTENER = 0;
    private static final long WAKE = 1;
    private static final int FIRST_CLIENT = 2;
    private static final int MAILBOX = 4096;
    private static final long SECOND = 1_000_000_000L;
    /// How long a handshake may take.
    private static final long PATIENCE = 5 * SECOND;
    /// How often a capture is passed on.
    private static final long CAPTURE_INTERVAL = SECOND / 50;

    private final UnixListener listener;
    private final Epoll epoll;
    private final EventFd wake;
    private final Mailbox<Runnable> mailbox = new Mailbox<>(MAILBOX);
    private final Attachments attachments;
    private final Commands commands;
    private final PlacementInquiry inquiry;
    private final Conversation conversation;
    private final List<ControlClient> clients = new ArrayList<>();
    private long nextBeat;
    private long now;

    /// @param rules the addresses that the stack owns
    /// @param stop  ends the server; called on this agent's thread
    ControlAgent(UnixListener listener, ServerParts parts, String rules, Runnable stop) throws SystemCallException {
        this.listener = listener;
        epoll = new Epoll(MOST_EVENTS);
        wake = new EventFd();
        epoll.add(listener.number(), Epoll.READABLE, LISTENER);
        epoll.add(wake.number(), Epoll.READABLE, WAKE);
        attachments = new Attachments(parts.config().limits(), parts.shards(), rules, this);
        inquiry = new PlacementInquiry(attachments);
        CapturingLink link = parts.link();
        commands = new Commands(parts.shards(), link, this::tell, new StatusReport(parts.config()), stop);
        conversation = new Conversation(attachments, commands, inquiry);
    }

    /// Runs something on this agent's thread.
    void tell(Runnable message) {
        if (!mailbox.offer(message)) {
            LOG.log(System.Logger.Level.WARNING, "the control agent is too busy; a message was dropped");
        }
        wake();
    }

    @Override
    public int turn(long time) {
        now = time;
        int work = epoll.await(0);
        for (int i = 0; i < work; i++) {
            take(epoll.data(i));
        }
        for (Runnable message = mailbox.poll(); message != null; message = mailbox.poll()) {
            message.run();
            work++;
        }
        work += commands.turn();
        inquiry.turn(now);
        tendClients();
        if (now - nextBeat >= 0) {
            nextBeat = now + SECOND;
            attachments.beat(System.currentTimeMillis());
        }
        return work;
    }

    private void take(long data) {
        if (data == LISTENER) {
            accept();
        } else if (data == WAKE) {
            wake.drain();
        } else {
            hear((int) data - FIRST_CLIENT);
        }
    }

    private void accept() {
        try {
            UnixSocket socket = listener.accept();
            if (socket == null) {
                return;
            }
            int index = freeIndex();
            if (index >= MOST_CLIENTS) {
                socket.close();
                return;
            }
            ControlClient client = new ControlClient(socket, now + PATIENCE);
            clients.set(index, client);
            epoll.add(socket.number(), Epoll.READABLE, index + FIRST_CLIENT);
            hear(index);
        } catch (SystemCallException e) {
            LOG.log(System.Logger.Level.WARNING, "a client could not be accepted: " + e.getMessage());
        }
    }

    private int freeIndex() {
        int index = clients.indexOf(null);
        if (index < 0) {
            index = clients.size();
            clients.add(null);
        }
        return index;
    }

    private void hear(int index) {
        ControlClient client = clients.get(index);
        if (client == null) {
            return;
        }
        if (conversation.listen(client)) {
            // The socket is a shard's now, and nobody else's.
            epoll.remove(client.socket().number());
            clients.set(index, null);
        }
    }

    /// Sends what waits, and parts with those that are over, or too slow.
    private void tendClients() {
        for (int i = 0; i < clients.size(); i++) {
            ControlClient client = clients.get(i);
            if (client != null) {
                tend(client, i);
            }
        }
    }

    private void tend(ControlClient client, int index) {
        boolean wasFull = client.isFull();
        client.flush();
        boolean said = client.phase == ControlClient.Phase.OVER && !client.isFull();
        if (said || client.hasEnded() || now - client.patience >= 0 || !client.isOpen()) {
            part(client, index);
        } else if (wasFull || client.isFull()) {
            watch(client, index);
        }
    }

    private void watch(ControlClient client, int index) {
        try {
            epoll.modify(client.socket().number(), client.interest(), index + FIRST_CLIENT);
        } catch (SystemCallException e) {
            part(client, index);
        }
    }

    private void part(ControlClient client, int index) {
        clients.set(index, null);
        client.close();
        if (client.lease != null) {
            attachments.leave(client.lease);
            inquiry.gone(client.lease);
        }
    }

    @Override
    public void cutOff(AttachmentLease lease, CutOff reason) {
        tell(() -> {
            if (reason != CutOff.SERVER_STOPPED) {
                LOG.log(System.Logger.Level.WARNING, "application " + lease.name() + ", process "
                        + lease.peer().processId() + ", was cut off: " + reason.sentence());
            }
            for (ControlClient client : clients) {
                if (client != null && client.lease == lease) {
                    client.phase = ControlClient.Phase.OVER;
                }
            }
        });
    }

    @Override
    public void ended(AttachmentLease lease) {
        tell(() -> attachments.ended(lease));
    }

    @Override
    public void sleep(long nanos) {
        epoll.await(mailbox.isEmpty() ? nanos : 0);
    }

    @Override
    public void wake() {
        wake.signal();
    }

    @Override
    public long deadline() {
        return commands.isCapturing() ? now + CAPTURE_INTERVAL : nextBeat;
    }

    @Override
    public String role() {
        return "longshore-control";
    }

    @Override
    public void close() {
        for (int i = 0; i < clients.size(); i++) {
            if (clients.get(i) != null) {
                clients.get(i).close();
            }
        }
        listener.close();
        epoll.close();
        wake.close();
        attachments.close();
    }
}
