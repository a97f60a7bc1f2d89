package io.longshore.testing.conformance;

import io.longshore.stack.StackConfig;
import io.longshore.sysctl.SettingTable;
import io.longshore.tcp.TcpSettings;
import java.util.List;

/// Our stack as a script's, on virtual time.
final class SteppedTarget implements ScriptTarget {

    private final SteppedStack stack;
    private final StackSockets sockets;
    private final long start;

    SteppedTarget(int mtu, long start) {
        this.start = start;
        stack = new SteppedStack(new StackSpec(List.of(ScriptNetwork.IPV4_LOCAL, ScriptNetwork.IPV6_LOCAL),
                List.of(ScriptNetwork.IPV4_GATEWAY, ScriptNetwork.IPV6_GATEWAY), mtu, start, new TcpSettings()),
                new StackConfig.Secret(1, 2));
        sockets = new StackSockets(stack);
    }

    @Override
    public SocketCalls calls() {
        return sockets;
    }

    @Override
    public long now() {
        return stack.now() - start;
    }

    @Override
    public void advanceTo(long time) {
        sockets.advance(() -> false, start + time);
    }

    @Override
    public SentPacket await(long limit) {
        sockets.advance(stack::hasSent, start + limit);
        SentPacket packet = stack.sniff();
        return packet == null ? null : new SentPacket(packet.at() - start, packet.bytes());
    }

    @Override
    public void inject(byte[] packet) {
        stack.inject(packet);
        sockets.look();
    }

    @Override
    public String set(String name, String value) {
        return stack.agent().tables().settings().apply(name, value, SettingTable.Occasion.RUNNING);
    }

    @Override
    public Long counter(String name) {
        return stack.agent().tables().counters().value(name);
    }

    @Override
    public boolean isReal() {
        return false;
    }

    @Override
    public void close() {
        stack.close();
    }
}
