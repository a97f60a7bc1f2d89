package io.longshore.socket;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A program that knows nothing of Longshore: runs cases about classic sockets at an address and tells what it saw. */
final class ClassicProgram {

    private ClassicProgram() {
    }

    /** An address, and further the names of cases; none: all. */
    public static void main(String[] arguments) throws Exception {
        Map<String, ClassicWorld.Case> cases = new LinkedHashMap<>();
        ClassicOpeningCases.addTo(cases);
        ClassicStreamCases.addTo(cases);
        ClassicOptionCases.addTo(cases);
        ClassicThreadCases.addTo(cases);
        ClassicUseCases.addTo(cases);
        ClassicPlaceCases.addTo(cases);
        if (arguments.length > 1) {
            cases.keySet().retainAll(List.of(arguments).subList(1, arguments.length));
        }
        for (Map.Entry<String, ClassicWorld.Case> each : cases.entrySet()) {
            run(each.getKey(), each.getValue(), arguments[0]);
        }
        System.exit(0);
    }

    private static void run(String name, ClassicWorld.Case body, String address) {
        System.out.println("case " + name);
        try (ClassicWorld world = new ClassicWorld(address)) {
            world.does("case", () -> body.run(world));
            world.seen().forEach(System.out::println);
        } catch (Exception failure) {
            System.out.println("close → " + failure);
        }
        if (Thread.interrupted()) {
            System.out.println("it leaves its thread interrupted");
        }
        System.out.flush();
    }
}
