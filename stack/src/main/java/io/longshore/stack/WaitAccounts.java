package io.longshore.stack;

import io.longshore.channel.SlotLayout;
import io.longshore.tcp.OutputWait;
import io.longshore.tcp.Tcb;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/// Why connections stand still: what the text of each waits for, since when, and for how long it was kept before by
/// whom. Looked at whenever a connection has been served, and written to the account line of its slot when it has
/// changed; [SlotLayout] says what each register means.
///
/// A wait ends with progress: as long as acknowledgments come, `since` moves with them. What is merely on its way
/// counts for nobody; if it turns out to be lost, it was so from the beginning.
final class WaitAccounts {

    private static final long NANOS_PER_MILLI = 1_000_000;

    // Words of an account.
    private static final int WAITS = 0;
    private static final int SINCE = 1;
    private static final int WINDOW = 2;
    private static final int NETWORK = 3;
    private static final int LATE = 4;
    private static final int UNREAD_FROM = 5;
    private static final int UNREAD_SINCE = 6;
    private static final int GAP_SINCE = 7;
    /// The position acknowledged as of the last look.
    private static final int ACKNOWLEDGED = 8;
    /// The position received that the host was told of last.
    private static final int TOLD = 9;
    /// The turn in which lateness was counted last.
    private static final int LATE_AT = 10;
    private static final int VERSION = 11;
    private static final int WORDS = 12;

    private final Shard shard;
    private final long[] words;

    WaitAccounts(Shard shard, int connections) {
        this.shard = shard;
        words = new long[connections * WORDS];
    }

    /// A new connection.
    void begin(int number) {
        Arrays.fill(words, number * WORDS, (number + 1) * WORDS, 0);
    }

    /// A connection has sent what it could, or its news are about to be told.
    void look(Tcb tcb) {
        int at = tcb.number() * WORDS;
        boolean changed = output(tcb, at) | gap(tcb, at) | late(at);
        ServerAttachment attachment = shard.attachmentOf(tcb);
        if (changed && attachment != null && !attachment.isCutOff()) {
            publish(attachment, tcb.slot(), at);
        }
    }

    private boolean output(Tcb tcb, int at) {
        OutputWait wait = OutputWait.of(tcb);
        long before = words[at + WAITS];
        boolean progress = tcb.acknowledged() != words[at + ACKNOWLEDGED];
        if (wait.ordinal() == before && !progress) {
            return false;
        }
        words[at + ACKNOWLEDGED] = tcb.acknowledged();
        words[at + WAITS] = wait.ordinal();
        // What was lost was so from the beginning; all else begins now.
        boolean found = wait == OutputWait.NETWORK && before == SlotLayout.WAITS_ON_ITS_WAY && !progress;
        if (!found) {
            settle(at, before);
            words[at + SINCE] = shard.now;
        }
        // Text that comes and goes as it should is no news: each request would write the line twice.
        return before > SlotLayout.WAITS_ON_ITS_WAY || wait.ordinal() > SlotLayout.WAITS_ON_ITS_WAY;
    }

    private void settle(int at, long before) {
        long waited = shard.now - words[at + SINCE];
        if (before == SlotLayout.WAITS_FOR_WINDOW) {
            words[at + WINDOW] += waited;
        } else if (before == SlotLayout.WAITS_FOR_NETWORK) {
            words[at + NETWORK] += waited;
        }
    }

    /// Text has arrived behind a hole; the network owes what is missing.
    private boolean gap(Tcb tcb, int at) {
        long since = words[at + GAP_SINCE];
        if (tcb.outOfOrderCount() == 0 && since == 0) {
            return false;
        }
        if (tcb.outOfOrderCount() > 0 && since != 0 && tcb.received() == words[at + TOLD]) {
            return false;
        }
        words[at + NETWORK] += since == 0 ? 0 : shard.now - since;
        words[at + GAP_SINCE] = tcb.outOfOrderCount() > 0 ? shard.now : 0;
        return true;
    }

