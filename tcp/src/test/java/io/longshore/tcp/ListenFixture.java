package io.longshore.tcp;

/// LISTEN on port 80.
abstract class ListenFixture extends TcpFixture {

    @Override
    void arrive() {
        // listening is all
    }
}
