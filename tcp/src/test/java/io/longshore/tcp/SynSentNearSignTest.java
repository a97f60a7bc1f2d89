package io.longshore.tcp;

/// The same with both initial sequence numbers just below 2³¹: every comparison passes the sign bit.
class SynSentNearSignTest extends SynSentTest {

    @Override
    int chosenIss() {
        return 0x7FFF_FFF0;
    }

    @Override
    int chosenIrs() {
        return 0x7FFF_FFB0;
    }
}
