package io.longshore.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class LinkSpecTest {

    @Test
    void aTapIsNamed() {
        assertEquals(new TapSpec("ls0", List.of(), 1_500), LinkSpec.parse("tap:ls0"));
    }

    @Test
    void anUnknownKindIsRefusedInOneSentence() {
        assertRefused("xdp:eth0", "There is no kind of link 'xdp': use tap:NAME.");
        assertRefused("", "There is no kind of link '': use tap:NAME.");
        assertRefused("TAP:ls0", "There is no kind of link 'TAP': use tap:NAME.");
    }

    @Test
    void aTapWithoutANameIsRefused() {
        assertRefused("tap", "The link 'tap' wants the name of an interface: tap:NAME.");
    }

    @Test
    void aNameThatNoInterfaceCanHaveIsRefused() {
        for (String name : new String[] {"", "sixteen-letters!", "a/b", "a:b", "a b", "."}) {
            assertRefused("tap:" + name, "'" + name + "' cannot be the name of an interface: it has 1 to 15 characters,"
                    + " no space, slash, colon or percent sign.");
        }
    }

    @Test
    void anMtuOutOfRangeIsRefused() {
        TapSpec spec = new TapSpec("ls0", List.of(), 1_500);
        assertEquals("The MTU is 576 to 65521, not 575.",
                assertThrows(IllegalArgumentException.class, () -> spec.withMtu(575)).getMessage());
        assertThrows(IllegalArgumentException.class, () -> spec.withMtu(65_522));
        assertEquals(65_521, spec.withMtu(65_521).mtu());
    }

    private static void assertRefused(String text, String sentence) {
        assertEquals(sentence,
                assertThrows(IllegalArgumentException.class, () -> LinkSpec.parse(text)).getMessage());
    }
}
