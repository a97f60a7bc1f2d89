package io.longshore.tcp;

/// The same with both initial sequence numbers just below 2³²: every comparison has to wrap.
class SendingNearWrapTest extends SendingTest {

    @Override
    int chosenIss() {
        return 0xFFFF_FFF0;
    }

    @Override
    int chosenIrs() {
        return 0xFFFF_FFB0;
    }
}
