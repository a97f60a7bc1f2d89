package io.longshore.testing.fuzz;

import static io.longshore.testing.fuzz.WireFuzz.check;

import io.longshore.sysctl.SettingTable;
import io.longshore.tcp.Endpoints;
import io.longshore.tcp.IcmpQuote;
import io.longshore.tcp.Segment;
import io.longshore.tcp.State;
import io.longshore.tcp.Tcb;
import io.longshore.tcp.TcbInvariants;
import io.longshore.tcp.TcbSlab;
import io.longshore.tcp.Tcp;
import io.longshore.tcp.TcpInvariants;
import io.longshore.tcp.TcpSettingList;
import io.longshore.tcp.TcpSettings;
import io.longshore.tcp.Verdict;
import io.longshore.wire.IpAddress;
import java.lang.foreign.Arena;
import java.util.Set;

/// Any segments, reports and wishes of applications, at any times, into one shard's TCP: after each step every record
/// keeps its invariants, whatever state it is in.
final class TcpFuzz {

    private static final int RECORDS = 16;
    private static final int CAPACITY = 8192;
    private static final int MOST_WRITTEN = 100_000;

    private final FuzzInput input;
    private final Tcp tcp;
    private final FuzzSegments segments;
    private final SegmentSink sink;
    private final TcpInvariants counts;
    private final Set<State> seen;
    private final Segment segment = new Segment();
    private final Verdict verdict = new Verdict();
    private final Tcb tcb = new Tcb();
    private final boolean ipv6;
    private long now = 1;

    private TcpFuzz(byte[] data, Arena arena, Set<State> seen) {
        input = new FuzzInput(data);
        this.seen = seen;
        TcpSettings settings = new TcpSettings();
        settings.maxSuperSegment = input.flag() ? 0 : 20_000;
        FuzzSettings.draw(input, new SettingTable().with(TcpSettingList.all(), settings));
        ipv6 = input.flag();
        settings.maxReceiveCapacity = input.flag() ? CAPACITY : 1 << 24;
        tcp = new Tcp(settings, new TcbSlab(arena.allocate((long) RECORDS * Tcb.BYTES, 64)), 1, 2);
        tcp.listeners.listen(new Endpoints().local(0, 0, FuzzSegments.LISTENING), false, 2, CAPACITY);
        segments = new FuzzSegments(input);
        sink = new SegmentSink(tcp, segments);
        counts = new TcpInvariants(tcp);
    }

    /// @param seen the states in which segments arrived are added here
    static void run(byte[] data, Set<State> seen) {
        try (Arena arena = Arena.ofConfined()) {
            TcpFuzz fuzz = new TcpFuzz(data, arena, seen);
            for (int steps = 0; fuzz.input.hasMore() && steps < 5000; steps++) {
                fuzz.step();
            }
        }
    }

    private void step() {
        boolean some = some();
        switch (input.choice(16)) {
            case 0 -> arrive(segments.stranger());
            case 1 -> connect();
            case 2, 3 -> pass();
            case 4 -> onlyIf(some, this::write);
            case 5 -> onlyIf(some, () -> tcb.read(tcb.received() - input.choice(2) * (tcb.received() - tcb.read())));
            case 6 -> onlyIf(some, this::leave);
            case 7 -> onlyIf(some, this::report);
            default -> onlyIf(some, () -> arrive(segments.about(FuzzFlow.of(tcb))));
        }
        for (int n = tcp.slab.next(0); n >= 0; n = tcp.slab.next(n + 1)) {
            tcp.slab.at(tcb, n);
            sink.drain(tcb, now);
        }
        for (int n = tcp.slab.next(0); n >= 0; n = tcp.slab.next(n + 1)) {
            tcp.slab.at(tcb, n);
            String violation = TcbInvariants.violation(tcb);
            check(violation == null, tcb.state() + ": " + violation);
        }
        String violation = counts.violation();
        check(violation == null, violation);
        check(tcp.slab.size() == tcp.table.size(), tcp.slab.size() + " records, " + tcp.table.size() + " in the table");
    }

    private static void onlyIf(boolean condition, Runnable step) {
        if (condition) {
            step.run();
        }
    }

    /// Lays the window over some live record, if there is one.
    private boolean some() {
        int number = tcp.slab.next(input.choice(RECORDS));
        number = number < 0 ? tcp.slab.next(0) : number;
        if (number >= 0) {
            tcp.slab.at(tcb, number);
        }
        return number >= 0;
    }

