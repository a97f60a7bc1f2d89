package io.longshore.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a flood goes: through which interface of ours, to whose Ethernet address, to which listener.
///
/// @param interfaceNumber the kernel's number of the interface
/// @param sourceMac       its Ethernet address
/// @param destinationMac  the neighbour's
/// @param address         the neighbour's IPv4 address
/// @param port            the port listened on
record FloodTarget(int interfaceNumber, long sourceMac, long destinationMac, int address, int port) {

    private static final Pattern NEIGHBOUR = Pattern.compile("dev (\\S+) lladdr ([0-9a-f:]+)");

    /// A neighbour that has been spoken with.
    static FloodTarget of(String address, int port) throws Exception {
        String known = Tools.run("ip", "neigh", "show", address);
        Matcher matcher = NEIGHBOUR.matcher(known);
        if (!matcher.find()) {
            throw new Problem("the Ethernet address of " + address + " is not known: " + known.strip());
        }
        Path device = Path.of("/sys/class/net", matcher.group(1));
        return new FloodTarget(Integer.parseInt(text(device.resolve("ifindex"))), mac(text(device.resolve("address"))),
                mac(matcher.group(2)), ipv4(address), port);
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file).strip();
    }

    private static long mac(String text) {
        return Long.parseLong(text.replace(":", ""), 16);
    }

    private static int ipv4(String text) {
        int address = 0;
        for (String part : text.split("\\.")) {
            address = address << 8 | Integer.parseInt(part);
        }
        return address;
    }
}
