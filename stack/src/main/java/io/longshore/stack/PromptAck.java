package io.longshore.stack;

import io.longshore.tcp.Tcb;

/// Which acknowledgments do not wait for the end of the turn. In one turn a whole flight may be received; one
/// acknowledgment for all of it suffices on a path that loses nothing. Where text has arrived out of order, the
/// acknowledgment may be lost too, and with it all that the sender could have learnt (RFC 5681, 4.2: "Out-of-order data
/// segments SHOULD be acknowledged immediately", and every second full segment). As in Linux, the fourth and later
/// reports of the same hole are made together.
final class PromptAck {

    /// What makes a sender believe in a loss (RFC 5681, 3.2).
    private static final int DUPLICATES = 3;

    private int number = -1;
    private int rcvNxt;
    private int duplicates;

    /// Whether what is owed after the latest segment of a connection is to go at once.
    boolean isDue(Tcb tcb) {
        if (!tcb.has(Tcb.ACK_NOW) || tcb.outOfOrderSegments() == 0 || !tcb.state().isSynchronised()) {
            return false;
        }
        boolean same = tcb.number() == number && tcb.rcvNxt() == rcvNxt;
        number = tcb.number();
        rcvNxt = tcb.rcvNxt();
        duplicates = same ? duplicates + 1 : 0;
        return duplicates < DUPLICATES || !tcb.has(Tcb.SACK_OK);
    }
}
