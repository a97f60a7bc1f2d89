package io.longshore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PlacementListTest {

    @Test
    void socketsAndCountsOfEachApplicationAreLaidOut() {
        assertEquals("""
                web, process 12
                  State      Place   Local Address:Port      Peer Address:Port       Why
                  LISTEN     both    *:8080                  *:*                     default rule 'listen *'
                  ESTAB      kernel  127.0.0.1:8080          127.0.0.1:4711          came to a listener by the kernel
                  Until now  Place   Why
                          1  both    default rule 'listen *'
                         17  kernel  came to a listener by the kernel

                stopped, process 13: does not answer
                """, new PlacementList("""
                application\tweb\t12\tattached
                socket\tLISTEN\tboth\t*:8080\t*:*\tdefault rule 'listen *'
                socket\tESTAB\tkernel\t127.0.0.1:8080\t127.0.0.1:4711\tcame to a listener by the kernel
                count\t1\tboth\tdefault rule 'listen *'
                count\t17\tkernel\tcame to a listener by the kernel
                application\tstopped\t13\tdoes not answer
                """).text());
    }

    @Test
    void nobodyThereIsSaid() {
        assertEquals("no application is attached\n", new PlacementList("").text());
    }

    @Test
    void linesOfNoKnownFormAreNotShown() {
        assertEquals("a, process 1\n", new PlacementList("application\ta\t1\tattached\nnonsense\nsocket\tx\n").text());
    }
}
