package io.longshore.testing.conformance;

/// What a script says of a number: `*` any, `N`, `A..B`, `>N`, `<N`.
record ValueTest(String text, long smallest, long largest) {

    static ValueTest parse(String text) {
        if (text.equals("*")) {
            return new ValueTest(text, Long.MIN_VALUE, Long.MAX_VALUE);
        }
        int dots = text.indexOf("..");
        if (dots > 0) {
            return new ValueTest(text, Expression.value(text.substring(0, dots)),
                    Expression.value(text.substring(dots + 2)));
        }
        if (text.startsWith(">")) {
            return new ValueTest(text, Expression.value(text.substring(1)) + 1, Long.MAX_VALUE);
        }
        if (text.startsWith("<")) {
            return new ValueTest(text, Long.MIN_VALUE, Expression.value(text.substring(1)) - 1);
        }
        long value = Expression.value(text);
        return new ValueTest(text, value, value);
    }

    boolean holds(long value) {
        return value >= smallest && value <= largest;
    }
}
