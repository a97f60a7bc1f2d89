/** Small programs to start from. */
module io.longshore.examples {
    requires io.longshore.netty;
    requires io.longshore.socket;
    requires io.netty.codec.http;
}
