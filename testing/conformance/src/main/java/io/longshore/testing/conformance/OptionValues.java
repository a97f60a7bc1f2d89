package io.longshore.testing.conformance;

import io.longshore.channel.HostSlot;
import io.longshore.channel.SlotLayout;
import io.longshore.tcp.TcpSettings;
import java.util.Map;
import java.util.TreeMap;

/// The options of one socket: what the application set, as Linux would tell it, and as the slot's registers have it.
final class OptionValues {

    private static final long NANOS_PER_MICRO = 1_000;
    private static final int LEAST_SEND_BUFFER = 4_608;
    private static final int LEAST_RECEIVE_BUFFER = 2_304;
    private static final int MOST_BUFFER = 1 << 26;

    private final TcpSettings settings;
    private final Map<Integer, Integer> registers = new TreeMap<>();
    private int bits;
    private int linger = -1;
    private int sendBuffer;
    private int receiveBuffer;
    private int receiveLowWater = 1;
    private long receiveTimeout;
    private long sendTimeout;
    private long maxPacingRate;
    private final int[] keepAlive = new int[3];
    private int trafficClass;
    private byte[] fastOpenKeys = new byte[0];
    private final Map<Long, byte[]> plain = new TreeMap<>();
    /// TCP_INQ.
    boolean tellsQueue;

    OptionValues(TcpSettings settings) {
        this.settings = settings;
    }

    /// What an accepted socket begins with: Linux copies its listener's.
    OptionValues inherited() {
        OptionValues copy = new OptionValues(settings);
        copy.registers.putAll(registers);
        copy.bits = bits;
        copy.linger = linger;
        copy.sendBuffer = sendBuffer;
        copy.receiveBuffer = receiveBuffer;
        copy.receiveLowWater = receiveLowWater;
        copy.receiveTimeout = receiveTimeout;
        copy.sendTimeout = sendTimeout;
        copy.maxPacingRate = maxPacingRate;
        System.arraycopy(keepAlive, 0, copy.keepAlive, 0, keepAlive.length);
        copy.trafficClass = trafficClass;
        copy.plain.putAll(plain);
        copy.tellsQueue = tellsQueue;
        return copy;
    }

    /// Writes all that was set into a fresh slot.
    void writeTo(HostSlot slot) {
        slot.options(bits);
        slot.linger(linger);
        slot.trafficClass(trafficClass);
        slot.bufferWishes(receiveBuffer, sendBuffer);
        slot.keepAlive(keepAlive[0], keepAlive[1], keepAlive[2]);
        registers.forEach(slot::option);
        if (maxPacingRate != 0) {
            slot.option(SlotLayout.MAX_PACING_RATE, maxPacingRate);
        }
        for (int i = 0; i + Long.BYTES <= fastOpenKeys.length; i += Long.BYTES) {
            slot.option(SlotLayout.FAST_OPEN_KEY + i, java.nio.ByteBuffer.wrap(fastOpenKeys).getLong(i));
        }
    }

    /// SO_OOBINLINE.
    boolean urgentInline() {
        byte[] value = plain(SocketLevelOptions.key(Linux.SO_OOBINLINE));
        return value != null && OptionImage.toInt(value) != 0;
    }

    // --- Bits -------------------------------------------------------------------------------------------------------

    boolean has(int bit) {
        return (bits & bit) != 0;
    }

    void bits(int set, boolean on) {
        bits = on ? bits | set : bits & ~set;
    }

    /// TCP_NODELAY; set, it pushes what MSG_MORE holds.
    void noDelay(boolean on) {
        bits(SlotLayout.OPTION_NO_DELAY, on);
        bits(SlotLayout.OPTION_MORE, has(SlotLayout.OPTION_MORE) && !on);
    }

    /// MSG_MORE counts for what is written with it only.
    void more(HostSlot slot, boolean on) {
        if (on != has(SlotLayout.OPTION_MORE)) {
            bits(SlotLayout.OPTION_MORE, on);
            slot.options(bits);
        }
    }

    // --- Numbers ----------------------------------------------------------------------------------------------------

    int register(int register) {
        return registers.getOrDefault(register, 0);
    }

    void register(int register, int value) {
        registers.put(register, value);
    }

    int keepAlive(int which) {
        return keepAlive[which];
    }

    void keepAlive(int which, int value) {
        keepAlive[which] = value;
    }

    int linger() {
        return linger;
    }

    void linger(int seconds) {
        linger = seconds;
    }

    int trafficClass() {
        return trafficClass;
    }

    void trafficClass(int value) {
        trafficClass = value;
    }

    int receiveLowWater() {
        return receiveLowWater;
    }

    void receiveLowWater(int bytes) {
        receiveLowWater = bytes < 0 ? Integer.MAX_VALUE : Math.max(1, bytes);
    }

    long maxPacingRate() {
        return maxPacingRate;
    }

    void maxPacingRate(long rate) {
        maxPacingRate = rate;
    }

    /// Linux keeps twice what was asked for, and at least so much that anything can be sent.
    void sendBuffer(int asked, int most) {
        sendBuffer = Math.max(LEAST_SEND_BUFFER, 2 * Math.min(asked & Integer.MAX_VALUE, Math.min(most, MOST_BUFFER)));
    }

    void receiveBuffer(int asked, int most) {
        receiveBuffer = Math.max(LEAST_RECEIVE_BUFFER,
                2 * Math.min(asked & Integer.MAX_VALUE, Math.min(most, MOST_BUFFER)));
    }

    /// 0 where it was not set.
    int sendBuffer() {
        return sendBuffer;
    }

    int receiveBuffer() {
        return receiveBuffer;
    }

    /// TCP_NOTSENT_LOWAT, or the setting's, unsigned.
    long unsentLowWater(TcpSettings defaults) {
        int set = register(SlotLayout.UNSENT_LOW_WATER);
        return set == 0 ? defaults.unsentLowWater : Integer.toUnsignedLong(set);
    }

    byte[] fastOpenKeys() {
        return fastOpenKeys.clone();
    }

    void fastOpenKeys(byte[] keys) {
        fastOpenKeys = keys.clone();
        register(SlotLayout.FAST_OPEN_KEYS, keys.length / 16);
    }

    // --- Patience ---------------------------------------------------------------------------------------------------

    /// SO_RCVTIMEO in nanoseconds, [SteppedStack#NEVER] for none.
    long receivePatience() {
        return receiveTimeout == 0 ? SteppedStack.NEVER : receiveTimeout;
    }

    long sendPatience() {
        return sendTimeout == 0 ? SteppedStack.NEVER : sendTimeout;
    }

    void receiveTimeout(long micros) {
        receiveTimeout = micros * NANOS_PER_MICRO;
    }

    void sendTimeout(long micros) {
        sendTimeout = micros * NANOS_PER_MICRO;
    }

    long receiveTimeoutMicros() {
        return receiveTimeout / NANOS_PER_MICRO;
    }

    long sendTimeoutMicros() {
        return sendTimeout / NANOS_PER_MICRO;
    }

    // --- What has no effect here, and is told as it was set --------------------------------------------------------

    void plain(long key, byte[] value) {
        plain.put(key, value.clone());
    }

    byte[] plain(long key) {
        return plain.get(key);
    }
}
