package io.longshore.channel;

import io.longshore.memory.Notice;

/**
 * The registers of one slot, as offsets from its first byte: seven lines, each with one writer.
 *
 * <pre>
 *         HOST LINE (host writes)                  SERVER LINE (server writes)
 *     0   sent                  long          64   received              long
 *     8   read                  long          72   acknowledged          long
 *    16   sendGeometry          long          80   receiveGeometry       long
 *    24   acknowledgedNotice    long          88   readNotice            long
 *    32   generation            int           96   generation            int
 *    36   request number        int          100   answered number       int
 *    40   request code          int          104   result (errno)        int
 *    44   intent bits           int          108   state                 int
 *    48   context               int          112   conditions bits       int
 *    52   options bits          int          116   error (errno)         int
 *    56   linger seconds, -1    int          120   sendLimit bytes       int
 *    60   receive buffer wish   int          124   shard                 int
 *
 *         ARGUMENT LINE (host writes)              ADDRESS LINE (server writes)
 *   128   local address         2 longs      192   local address         2 longs
 *   144   remote address        2 longs      208   remote address        2 longs
 *   160   local port            int          224   local port            int
 *   164   remote port           int          228   remote port           int
 *   168   backlog               int          232   maximum segment size  int
 *   172   keep-alive idle s     int          236   smoothed RTT µs       int
 *   176   keep-alive interval s int          240   retransmitted segs    int
 *   180   keep-alive count      int          244   congestion window     int
 *   184   traffic class (TOS)   int          248   end of urgent text    long
 *   188   send buffer wish      int
 *
 *         OPTION LINES (host writes)
 *   256   option changes        int         292   path MTU discovery    int
 *   260   maximum segment size  int         296   hop limit (TTL)       int
 *   264   window clamp          int         300   Fast Open queue       int
 *   268   unsent low-water mark int         304   most pacing rate B/s  long
 *   272   SYN retransmissions   int         312   initial window segs   int
 *   276   FIN-WAIT-2 seconds    int         316   Fast Open keys        int
 *   280   defer accept seconds  int         320   first Fast Open key   2 longs
 *   284   user timeout ms       int         336   second Fast Open key  2 longs
 *   288   congestion control    int         352   record end            long
 *                                           360   longest RTO ms        int
 *                                           364   least RTO µs          int
 *                                           368   longest delayed ACK µs int
 *                                           376   end of urgent text    long
 *
 *         ACCOUNT LINE (server writes)
 *   384   version               int         416   late ns               long
 *   388   waits for             int         424   unread from           long
 *   392   waits since ns        long        432   unread since ns       long
 *   400   kept by window ns     long        440   gap since ns          long
 *   408   kept by network ns    long
 * </pre>
 *
 * <p>Positions are 64-bit stream offsets that start at 0 in each use of a slot. {@code sent} and {@code read} are
 * released by the host after the bytes are written or taken, {@code received} and {@code acknowledged} by the server.
 * An address is 128 bits as two longs, most significant first; IPv4 is IPv4-mapped (RFC 4291, 2.5.5.2).
 *
 * <p><b>Generations.</b> The server's {@code generation} counts the uses of a slot. The host's lines count only while
 * they bear the same number: until the host has written it (last, with release), the server takes
 * {@code sent = read = 0}, no intent and no request. Freeing a slot always steps the generation, even where the server
 * made nothing of it (a bind that failed): the host uses the number again only when it has seen that.
 *
 * <p><b>Options.</b> The host counts in {@code option changes} each time it has written option bits, linger, wishes,
 * keep-alive, traffic class or anything in the option lines; the server looks at them when the count has changed. A
 * connection that a listener accepted has that listener's options until the host changes some. A register of 0 leaves
 * the server's default.
 *
 * <p><b>Order.</b> What ends a stream is released after its last position and acquired before it: the host releases
 * {@code sent}, then INTENT_SHUT_OUTPUT or INTENT_CLOSE, so the server reads {@code intent} first and {@code sent}
 * after; the server releases {@code received}, then CONDITION_INPUT_END, so the host reads {@code conditions} first.
 * The same holds for {@code result} and {@code answered}, {@code error} and {@code conditions}, the address line and
 * {@code state}.
 *
 * <p><b>The account</b> says what a connection waits for, in the nanoseconds of the server's clock, which is the
 * machine's monotonic one. What was written and not acknowledged waits for one of WAITS_, since it began to wait or
 * since text was acknowledged last; how long it was kept before that is summed up by cause, with the time for which
 * text that arrived was kept by a gap (to the network) and the time by which the server came late (its processor was
 * taken away, or it was stopped). Everything before {@code unread from} was read when the byte there came, at
 * {@code unread since}. The version is odd while the line is being written: see {@link WaitAccount}.
 *
 * <p><b>Notices</b> ask for a doorbell: the server writes in {@code readNotice} the position that {@code read} must
 * reach to be worth a window update; the host writes in {@code acknowledgedNotice} the position of
 * {@code acknowledged} at which a writer that waits for room has enough. {@link #NEVER} asks for none. Who writes a
 * notice fences and looks again at the position before relying on it.
 */
