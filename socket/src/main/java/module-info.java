module io.longshore.socket {
    requires static java.management;
    requires static jdk.jfr;
    requires transitive java.instrument;
    requires transitive io.longshore.channel;
    requires transitive io.longshore.memory;
    exports io.longshore.socket;
}
