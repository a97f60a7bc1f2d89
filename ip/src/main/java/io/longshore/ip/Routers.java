package io.longshore.ip;

import java.util.Arrays;

/// The IPv6 routers of the link, which networks are on it, and which destinations a router told us to reach another way
/// (RFC 4861 5.1): a fixed number of each.
final class Routers {

    static final int ROUTERS = 8;
    static final int PREFIXES = 16;
    static final int REDIRECTS = 64;

    private static final long FOREVER = Long.MAX_VALUE;
    private static final long NEVER = Long.MIN_VALUE;
    /// The router that was given, and does not expire.
    private static final int CONFIGURED = 0;

    private final long[] highs = new long[ROUTERS];
    private final long[] lows = new long[ROUTERS];
    private final long[] until = new long[ROUTERS];
    private final boolean[] known = new boolean[ROUTERS];
    private final boolean[] silent = new boolean[ROUTERS];

    private final long[] prefixHighs = new long[PREFIXES];
    private final long[] prefixLows = new long[PREFIXES];
    private final int[] prefixLengths = new int[PREFIXES];
    private final long[] prefixUntil = new long[PREFIXES];
    private int prefixes;

    /// Destination and hop of redirects, in a circle: a new one displaces the oldest.
    private final long[] redirects = new long[4 * REDIRECTS];
    private int redirected;
    private int nextRedirect;

    void configure(long high, long low) {
        put(CONFIGURED, high, low, FOREVER);
        known[CONFIGURED] = (high | low) != 0;
    }

    boolean isConfigured() {
        return known[CONFIGURED];
    }

    private void put(int router, long high, long low, long when) {
        highs[router] = high;
        lows[router] = low;
        until[router] = when;
        known[router] = true;
        silent[router] = false;
    }

    /// When a lifetime ends.
    static long until(long lifetime, long now) {
        return lifetime == FOREVER ? FOREVER : now + lifetime;
    }

    /// A router says that it is there for so long (RFC 4861 6.3.4); 0: it is one no more.
    void advertise(long high, long low, long lifetime, long now) {
        int router = find(high, low);
        if (router == CONFIGURED) {
            silent[CONFIGURED] = false;
        } else if (lifetime == 0) {
            forget(router);
        } else if (router > 0 || free() > 0) {
            put(router > 0 ? router : free(), high, low, until(lifetime, now));
        }
    }

    private void forget(int router) {
        if (router > 0) {
            known[router] = false;
        }
    }

    private int find(long high, long low) {
        for (int router = 0; router < ROUTERS; router++) {
            if (known[router] && lows[router] == low && highs[router] == high) {
                return router;
            }
        }
        return -1;
    }

    private int free() {
        for (int router = 1; router < ROUTERS; router++) {
            if (!known[router]) {
                return router;
            }
        }
        return -1;
    }

    /// The neighbour does not answer: if it is a router, another has its turn (RFC 4861 6.3.6), and nobody is sent by
    /// way of it (7.3.3).
    void failed(long high, long low) {
        int router = find(high, low);
        if (router >= 0) {
            silent[router] = true;
        }
        for (int at = 0; at < redirected; at++) {
            if (redirects[4 * at + 2] == high && redirects[4 * at + 3] == low) {
                redirects[4 * at] = 0;
                redirects[4 * at + 1] = 0;
            }
        }
    }

    /// The router for what is not on the link: the one given, or else the first that is not known to be silent; when
    /// all are, each gets its chance again. -1 if there is none.
    int choose() {
        int some = -1;
        for (int router = 0; router < ROUTERS; router++) {
            if (known[router] && !silent[router]) {
                return router;
            }
            some = known[router] && some < 0 ? router : some;
        }
        Arrays.fill(silent, false);
        return some;
    }

    long high(int router) {
        return highs[router];
    }

    long low(int router) {
        return lows[router];
    }

    /// A router says that a network is on this link (RFC 4861 6.3.4); lifetime 0: it is not any more.
    void prefix(long high, long low, int length, long lifetime, long now) {
        int at = find(high, low, length);
        if (at < 0 && lifetime > 0) {
            at = freePrefix();
        }
        if (at >= 0) {
            prefixHighs[at] = high & leading(length);
            prefixLows[at] = low & leading(length - 64);
            prefixLengths[at] = length;
            prefixUntil[at] = lifetime == 0 ? NEVER : until(lifetime, now);
            prefixes = Math.max(prefixes, at + 1);
        }
    }

    private int find(long high, long low, int length) {
        for (int at = 0; at < prefixes; at++) {
            boolean same = prefixHighs[at] == (high & leading(length))
                && prefixLows[at] == (low & leading(length - 64));
            if (same && prefixLengths[at] == length) {
                return at;
            }
        }
        return -1;
    }

    private int freePrefix() {
        for (int at = 0; at < prefixes; at++) {
            if (prefixUntil[at] == NEVER) {
                return at;
            }
        }
        return prefixes < PREFIXES ? prefixes : -1;
    }

    private static long leading(int bits) {
        return bits <= 0 ? 0 : -1L << Math.max(0, 64 - bits);
    }

    boolean isOnLink(long high, long low) {
        for (int at = 0; at < prefixes; at++) {
            int length = prefixLengths[at];
            boolean inside = ((high ^ prefixHighs[at]) & leading(length)) == 0
                && ((low ^ prefixLows[at]) & leading(length - 64)) == 0;
            if (inside && prefixUntil[at] != NEVER) {
                return true;
            }
        }
        return false;
    }

    /// Whether a router sent us another way for this destination; then the fields say which.
    boolean isRedirected(PacketFields fields) {
        for (int at = 0; at < redirected; at++) {
            if (redirects[4 * at + 1] == fields.destinationLow && redirects[4 * at] == fields.destinationHigh) {
                fields.hopHigh = redirects[4 * at + 2];
                fields.hopLow = redirects[4 * at + 3];
                return true;
            }
        }
        return false;
    }

    /// The fields' destination goes by their hop from now on.
    void redirect(PacketFields fields) {
        int at = 0;
        while (at < redirected && (redirects[4 * at] != fields.destinationHigh
                || redirects[4 * at + 1] != fields.destinationLow)) {
            at++;
        }
        if (at == REDIRECTS) {
            at = nextRedirect;
            nextRedirect = (nextRedirect + 1) % REDIRECTS;
        }
        redirects[4 * at] = fields.destinationHigh;
        redirects[4 * at + 1] = fields.destinationLow;
        redirects[4 * at + 2] = fields.hopHigh;
        redirects[4 * at + 3] = fields.hopLow;
        redirected = Math.max(redirected, at + 1);
    }

    /// Ends the lifetimes that are over.
    void turn(long now) {
        for (int router = 1; router < ROUTERS; router++) {
            known[router] &= until[router] > now;
        }
        for (int at = 0; at < prefixes; at++) {
            if (prefixUntil[at] <= now) {
                prefixUntil[at] = NEVER;
            }
        }
    }

    /// When [#turn(long)] is due; `Long.MAX_VALUE` for never.
    long deadline() {
        long deadline = FOREVER;
        for (int router = 1; router < ROUTERS; router++) {
            deadline = known[router] ? Math.min(deadline, until[router]) : deadline;
        }
        for (int at = 0; at < prefixes; at++) {
            deadline = prefixUntil[at] == NEVER ? deadline : Math.min(deadline, prefixUntil[at]);
        }
        return deadline;
    }
}
