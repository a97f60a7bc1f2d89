package io.longshore.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// RFC 9768 3.2.3.
class AccEcnOptionTest {

    private final TcpOptions options = new TcpOptions();

    private boolean parse(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        return options.parse(MemorySegment.ofArray(bytes), 0, bytes.length);
    }

    private String written() {
        byte[] bytes = new byte[TcpOptions.MAX_LENGTH];
        int length = options.write(MemorySegment.ofArray(bytes), 0);
        assertEquals(length, options.length());
        assertEquals(0, length % 4);
        return HexFormat.of().formatHex(bytes, 0, length);
    }

    @ParameterizedTest
    @CsvSource({"ac0b00000100000200000301, 2, 1", "ae0b00000100000200000301, 1, 2"})
    void bothOrdersAreRead(String hex, int first, int last) {
        assertTrue(parse(hex));
        AccEcnOption option = options.accEcn();
        assertEquals(3, option.fields());
        assertEquals(first, option.codepoint(0));
        assertEquals(3, option.codepoint(1));
        assertEquals(last, option.codepoint(2));
        assertEquals(1, option.value(0));
        assertEquals(2, option.value(1));
        assertEquals(3, option.value(2));
    }

    @ParameterizedTest
    @CsvSource({"ae020101, 0", "ae0500000a010101, 1", "ae0800000a00000b, 2", "ae0300010101, 0", "ae0700000a000001, 1",
        "ae0e00000a00000b00000c00000d0101, 3"})
    void wholeFieldsCount(String hex, int fields) {
        assertTrue(parse(hex));
        assertEquals(fields, options.accEcn().fields());
    }

    @Test
    void whatReachesBeyondTheHeaderIsNone() {
        assertFalse(parse("ae0b000001"));
        assertFalse(options.accEcn().isPresent());
    }

    @ParameterizedTest
    @CsvSource({"0, ae020402", "1, ae05abcdef010402", "2, ae08abcdef000007"})
    void itSavesThePaddingOfWhatFollows(int fields, String hex) {
        options.accEcn().values(0xABCDEF, 7, 9);
        options.accEcn().set(fields);
        if (fields < 2) {
            options.sackPermitted();
        }
        assertEquals(hex, written());
    }

    @Test
    void besideTimestampsAndTwoBlocksTwoFieldsFit() {
        options.timestamps(1, 2);
        options.accEcn().values(1, 0, 1);
        options.addSackBlock(10, 20);
        options.addSackBlock(30, 40);
        options.accEcn().set(3);
        assertEquals(44, options.needed());
        options.accEcn().set(2);
        assertEquals(40, options.needed());
        assertEquals(40, written().length() / 2);
    }
}
