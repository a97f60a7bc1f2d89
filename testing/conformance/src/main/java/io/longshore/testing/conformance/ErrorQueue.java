package io.longshore.testing.conformance;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/// What waits to be read with MSG_ERRQUEUE: that zero-copy sends are done with, and when text was sent and
/// acknowledged.
final class ErrorQueue {

    private static final int ORIGIN_TIMESTAMPING = 4;
    private static final int ORIGIN_ZEROCOPY = 5;
    private static final int CODE_ZEROCOPY_COPIED = 1;
    /// struct sock_extended_err.
    private static final int ERROR_BYTES = 16;
    private static final int NAME_BYTES = 16;
    private static final int NAME_BYTES_IPV6 = 28;
    private static final int TIMES_BYTES = 48;
    private static final long SECOND = 1_000_000_000L;

    /// One of them.
    ///
    /// @param info what happened, or the first of the zero-copy sends
    /// @param data which byte it was, or the last of those sends
    /// @param at   nanoseconds since the clock's epoch
    private record Report(int errno, int origin, int code, int info, int data, long at) {
    }

    private final ArrayDeque<Report> reports = new ArrayDeque<>();
    private int added;

    boolean isEmpty() {
        return reports.isEmpty();
    }

    /// How many were ever added: each wakes those who wait for errors.
    int added() {
        return added;
    }

    /// Text was copied out of all zero-copy sends up to this one; follows on the last report if that is of its kind.
    void zeroCopied(int number) {
        Report last = reports.peekLast();
        boolean goesOn = last != null && last.origin == ORIGIN_ZEROCOPY && last.data + 1 == number;
        int first = goesOn ? reports.pollLast().info : number;
        reports.add(new Report(0, ORIGIN_ZEROCOPY, CODE_ZEROCOPY_COPIED, first, number, 0));
        added++;
    }

    /// @param kind one of the SCM_TSTAMP_ numbers
    /// @param key  the last byte of the call
    void stamped(int kind, int key, long at) {
        reports.add(new Report(Linux.ENOMSG, ORIGIN_TIMESTAMPING, 0, kind, key, at));
        added++;
    }

    /// recvmsg with MSG_ERRQUEUE; never waits.
    Answer receive(StackSocket socket, ReceiveCall call) {
        Report report = reports.poll();
        if (report == null) {
            return Answer.error(Linux.EAGAIN);
        }
        Answer answer = Answer.of(0);
        answer.number = Linux.MSG_ERRQUEUE;
        boolean stamped = report.origin == ORIGIN_TIMESTAMPING;
        ControlMessages control = new ControlMessages(call.isMessage() ? call.controlRoom() : 0);
        if (stamped && socket.reports.has(SendReports.SOFTWARE)) {
            control.add(Linux.SOL_SOCKET, Linux.SO_TIMESTAMPING, times(report.at));
        }
        // Linux brings back what was sent, whose length nobody can rely on: here it is always cut.
        answer.number |= stamped && !socket.reports.has(SendReports.TIME_ONLY) ? Linux.MSG_TRUNC : 0;
        control.add(socket.isIpv6 ? Linux.SOL_IPV6 : Linux.SOL_IP,
                socket.isIpv6 ? Linux.IPV6_RECVERR : Linux.IP_RECVERR, error(report, socket.isIpv6));
        control.putInto(answer);
        return answer;
    }

    /// Three times, of which only that of the software is there.
    private static byte[] times(long at) {
        return OptionImage.room(TIMES_BYTES).putLong(at / SECOND).putLong(at % SECOND).array();
    }

    /// The error, and the address of who caused it, which is nobody's.
    private static byte[] error(Report report, boolean isIpv6) {
        ByteBuffer image = OptionImage.room(ERROR_BYTES + (isIpv6 ? NAME_BYTES_IPV6 : NAME_BYTES));
        image.putInt(report.errno).put((byte) report.origin).put((byte) 0).put((byte) report.code).put((byte) 0);
        return image.putInt(report.info).putInt(report.data).array();
    }
}
