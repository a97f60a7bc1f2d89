package io.longshore.link;

import io.longshore.syscall.Epoll;
import io.longshore.wire.Checksum;
import io.longshore.wire.Ethernet;
import io.longshore.wire.Frame;
import io.longshore.wire.FrameBatch;
import io.longshore.wire.Ipv4;
import io.longshore.wire.NetworkOrder;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The smallest station that can be pinged: answers ARP requests for one address and echo requests to it, with the
/// help of nothing that is tested elsewhere.
final class EchoPeer implements Runnable {

    private static final int ARP_OPERATION = Ethernet.HEADER + 6;
    private static final int ARP_SENDER = Ethernet.HEADER + 8;
    private static final int ARP_TARGET = Ethernet.HEADER + 18;
    private static final int ICMP = Ethernet.HEADER + Ipv4.HEADER;
    private static final int ECHO_REQUEST = 8;

    private final Link link;
    private final int address;
    private final FrameBatch received;
    private final FrameBatch answers;
    volatile boolean running = true;
    volatile int pings;
    volatile int checksumsTrusted;

    EchoPeer(Link link, int address) {
        this.link = link;
        this.address = address;
        received = new FrameBatch(Arena.ofAuto(), 8, link.capabilities().frameRoom());
        answers = new FrameBatch(Arena.ofAuto(), 8, 2_048);
    }

    @Override
    public void run() {
        try (Epoll epoll = new Epoll(1)) {
            epoll.add(link.descriptor(), Epoll.READABLE, 0);
            while (running) {
                epoll.await(20_000_000);
                turn();
            }
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    void turn() {
        received.clear();
        link.receive(received);
        for (int i = 0; i < received.size(); i++) {
            answer(received.get(i));
        }
        link.transmit(answers);
    }

    private void answer(Frame frame) {
        int type = Ethernet.type(frame.memory, frame.start);
        if (type == Ethernet.TYPE_ARP && NetworkOrder.get32(frame.memory, frame.start + ARP_TARGET + 6) == address) {
            MemorySegment answer = copy(frame);
            NetworkOrder.put16(answer, ARP_OPERATION, 2);
            MemorySegment.copy(answer, ARP_SENDER, answer, ARP_TARGET, 10);
            NetworkOrder.put48(answer, ARP_SENDER, link.capabilities().address());
            NetworkOrder.put32(answer, ARP_SENDER + 6, address);
        } else if (type == Ethernet.TYPE_IPV4 && isEchoRequest(frame)) {
            pings++;
            checksumsTrusted += frame.flags & Frame.CHECKSUM_OFFLOADED;
            MemorySegment answer = copy(frame);
            int from = Ipv4.source(answer, Ethernet.HEADER);
            Ipv4.writeAddresses(answer, Ethernet.HEADER, address, from);
            NetworkOrder.put32(answer, ICMP, 0);
            NetworkOrder.put16(answer, ICMP + 2, Checksum.of(answer, ICMP, frame.length - ICMP));
        }
    }

    private boolean isEchoRequest(Frame frame) {
        return frame.length > ICMP && Ipv4.protocol(frame.memory, frame.start + Ethernet.HEADER) == Ipv4.PROTOCOL_ICMP
                && Ipv4.destination(frame.memory, frame.start + Ethernet.HEADER) == address
                && NetworkOrder.get8(frame.memory, frame.start + ICMP) == ECHO_REQUEST;
    }

    /// Adds a copy of the frame to the answers, back to where it came from.
    private MemorySegment copy(Frame frame) {
        Frame answer = answers.add();
        answer.length = frame.length;
        answer.networkAt = Ethernet.HEADER;
        MemorySegment.copy(frame.memory, frame.start, answer.memory, answer.start, frame.length);
        NetworkOrder.put48(answer.memory, answer.start, Ethernet.source(frame.memory, frame.start));
        NetworkOrder.put48(answer.memory, answer.start + 6, link.capabilities().address());
        return answer.memory.asSlice(answer.start);
    }
}
