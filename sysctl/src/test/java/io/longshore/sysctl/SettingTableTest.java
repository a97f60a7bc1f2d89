package io.longshore.sysctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.longshore.sysctl.SettingTable.Occasion;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingTableTest {

    private static final class House {
        private long patience = 7_000_000_000L;
        private boolean open = true;
        private int colour;
        private final long[] rooms = {1, 2, 3};
    }

    private final House house = new House();
    private final SettingTable table = new SettingTable().with(List.of(
            Setting.<House>named("house.patience", "How long we wait.").number(h -> h.patience,
                    (h, value) -> h.patience = value, 1, 60).unit("s", 1_000_000_000),
            Setting.<House>named("house.open", "Whether one may come in.").toggle(h -> h.open ? 1 : 0,
                    (h, value) -> h.open = value != 0),
            Setting.<House>named("house.colour", "The door's.").word(h -> h.colour,
                    (h, value) -> h.colour = (int) value, "red", "green").onlyAtStart(),
            Setting.<House>named("house.rooms", "Per floor.")
                    .number(h -> h.rooms[0], (h, value) -> h.rooms[0] = value, 0, 9)
                    .number(h -> h.rooms[1], (h, value) -> h.rooms[1] = value, 0, 9)
                    .number(h -> h.rooms[2], (h, value) -> h.rooms[2] = value, 0, 9)), house);

    @ParameterizedTest
    @CsvSource({"house.patience, 7, 12", "house.open, 1, 0", "house.colour, red, green"})
    void aValueIsShownAsItIsSet(String name, String before, String after) {
        assertEquals(before, table.show(name));
        assertNull(table.apply(name, after, Occasion.START));
        assertEquals(after, table.show(name));
    }

    @Test
    void aValueIsKeptInTheUnitOfItsField() {
        assertNull(table.apply("house.patience", "12", Occasion.RUNNING));
        assertEquals(12_000_000_000L, house.patience);
    }

    @Test
    void severalNumbersAreSetTogetherOrNotAtAll() {
        assertEquals("1\t2\t3", table.show("house.rooms"));
        assertNull(table.apply("house.rooms", " 4\t5  6 ", Occasion.RUNNING));
        assertEquals("4\t5\t6", table.show("house.rooms"));
        assertEquals("house.rooms is a number from 0 to 9; 10 is out of range",
                table.apply("house.rooms", "1 2 10", Occasion.RUNNING));
        assertEquals("4\t5\t6", table.show("house.rooms"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "house.patience | 0 | house.patience is a number from 1 to 60 (s); 0 is out of range",
        "house.patience | 61 | house.patience is a number from 1 to 60 (s); 61 is out of range",
        "house.patience | soon | house.patience is a number from 1 to 60 (s); not 'soon'",
        "house.patience | 99999999999999999999 | house.patience is a number from 1 to 60 (s); "
                    + "not '99999999999999999999'",
        "house.patience | 1 2 | house.patience takes one value, not '1 2'",
        "house.patience | '' | house.patience takes one value, not ''",
        "house.rooms | 1 2 | house.rooms takes 3 values, not '1 2'",
        "house.open | 2 | house.open is a number from 0 to 1; 2 is out of range",
        "house.colour | blue | house.colour is one of red, green; not 'blue'",
        "house.roof | 1 | there is no setting house.roof; longshore sysctl -a lists them",
        "open | 1 | there is no setting open; did you mean house.open?"})
    void whatIsWrongIsOneSentence(String name, String value, String sentence) {
        assertEquals(sentence, table.apply(name, value, Occasion.START));
    }

    @Test
    void whatIsFixedAtTheStartIsRefusedLater() {
        assertEquals("house.colour can only be set when the stack starts, by --sysctl or --config",
                table.apply("house.colour", "green", Occasion.RUNNING));
        assertEquals("red", table.show("house.colour"));
    }

    @Test
    void aNameIsGivenOnce() {
        List<Setting<House>> twin = List.of(Setting.<House>named("house.open", "Again.").toggle(h -> 0, (h, v) -> { }));
        assertThrows(IllegalStateException.class, () -> table.with(twin, house));
    }

    @Test
    void aFileIsReadLineByLine() {
        List<Assignment> all = Assignment.parse("x.conf",
                List.of("# words", "", "; more", "house.open=0", " house/rooms = 1 2\t3 "));
        assertEquals(List.of(new Assignment("house.open", "0", "x.conf:4: "),
                new Assignment("house.rooms", "1 2\t3", "x.conf:5: ")), all);
        all.forEach(one -> assertNull(one.applyAtStart(table)));
        assertEquals("1\t2\t3", table.show("house.rooms"));
    }

    @Test
    void aBadLineIsNamed() {
        assertEquals("x.conf:2: 'house.open 0' is no assignment; write NAME=VALUE",
                assertThrows(IllegalArgumentException.class,
                        () -> Assignment.parse("x.conf", List.of("", " house.open 0"))).getMessage());
        assertEquals("x.conf:1: house.open is a number from 0 to 1; not 'no'",
                Assignment.parse("x.conf", List.of("house.open = no")).getFirst().applyAtStart(table));
    }
}
