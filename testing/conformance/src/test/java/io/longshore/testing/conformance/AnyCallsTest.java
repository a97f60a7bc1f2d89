package io.longshore.testing.conformance;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.stack.StackConfig;
import io.longshore.tcp.TcpSettings;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Any calls in any order, with any arguments, between any packets: each is answered or waits, and the stack stays in
/// order (a stack that fails, or that cuts its host off, throws out of the step).
class AnyCallsTest {

    private static final int CALLS = 4_000;
    private static final long START = 4_000_000_000_000L;
    private static final int[] LEVELS = {Linux.SOL_SOCKET, Linux.SOL_TCP, Linux.SOL_IP, Linux.SOL_IPV6, 9};
    private static final int[] FLAGS = {0, Linux.MSG_PEEK, Linux.MSG_TRUNC, Linux.MSG_DONTWAIT, Linux.MSG_WAITALL,
        Linux.MSG_MORE, Linux.MSG_FASTOPEN, Linux.MSG_ERRQUEUE, Linux.MSG_OOB};
    private static final List<SocketName> NAMES = List.of(SocketName.ABSENT, SocketName.of("192.168.0.1", 8080),
            SocketName.of("192.0.2.1", 40_000), SocketName.of("0.0.0.0", 0), SocketName.of("fd00::1", 8080),
            SocketName.of("::", 8080), SocketName.of("224.0.0.1", 1), new SocketName(0, 0, 0, new byte[0]));

    private SplittableRandom random;
    private SteppedStack stack;
    private StackSockets calls;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everyCallIsAnsweredOrWaits(long seed) {
        random = new SplittableRandom(seed);
        TcpSettings settings = new TcpSettings();
        settings.fastOpen = 0x603;
        stack = new SteppedStack(new StackSpec(List.of("192.168.0.1/16", "fd00::1/64"), List.of("192.168.0.2"), 1500,
                START, settings), new StackConfig.Secret(seed, ~seed));
        calls = new StackSockets(stack);
        try (SteppedStack ended = stack; StackSockets closed = calls) {
            assertTrue(ended.now() == START && closed.deadline() == SteppedStack.NEVER, "nothing has happened yet");
            for (int i = 0; i < CALLS; i++) {
                int step = i;
                Answer answer = assertDoesNotThrow(this::any, () -> "seed " + seed + ", call " + step);
                assertTrue(answer == null || !answer.isDone() || answer.result() >= 0 || answer.errno() > 0,
                        () -> "seed " + seed + ", call " + step + " failed without a reason");
            }
        }
    }

    private int number(int bound) {
        return random.nextInt(bound);
    }

    private Answer any() {
        int socket = 2 + number(8);
        return switch (number(20)) {
            case 0 -> calls.socket(number(2) == 0 ? Linux.AF_INET : Linux.AF_INET6, Linux.SOCK_STREAM
                    | (number(2) == 0 ? Linux.SOCK_NONBLOCK : 0), 0);
            case 1 -> calls.bind(socket, NAMES.get(number(NAMES.size())));
            case 2 -> calls.listen(socket, number(4) - 1);
            case 3 -> calls.accept(socket);
            case 4 -> calls.connect(socket, NAMES.get(number(NAMES.size())));
            case 5 -> calls.close(socket);
            case 6 -> calls.shutdown(socket, number(5) - 1);
            case 7 -> calls.getOption(socket, LEVELS[number(LEVELS.length)], number(60), number(300));
            case 8 -> calls.setOption(socket, LEVELS[number(LEVELS.length)], number(60), bytes(number(20)));
            case 9 -> calls.fcntl(socket, 3 + number(2), number(2) * Linux.O_NONBLOCK);
            case 10 -> calls.ioctl(socket, number(2) == 0 ? Linux.SIOCINQ : Linux.SIOCOUTQ);
            case 11 -> calls.poll(new int[] {socket}, new int[] {number(0x3FFF)}, number(3) - 1);
            case 12 -> calls.epollCreate();
            case 13 -> calls.epollControl(socket, number(5), 2 + number(8), new EpollInterest(random.nextInt(), 1));
            case 14 -> calls.epollWait(socket, number(4), number(3) - 1);
            case 15, 16 -> calls.send(socket, new SendCall(FLAGS[number(FLAGS.length)], NAMES.get(number(NAMES.size())),
                    new byte[number(40_000)], new byte[0], number(20) == 0));
            case 17 -> calls.receive(socket, ReceiveCall.of(number(40_000), FLAGS[number(FLAGS.length)]));
            default -> happen();
        };
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /// Time passes, or a segment arrives that might belong to something.
    private Answer happen() {
        if (number(2) == 0) {
            calls.advance(() -> false, stack.now() + random.nextLong(3_000_000_000L));
        } else {
            stack.inject(packet());
            calls.look();
        }
        while (stack.sniff() != null) {
            Thread.onSpinWait();
        }
        return null;
    }

    private byte[] packet() {
        TestSegment segment = new TestSegment(40_000 + number(2) << 16 | 8080, random.nextLong(), number(0x40),
                number(0x1_0000) << 16, new TestSegment.TestText(List.of(), bytes(number(1_000))));
        return new TestPacket(TestPacket.address("192.0.2.1"), TestPacket.address("192.168.0.1"), 0, 64,
                TestPacket.TCP, segment.bytes()).withChecksumAt(TestSegment.CHECKSUM).bytes();
    }
}
