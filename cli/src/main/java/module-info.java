/// The command line: one launcher, a command for each thing a user does.
module io.longshore.cli {
    requires io.longshore.sysctl;
    requires info.picocli;
    requires io.longshore.channel;
    requires io.longshore.server;
    requires io.longshore.link;
    requires io.longshore.socket;
    requires io.longshore.syscall;
    requires io.longshore.wire;
    requires java.net.http;
    requires jdk.httpserver;

    opens io.longshore.cli to info.picocli;
}