public final class SlotLayout {

    public static final int SENT = 0;
    public static final int READ = 8;
    public static final int SEND_GEOMETRY = 16;
    public static final int ACKNOWLEDGED_NOTICE = 24;
    public static final int HOST_GENERATION = 32;
    public static final int REQUEST = 36;
    public static final int REQUEST_CODE = 40;
    public static final int INTENT = 44;
    public static final int CONTEXT = 48;
    public static final int OPTIONS = 52;
    public static final int LINGER = 56;
    public static final int RECEIVE_WISH = 60;

    public static final int RECEIVED = 64;
    public static final int ACKNOWLEDGED = 72;
    public static final int RECEIVE_GEOMETRY = 80;
    public static final int READ_NOTICE = 88;
    public static final int GENERATION = 96;
    public static final int ANSWERED = 100;
    public static final int RESULT = 104;
    public static final int STATE = 108;
    public static final int CONDITIONS = 112;
    public static final int ERROR = 116;
    public static final int SEND_LIMIT = 120;
    public static final int SHARD = 124;

    public static final int ARGUMENT_LOCAL = 128;
    public static final int ARGUMENT_REMOTE = 144;
    public static final int ARGUMENT_LOCAL_PORT = 160;
    public static final int ARGUMENT_REMOTE_PORT = 164;
    public static final int BACKLOG = 168;
    public static final int KEEP_IDLE = 172;
    public static final int KEEP_INTERVAL = 176;
    public static final int KEEP_COUNT = 180;
    public static final int TRAFFIC_CLASS = 184;
    public static final int SEND_WISH = 188;

    public static final int LOCAL = 192;
    public static final int REMOTE = 208;
    public static final int LOCAL_PORT = 224;
    public static final int REMOTE_PORT = 228;
    public static final int MSS = 232;
    public static final int SRTT = 236;
    public static final int RETRANSMITS = 240;
    public static final int CWND = 244;
    /** Stream position behind the last urgent byte received. */
    public static final int URGENT_RECEIVED = 248;

    public static final int OPTION_CHANGES = 256;
    /** TCP_MAXSEG. */
    public static final int MAX_SEGMENT = 260;
    /** TCP_WINDOW_CLAMP. */
    public static final int WINDOW_CLAMP = 264;
    /** TCP_NOTSENT_LOWAT; −1: none. */
    public static final int UNSENT_LOW_WATER = 268;
    /** TCP_SYNCNT. */
    public static final int SYN_COUNT = 272;
    /** TCP_LINGER2 in seconds; −1: do not wait. */
    public static final int FIN_LINGER = 276;
    /** TCP_DEFER_ACCEPT in seconds. */
    public static final int DEFER_ACCEPT = 280;
    /** TCP_USER_TIMEOUT in milliseconds. */
    public static final int USER_TIMEOUT = 284;
    /** TCP_CONGESTION: one of the numbers CONGESTION_. */
    public static final int CONGESTION = 288;
    /** IP_MTU_DISCOVER or IPV6_MTU_DISCOVER, one more than Linux's number. */
    public static final int PATH_DISCOVERY = 292;
    /** IP_TTL or IPV6_UNICAST_HOPS. */
    public static final int HOP_LIMIT = 296;
    /** TCP_FASTOPEN of a listener: how many connections may wait with their handshake incomplete. */
    public static final int FAST_OPEN_QUEUE = 300;
    /** SO_MAX_PACING_RATE in bytes per second. */
    public static final int MAX_PACING_RATE = 304;
    /** How many segments a connection may send at first. */
    public static final int INITIAL_WINDOW = 312;
    /** TCP_FASTOPEN_KEY of a listener: how many of the two keys are set. */
    public static final int FAST_OPEN_KEYS = 316;
    public static final int FAST_OPEN_KEY = 320;
    public static final int FAST_OPEN_BACKUP_KEY = 336;
    /** Position behind the last record that was written (MSG_EOR), released before {@code sent}. */
    public static final int RECORD_END = 352;
    /** TCP_RTO_MAX_MS. */
    public static final int RTO_MAX = 360;
    /** TCP_RTO_MIN_US. */
    public static final int RTO_MIN = 364;
    /** TCP_DELACK_MAX_US. */
    public static final int DELAYED_ACK_MAX = 368;

    /** Stream position behind the last byte that is written as urgent; released before {@code sent} of that byte. */
    public static final int URGENT_SENT = 376;

