package io.longshore.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.wire.SipHash;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionTableTest {

    private static final int RECORDS = 64;
    private static final int KEYS = 100;

    private final TcbSlab slab = TcbFixture.slab(RECORDS);
    private final ConnectionTable table = new ConnectionTable(slab, SipHash.fast(3, 4));
    private final Map<Integer, Integer> model = new HashMap<>();
    private final Tcb tcb = new Tcb();
    private final Endpoints endpoints = new Endpoints();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void findsWhatAMapFindsThroughAnyOrderOfInsertionsAndRemovals(long seed) {
        Random random = new Random(seed);
        for (int step = 0; step < 20_000; step++) {
            int key = random.nextInt(KEYS);
            if (random.nextBoolean()) {
                insert(key);
            } else {
                remove(key);
            }
            assertEquals(model.size(), table.size(), "seed " + seed + ", step " + step);
            int probed = random.nextInt(KEYS);
            lay(probed);
            assertEquals(model.getOrDefault(probed, -1), table.find(endpoints), "seed " + seed + ", step " + step);
        }
    }

    private void insert(int key) {
        if (slab.allocate(tcb) < 0) {
            assertEquals(RECORDS, model.size());
            return;
        }
        lay(key);
        tcb.endpoints(endpoints);
        boolean isNew = !model.containsKey(key);
        assertEquals(isNew, table.insert(tcb), "a connection is entered once");
        if (isNew) {
            model.put(key, tcb.number());
        } else {
            assertFalse(table.remove(tcb), "the record that was refused is not the one in the table");
            slab.free(tcb.number());
        }
    }

    private void remove(int key) {
        Integer number = model.remove(key);
        if (number != null) {
            assertTrue(table.remove(slab.at(tcb, number)));
            slab.free(number);
        }
    }

    /// Keys differ in one place only, as those of one client do; every other is IPv6, those in one of the four longs.
    private void lay(int key) {
        int rest = key / 2;
        if (key % 2 == 0) {
            endpoints.localIpv4(0x0a000001 + rest % 2, 80 + rest / 2 % 2).remoteIpv4(0x0a000002, 40_000 + rest / 4);
            return;
        }
        endpoints.local(bit(rest, 0), 10 + bit(rest, 1), 80).remote(bit(rest, 2), 10 + bit(rest, 3), 40_000
                + rest / 16);
    }

    private static long bit(int key, int number) {
        return (long) (key >> number & 1) << 32;
    }
}
