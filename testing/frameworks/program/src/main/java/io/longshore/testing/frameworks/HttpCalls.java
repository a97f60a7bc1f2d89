package io.longshore.testing.frameworks;

/** A framework's HTTP client, of one protocol, called from many threads: anything but status 200 is an exception. */
public interface HttpCalls extends AutoCloseable {

    byte[] get(String path) throws Exception;

    byte[] post(String path, byte[] body) throws Exception;

    /** What is spoken on the connections of a client. */
    enum Protocol {
        HTTP1, HTTP2, TLS;

        public boolean isTls() {
            return this != HTTP1;
        }
    }

    /** Makes a client of a protocol for the server at a port; null where the framework's client has not got it. */
    interface Source {
        HttpCalls open(Protocol protocol, int port) throws Exception;
    }
}
