package io.longshore.testing.conformance;

/// Arithmetic in scripts: `+ - * / ^ ( )` on whole numbers, decimal or `0x…`.
final class Expression {

    private final String text;
    private int at;

    private Expression(String text) {
        this.text = text;
    }

    /// The value of a word.
    ///
    /// @throws ScriptFailure if it is no arithmetic
    static long value(String word) {
        Expression expression = new Expression(word);
        long value = expression.sum();
        if (expression.at < word.length()) {
            throw new ScriptFailure("'" + word + "' is not a number");
        }
        return value;
    }

    private char next() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private boolean take(char operator) {
        boolean is = next() == operator;
        at += is ? 1 : 0;
        return is;
    }

    private long sum() {
        long value = product();
        while (next() == '+' || next() == '-') {
            boolean adds = take('+');
            at += adds ? 0 : 1;
            long other = product();
            value = adds ? value + other : value - other;
        }
        return value;
    }

    private long product() {
        long value = power();
        while (next() == '*' || next() == '/') {
            boolean times = take('*');
            at += times ? 0 : 1;
            long other = power();
            value = times ? value * other : value / other;
        }
        return value;
    }

    private long power() {
        long value = atom();
        if (!take('^')) {
            return value;
        }
        long power = 1;
        for (long n = atom(); n > 0; n--) {
            power *= value;
        }
        return power;
    }

    private long atom() {
        if (take('(')) {
            long value = sum();
            if (!take(')')) {
                throw new ScriptFailure("'" + text + "' lacks a )");
            }
            return value;
        }
        if (take('-')) {
            return -atom();
        }
        int from = at;
        while (Character.isLetterOrDigit(next())) {
            at++;
        }
        try {
            return Long.decode(text.substring(from, at));
        } catch (NumberFormatException e) {
            throw new ScriptFailure("'" + text + "' is not a number");
        }
    }
}