    /// What is found in a turn that began late had to wait up to so long.
    private boolean late(int at) {
        if (shard.late == 0 || words[at + LATE_AT] == shard.now) {
            return false;
        }
        words[at + LATE_AT] = shard.now;
        words[at + LATE] += shard.late;
        return true;
    }

    /// Before `received` is released: if all before was read, what comes now is the first that is not.
    void announce(ServerAttachment attachment, Tcb tcb) {
        int at = tcb.number() * WORDS;
        look(tcb);
        long told = words[at + TOLD];
        if (tcb.received() == told) {
            return;
        }
        words[at + TOLD] = tcb.received();
        int slot = tcb.slot();
        if (told == 0 || attachment.hostIsPresent(slot) && attachment.acquire(slot, SlotLayout.READ) == told) {
            words[at + UNREAD_FROM] = told;
            words[at + UNREAD_SINCE] = shard.now;
            publish(attachment, slot, at);
        }
    }

    private void publish(ServerAttachment attachment, int slot, int at) {
        int version = (int) words[at + VERSION] + 2;
        words[at + VERSION] = version;
        attachment.put(slot, SlotLayout.ACCOUNT_VERSION, version - 1);
        // The odd version before all that follows; the even one is released behind it.
        VarHandle.storeStoreFence();
        int waits = (int) words[at + WAITS];
        attachment.put(slot, SlotLayout.WAITS_FOR, waits > SlotLayout.WAITS_ON_ITS_WAY ? waits : SlotLayout.WAITS_NOT);
        attachment.putLong(slot, SlotLayout.WAITS_SINCE, words[at + SINCE]);
        attachment.putLong(slot, SlotLayout.KEPT_BY_WINDOW, words[at + WINDOW]);
        attachment.putLong(slot, SlotLayout.KEPT_BY_NETWORK, words[at + NETWORK]);
        attachment.putLong(slot, SlotLayout.LATE, words[at + LATE]);
        attachment.putLong(slot, SlotLayout.UNREAD_FROM, words[at + UNREAD_FROM]);
        attachment.putLong(slot, SlotLayout.UNREAD_SINCE, words[at + UNREAD_SINCE]);
        attachment.putLong(slot, SlotLayout.GAP_SINCE, words[at + GAP_SINCE]);
        attachment.release(slot, SlotLayout.ACCOUNT_VERSION, version);
    }

    /// For `longshore connections`: what it waits for now, and what kept it before; nothing if it never waited.
    void describe(Tcb tcb, StringBuilder text) {
        int at = tcb.number() * WORDS;
        long now = shard.now;
        int waits = (int) words[at + WAITS];
        if (waits == SlotLayout.WAITS_FOR_WINDOW) {
            wait(text, "peer-window", now - words[at + SINCE]);
        } else if (waits == SlotLayout.WAITS_FOR_NETWORK) {
            wait(text, "network", now - words[at + SINCE]);
        } else if (words[at + GAP_SINCE] != 0) {
            wait(text, "network", now - words[at + GAP_SINCE]);
        } else if (tcb.received() > tcb.read() && words[at + UNREAD_FROM] == tcb.read()) {
            wait(text, "application", now - words[at + UNREAD_SINCE]);
        }
        kept(text, "peer-window", words[at + WINDOW]);
        kept(text, "network", words[at + NETWORK]);
        kept(text, "tcp-server", words[at + LATE]);
    }

    private static void wait(StringBuilder text, String cause, long nanos) {
        text.append(" waits:").append(cause).append('/').append(nanos / NANOS_PER_MILLI).append("ms");
    }

    private static void kept(StringBuilder text, String cause, long nanos) {
        if (nanos >= NANOS_PER_MILLI) {
            text.append(" kept:").append(cause).append('/').append(nanos / NANOS_PER_MILLI).append("ms");
        }
    }
}
