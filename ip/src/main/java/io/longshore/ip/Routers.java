package io.longshore.ip;

/// The IPv6 routers of the link, and which networks are on it (RFC 4861 5.1).
final class Routers {

    private long configuredHigh;
    private long configuredLow;

    void configure(long high, long low) {
        configuredHigh = high;
        configuredLow = low;
    }

    boolean isOnLink(long high, long low) {
        return false;
    }

    int choose() {
        return (configuredHigh | configuredLow) != 0 ? 0 : -1;
    }

    long high(int router) {
        return configuredHigh;
    }

    long low(int router) {
        return configuredLow;
    }
}
