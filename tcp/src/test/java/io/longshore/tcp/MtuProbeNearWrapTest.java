package io.longshore.tcp;

/// The same with our initial sequence number just below 2³², so that the first probe lies across it.
class MtuProbeNearWrapTest extends MtuProbeTest {

    @Override
    int chosenIss() {
        return 0xFFFF_FFF0;
    }

    @Override
    int chosenIrs() {
        return 0xFFFF_FFB0;
    }
}
