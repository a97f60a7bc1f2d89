package io.longshore.tcp;

import java.util.function.Consumer;
import java.util.function.IntPredicate;

/// Active open (RFC 9293 3.10.1).
public final class Opening {

    /// What a record that a listener made holds of its local port.
    public static final int NO_CLAIM = 0;
    /// An active open's: no other socket may bind the port.
    public static final int CLAIM = 1;
    /// The same, unless both wish to share it (SO_REUSEADDR).
    public static final int SHARED_CLAIM = 2;

    private static final int IPV4_LOOPBACK = 127;
    /// How far a connection that takes the place of one in TIME-WAIT begins behind its last number, as in Linux.
    static final int SUCCESSOR_GAP = 65_537;

    private final Tcp tcp;
    private final Taken taken = new Taken();
    private final SocketOptions defaults = new SocketOptions();
    private final Tcb old = new Tcb();
    private IntPredicate reserved = port -> false;
    private Consumer<Tcb> replaced = record -> { };

    Opening(Tcp tcp) {
        this.tcp = tcp;
    }

    /// Opens a connection: takes a record, puts it into the table and lays `tcb` over it. A local port of 0 is chosen
    /// and written into `endpoints`. The caller then sets slot and `receiveCapacity`, and asks Output. Returns 0 or
    /// an errno.
    public int connect(Tcb tcb, Endpoints endpoints, long now) {
        return connect(tcb, endpoints, defaults, now);
    }

    /// The same with the options that the application has set.
    public int connect(Tcb tcb, Endpoints endpoints, SocketOptions options, long now) {
        boolean isBound = endpoints.localPort != 0;
        if (!isBound) {
            endpoints.localPort = choose(endpoints, now);
        }
        int taker = endpoints.localPort < 0 ? -1 : tcp.table.find(endpoints);
        if (endpoints.localPort < 0 || taker >= 0 && !givesWay(taker, isBound, now)) {
            return Errno.EADDRNOTAVAIL;
        }
        int iss = taker < 0 ? 0 : old.sndNxt() + SUCCESSOR_GAP;
        int stamp = taker < 0 ? 0 : old.tsRecent();
        if (taker >= 0) {
            replaced.accept(old);
            tcp.release(old);
        }
        if (tcp.slab.allocate(tcb) < 0) {
            return Errno.ENOBUFS;
        }
        tcb.endpoints(endpoints);
        tcp.table.insert(tcb);
        options.applyTo(tcb);
        tcp.begin(tcb, now);
        if (taker >= 0) {
            Passive.begin(tcb, iss == 0 ? 1 : iss);
            tcb.tsRecent(stamp);
        }
        if (SocketOptions.has(tcb, SocketOptions.FAST_OPEN)) {
            tcp.fastOpen.begin(tcb, SocketOptions.has(tcb, SocketOptions.FAST_OPEN_NO_COOKIE), now);
        }
        Transitions.apply(tcb, Event.OPEN);
        tcb.set(Tcb.SYN_WANTED);
        tcp.counters.activeOpens++;
        return 0;
    }

    /// Whether a connection in TIME-WAIT may be taken the place of (tcp_tw_reuse), as in Linux: its timestamps tell old
    /// segments from new ones (RFC 7323 5.8). Who has bound the port may do so at once, who looks for one only where
    /// this is switched on and it has been quiet for a while.
    private boolean givesWay(int number, boolean isBound, long now) {
        tcp.slab.at(old, number);
        if (old.state() != State.TIME_WAIT || !old.has(Tcb.TIMESTAMPS_OK)) {
            return false;
        }
        boolean isOn = tcp.settings.twReuse == 1 || tcp.settings.twReuse == 2 && isLoopback(old);
        return isBound || isOn && now - old.tsRecentAt() > tcp.settings.twReuseDelay;
    }

    private static boolean isLoopback(Tcb record) {
        boolean ipv4 = record.isIpv4() && (record.remoteLow() >>> 24 & 0xFF) == IPV4_LOOPBACK;
        return ipv4 || record.remoteHigh() == 0 && record.remoteLow() == 1;
    }

    /// What is to be done before a record in TIME-WAIT gives way to another. Set before use.
    public void whenReplaced(Consumer<Tcb> action) {
        replaced = action;
    }

    /// Ports that are never chosen, whatever they are used for: those that sockets have bound. Set before use.
    public void reserve(IntPredicate ports) {
        reserved = ports;
    }

    /// What a record holds of its local port, as long as it lives.
    public static int claim(Tcb tcb) {
        return tcb.intAt(TcbLayout.PORT_CLAIM);
    }

    /// Sets what an opened connection holds of its local port.
    public static void claim(Tcb tcb, int claim) {
        tcb.intAt(TcbLayout.PORT_CLAIM, claim);
    }

    /// A free ephemeral port to bind to, for a destination not known yet (both zero) or known; −1 for none.
    public int choose(Endpoints endpoints, long now) {
        taken.now = now;
        taken.candidate.local(endpoints.localHigh, endpoints.localLow, 0);
        taken.candidate.remote(endpoints.remoteHigh, endpoints.remoteLow, endpoints.remotePort);
        return tcp.ports.choose(endpoints, taken);
    }

    /// Whether a port cannot be chosen: one object, since a lambda would be allocated for each connection.
    private final class Taken implements IntPredicate {

        private final Endpoints candidate = new Endpoints();
        private long now;

        @Override
        public boolean test(int port) {
            candidate.localPort = port;
            if (reserved.test(port) || tcp.listeners.find(candidate.localHigh, candidate.localLow, port) >= 0) {
                return true;
            }
            int number = tcp.table.find(candidate);
            return number >= 0 && !givesWay(number, false, now);
        }
    }
}
