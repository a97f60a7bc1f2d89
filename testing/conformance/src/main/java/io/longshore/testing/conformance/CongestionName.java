package io.longshore.testing.conformance;

import io.longshore.tcp.TcpSettings;

/// The names of congestion controls, as TCP_CONGESTION tells them.
final class CongestionName {

    private CongestionName() {
    }

    static String ofSettings(TcpSettings settings) {
        return settings.congestionControl.label();
    }
}
