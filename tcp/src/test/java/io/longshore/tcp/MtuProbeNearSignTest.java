package io.longshore.tcp;

/// The same with our initial sequence number just below 2³¹, so that the first probe lies across it.
class MtuProbeNearSignTest extends MtuProbeTest {

    @Override
    int chosenIss() {
        return 0x7FFF_FFF0;
    }

    @Override
    int chosenIrs() {
        return 0x7FFF_FFB0;
    }
}
