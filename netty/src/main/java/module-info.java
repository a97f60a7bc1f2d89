/** Netty's transport over Longshore: buffers that lie in the rings of a connection. */
module io.longshore.netty {
    requires io.longshore.socket;
    requires transitive io.netty.buffer;
    requires transitive io.netty.common;
    requires transitive io.netty.transport;
    exports io.longshore.netty;
}