    /// As the stack does it: to its connection, or to whoever listens.
    private void arrive(byte[] bytes) {
        GuardedMemory guarded = new GuardedMemory(bytes);
        segment.source(high(), low(segments.source));
        segment.destination(high(), low(FuzzFrames.OURS));
        if (!segment.parse(guarded.memory, GuardedMemory.BEFORE, bytes.length)) {
            return;
        }
        segment.ecn = input.choice(8) == 0 ? input.choice(4) : 0;
        boolean known = tcp.find(tcb, segment) >= 0;
        if (known) {
            seen.add(tcb.state());
            long before = tcb.received();
            tcp.input.segment(tcb, segment, verdict, now);
            checkText(before, bytes.length);
            if (verdict.has(Verdict.REOPEN)) {
                tcp.release(tcb);
                known = false;
            }
        }
        if (!known) {
            known = tcp.passive.segment(tcb, segment, verdict, now) >= 0;
        }
        guarded.isUntouched();
        if (verdict.has(Verdict.RESET | Verdict.COOKIE)) {
            sink.answer(segment, verdict, now);
        }
        if (known) {
            sink.apply(tcb, verdict);
        }
    }

    private void checkText(long received, int length) {
        if (!verdict.has(Verdict.TEXT)) {
            return;
        }
        check(verdict.textLength > 0 && verdict.textAt >= 20 && verdict.textAt + verdict.textLength <= length,
            "text " + verdict.textAt + "+" + verdict.textLength + " of " + length);
        check(verdict.textPosition >= received, "text over what was received already");
        check(verdict.textPosition + verdict.textLength <= tcb.read() + tcb.receiveCapacity(),
            "text beyond the ring: " + verdict.textPosition + "+" + verdict.textLength);
    }

    private void connect() {
        Endpoints endpoints = new Endpoints();
        endpoints.local(high(), low(FuzzFrames.OURS), input.flag() ? 0 : 40_000 + input.choice(3));
        endpoints.remote(high(), low(FuzzFrames.PEER), 5000 + input.choice(3));
        if (tcp.opening.connect(tcb, endpoints, now) == 0) {
            tcb.receiveCapacity(CAPACITY);
        }
    }

    /// The same four bytes in an address of either family.
    private long high() {
        return ipv6 ? 0xFD00L << 48 : 0;
    }

    private long low(int address) {
        return ipv6 ? Integer.toUnsignedLong(address) : IpAddress.mapped(address);
    }

    private void pass() {
        int kind = input.choice(4);
        long unit = kind == 0 ? 1_000L : kind == 1 ? 1_000_000L : kind == 2 ? 100_000_000L : 10_000_000_000L;
        now += unit * input.octet();
        for (int n = tcp.slab.next(0); n >= 0; n = tcp.slab.next(n + 1)) {
            tcp.slab.at(tcb, n);
            if (tcb.deadline() <= now) {
                tcp.timers.expire(tcb, verdict, now);
                sink.apply(tcb, verdict);
            }
            check(sink.isDying(n) || tcb.deadline() > now, "a timer in " + tcb.state() + " is due again at once");
        }
    }

    private void write() {
        if (!tcb.has(Tcb.OUTPUT_SHUT) && tcb.sent() - tcb.acknowledged() < MOST_WRITTEN) {
            tcb.sent(tcb.sent() + input.number16());
        }
    }

    private void leave() {
        switch (input.choice(4)) {
            case 0 -> tcp.closing.abort(tcb, verdict, now);
            case 1 -> tcp.closing.close(tcb, tcb.received() > tcb.read(), verdict, now);
            case 2 -> tcp.closing.shutdown(tcb, verdict, now);
            default -> {
                tcb.set(Tcb.INPUT_SHUT);
                verdict.clear();
            }
        }
        sink.apply(tcb, verdict);
        tcp.listeners.queued(0, 0);
    }

    private void report() {
        IcmpQuote quote = new IcmpQuote();
        quote.errno = 1 + input.choice(120);
        quote.mtu = input.flag() ? 0 : input.number16() % 1500;
        quote.sequence = input.near(input.flag() ? tcb.sndUna() : tcb.sndNxt());
        tcp.icmpErrors.unreachable(tcb, quote, verdict, now);
        sink.apply(tcb, verdict);
    }
}
