package io.longshore.stack;

import io.longshore.tcp.CongestionControl;
import io.longshore.tcp.RttEstimator;
import io.longshore.tcp.State;
import io.longshore.tcp.Tcb;
import io.longshore.wire.IpAddress;
import java.util.ArrayList;
import java.util.List;

/// What `ss -tin` would say about a shard's sockets.
final class ConnectionsReport {

    private static final long NANOS_PER_MICRO = 1_000;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long MICROS_PER_MILLI = 1_000;
    private static final int STATE_WIDTH = 11;
    private static final int QUEUE_WIDTH = 9;
    private static final int END_WIDTH = 23;

    private final Shard shard;
    private final Tcb tcb = new Tcb();

    ConnectionsReport(Shard shard) {
        this.shard = shard;
    }

    List<ConnectionRow> rows(long now) {
        List<ConnectionRow> rows = new ArrayList<>();
        for (ListeningSlot listening : shard.listening) {
            if (listening != null) {
                rows.add(listener(listening));
            }
        }
        for (int n = shard.tcp.slab.next(0); n >= 0; n = shard.tcp.slab.next(n + 1)) {
            shard.tcp.slab.at(tcb, n);
            rows.add(new ConnectionRow(summary(), details(now)));
        }
        return rows;
    }

    private ConnectionRow listener(ListeningSlot listening) {
        int listener = listening.listener;
        String local = listeningEnd(listener);
        return new ConnectionRow(line("LISTEN", listening.queued(), shard.tcp.listeners.backlog(listener), local,
                anybody(listener)), "");
    }

    private String summary() {
        return line(name(tcb.state()), tcb.received() - tcb.read(), tcb.sent() - tcb.acknowledged(),
                end(tcb.localHigh(), tcb.localLow(), tcb.localPort()),
                end(tcb.remoteHigh(), tcb.remoteLow(), tcb.remotePort()));
    }

    private static String line(String state, long receiveQueue, long sendQueue, String local, String remote) {
        StringBuilder line = new StringBuilder();
        column(line, state, STATE_WIDTH);
        column(line, Long.toString(receiveQueue), QUEUE_WIDTH);
        column(line, Long.toString(sendQueue), QUEUE_WIDTH);
        column(line, local, END_WIDTH);
        return line.append(remote).toString();
    }

    private static void column(StringBuilder line, String text, int width) {
        line.append(text).repeat(' ', Math.max(1, width - text.length()));
    }

    private String details(long now) {
        StringBuilder text = new StringBuilder(CongestionControl.of(tcb).label());
        text.append(" wscale:").append(tcb.sndScale()).append(',').append(tcb.rcvScale());
        text.append(" rto:").append(tcb.rto() / NANOS_PER_MILLI);
        millis(text.append(" rtt:"), tcb.srtt());
        millis(text.append('/'), RttEstimator.deviation(tcb));
        text.append(" mss:").append(tcb.sndMss()).append(" rcvmss:").append(tcb.rcvMss());
        text.append(" cwnd:").append(tcb.cwnd() / Math.max(1, tcb.sndMss()));
        text.append(" bytes_acked:").append(tcb.acknowledged());
        text.append(" bytes_received:").append(tcb.received());
        text.append(" segs_out:").append(tcb.segmentsOut()).append(" segs_in:").append(tcb.segmentsIn());
        if (tcb.retransmits() > 0) {
            text.append(" retrans:0/").append(tcb.retransmits());
        }
        text.append(" rcv_space:").append(tcb.receiveCapacity());
        text.append(" lastrcv:").append((now - tcb.lastReceivedAt()) / NANOS_PER_MILLI);
        shard.waits.describe(tcb, text);
        return text.toString();
    }

    /// Milliseconds with three decimals.
    private static void millis(StringBuilder text, long nanos) {
        long micros = nanos / NANOS_PER_MICRO;
        String decimals = Long.toString(micros % MICROS_PER_MILLI + MICROS_PER_MILLI).substring(1);
        text.append(micros / MICROS_PER_MILLI).append('.').append(decimals);
    }

    private static String end(long high, long low, int port) {
        return host(high, low) + ":" + port;
    }

    private static String host(long high, long low) {
        return IpAddress.isIpv4(high, low) ? IpAddress.text(high, low) : "[" + IpAddress.text(high, low) + "]";
    }

    /// As `ss` has it, `*` is the wildcard of both families.
    private String listeningEnd(int listener) {
        long high = shard.tcp.listeners.high(listener);
        long low = shard.tcp.listeners.low(listener);
        boolean isAll = (high | low) == 0 && !shard.tcp.listeners.isIpv6Only(listener);
        return (isAll ? "*" : host(high, low)) + ":" + shard.tcp.listeners.port(listener);
    }

    private String anybody(int listener) {
        long high = shard.tcp.listeners.high(listener);
        long low = shard.tcp.listeners.low(listener);
        if (IpAddress.isIpv4(high, low)) {
            return "0.0.0.0:*";
        }
        return (high | low) == 0 && !shard.tcp.listeners.isIpv6Only(listener) ? "*:*" : "[::]:*";
    }

    /// As `ss` abbreviates them.
    private static String name(State state) {
        return switch (state) {
            case CLOSED -> "UNCONN";
            case SYN_SENT -> "SYN-SENT";
            case SYN_RECEIVED -> "SYN-RECV";
            case ESTABLISHED -> "ESTAB";
            case FIN_WAIT_1 -> "FIN-WAIT-1";
            case FIN_WAIT_2 -> "FIN-WAIT-2";
            case CLOSE_WAIT -> "CLOSE-WAIT";
            case CLOSING -> "CLOSING";
            case LAST_ACK -> "LAST-ACK";
            case TIME_WAIT -> "TIME-WAIT";
        };
    }
}