    /** Odd while the account line is being written. */
    public static final int ACCOUNT_VERSION = 384;
    /** What text that was written waits for: one of WAITS_. */
    public static final int WAITS_FOR = 388;
    /** When it began to wait, or made progress last. */
    public static final int WAITS_SINCE = 392;
    public static final int KEPT_BY_WINDOW = 400;
    public static final int KEPT_BY_NETWORK = 408;
    /** How late the server came to look at this connection, summed up. */
    public static final int LATE = 416;
    public static final int UNREAD_FROM = 424;
    public static final int UNREAD_SINCE = 432;
    /** Since when text behind a hole waits for what is missing; 0: there is no hole. */
    public static final int GAP_SINCE = 440;

    /** A notice that asks for no doorbell. */
    public static final long NEVER = Notice.NEVER;

    // Requests: the host writes arguments and code, then releases the next request number, then rings the shard.
    public static final int REQUEST_BIND = 1;
    public static final int REQUEST_LISTEN = 2;
    public static final int REQUEST_CONNECT = 3;

    // Intent bits: once set they stay set for this use of the slot; they need no answer.
    /** No byte will follow {@code sent}: send FIN behind it. */
    public static final int INTENT_SHUT_OUTPUT = 1;
    /** Whatever arrives from now on is not wanted. */
    public static final int INTENT_SHUT_INPUT = 2;
    /** The application has closed the socket; the server frees the slot as soon as it needs its rings no more. */
    public static final int INTENT_CLOSE = 4;
    /** With INTENT_CLOSE: reset instead of an orderly close. */
    public static final int INTENT_ABORT = 8;

    // Option bits.
    public static final int OPTION_NO_DELAY = 1;
    public static final int OPTION_KEEP_ALIVE = 2;
    public static final int OPTION_QUICK_ACK = 4;
    public static final int OPTION_REUSE_ADDRESS = 8;
    public static final int OPTION_REUSE_PORT = 16;
    /** TCP_CORK: only full-size segments, for a fifth of a second. */
    public static final int OPTION_CORK = 32;
    /** MSG_MORE: as OPTION_CORK, for what was written last only. */
    public static final int OPTION_MORE = 64;
    /** IPV6_V6ONLY: a listener on the unspecified address takes no IPv4. */
    public static final int OPTION_ONLY_IPV6 = 128;
    /** TCP_FASTOPEN_CONNECT or MSG_FASTOPEN: the connection request may carry what was written before it. */
    public static final int OPTION_FAST_OPEN = 256;
    /** TCP_FASTOPEN_NO_COOKIE. */
    public static final int OPTION_FAST_OPEN_NO_COOKIE = 512;
    /** TCP_QUICKACK was turned off: acknowledgments are delayed. */
    public static final int OPTION_SLOW_ACK = 1024;
    /** TCP_SAVE_SYN. */
    public static final int OPTION_SAVE_SYN = 2048;
    /** Records are ended (MSG_EOR): RECORD_END counts. Set before the first is. */
    public static final int OPTION_RECORDS = 4096;

    // Values of CONGESTION; 0 leaves the setting's.
    public static final int CONGESTION_RENO = 1;
    public static final int CONGESTION_CUBIC = 2;
    public static final int CONGESTION_BBR = 3;

    // What WAITS_FOR may say.
    /** Nothing waits. */
    public static final int WAITS_NOT = 0;
    /** It is on its way, and no longer than is to be expected: the server's own, told as {@link #WAITS_NOT}. */
    public static final int WAITS_ON_ITS_WAY = 1;
    /** The peer's window keeps it back. */
    public static final int WAITS_FOR_WINDOW = 2;
    /** The network has lost it, or does not answer. */
    public static final int WAITS_FOR_NETWORK = 3;

    // States of a slot, as the server tells them.
    public static final int STATE_FREE = 0;
    public static final int STATE_BOUND = 1;
    public static final int STATE_LISTENING = 2;
    public static final int STATE_CONNECTING = 3;
    /** Connected; conditions tell which directions are still open. */
    public static final int STATE_ESTABLISHED = 4;
    /** The connection is no more; error tells why (0: orderly). The host still has to close the slot. */
    public static final int STATE_CLOSED = 5;

    // Conditions.
    /** The peer's FIN arrived: {@code received} is the end of input. */
    public static final int CONDITION_INPUT_END = 1;
    /** Our FIN was acknowledged. */
    public static final int CONDITION_OUTPUT_END = 2;
    /** The connection was reset or gave up; error tells which. */
    public static final int CONDITION_ERROR = 4;
    /** The connection began with text on its SYN (Fast Open), whether accepted in time or not. */
    public static final int CONDITION_SYN_TEXT = 8;
    /** The peer has told of urgent text; released before the bytes of which it is true. */
    public static final int CONDITION_URGENT = 16;

    private SlotLayout() {
    }
}
