package io.longshore.sysctl;

import java.util.ArrayList;
import java.util.List;

/// One thing an operator can set, under Linux's sysctl name where Linux has it, otherwise under `longshore.…`: its
/// unit as shown, its range, when it may change, and one sentence about it. The value itself is a field of `T`.
///
/// A value is one number, a switch (0 or 1), a word from a list, or several numbers (`tcp_rmem`).
public final class Setting<T> {

    /// Reads the field.
    @FunctionalInterface
    public interface Getter<T> {
        long get(T settings);
    }

    /// Writes the field.
    @FunctionalInterface
    public interface Setter<T> {
        void set(T settings, long value);
    }

    /// Reads a field that is a text.
    @FunctionalInterface
    public interface Reader<T> {
        String get(T settings);
    }

    /// Writes a field that is a text; false if it is none that it could be.
    @FunctionalInterface
    public interface Writer<T> {
        boolean set(T settings, String value);
    }

    private record Part<T>(Getter<T> getter, Setter<T> setter, long smallest, long largest) {
    }

    private final String name;
    private final String sentence;
    private final List<Part<T>> parts = new ArrayList<>();
    private List<String> words = List.of();
    private Reader<T> reader;
    private Writer<T> writer;
    private String unit = "";
    private long scale = 1;
    private boolean onlyAtStart;

    private Setting(String name, String sentence) {
        this.name = name;
        this.sentence = sentence;
    }

    /// A setting that has no value yet: one of the following calls gives it.
    public static <T> Setting<T> named(String name, String sentence) {
        return new Setting<>(name, sentence);
    }

    /// A number, or one more number, from `smallest` to `largest` as shown.
    public Setting<T> number(Getter<T> getter, Setter<T> setter, long smallest, long largest) {
        parts.add(new Part<>(getter, setter, smallest, largest));
        return this;
    }

    /// 0 or 1.
    public Setting<T> toggle(Getter<T> getter, Setter<T> setter) {
        return number(getter, setter, 0, 1);
    }

    /// One of some words; the field holds its index.
    public Setting<T> word(Getter<T> getter, Setter<T> setter, String... choices) {
        words = List.of(choices);
        return number(getter, setter, 0, choices.length - 1L);
    }

    /// A text.
    public Setting<T> text(Reader<T> read, Writer<T> write) {
        reader = read;
        writer = write;
        return this;
    }

    /// What is counted, as Linux shows it.
    public Setting<T> unit(String shown) {
        return unit(shown, 1);
    }

    /// What is counted, and how much of the field's unit that is.
    public Setting<T> unit(String shown, long fieldUnits) {
        unit = shown;
        scale = fieldUnits;
        return this;
    }

    /// It may not change while the stack runs.
    public Setting<T> onlyAtStart() {
        onlyAtStart = true;
        return this;
    }

    public String name() {
        return name;
    }

    public String sentence() {
        return sentence;
    }

    public String unit() {
        return unit;
    }

    public boolean isOnlyAtStart() {
        return onlyAtStart;
    }

    /// What it may be, for people.
    public String range() {
        if (!words.isEmpty()) {
            return String.join(" | ", words);
        }
        if (reader != null) {
            return "text";
        }
        Part<T> first = parts.getFirst();
        return first.smallest + " … " + first.largest;
    }

    /// The present value, as it is shown and as [#apply] takes it.
    public String show(T settings) {
        if (reader != null) {
            return reader.get(settings);
        }
        StringBuilder text = new StringBuilder();
        for (Part<T> part : parts) {
            text.append(text.isEmpty() ? "" : "\t").append(show(part.getter.get(settings)));
        }
        return text.toString();
    }

    private String show(long value) {
        return words.isEmpty() ? Long.toString(value / scale) : words.get((int) value);
    }

    /// Sets it.
    ///
    /// @return null if it is set, otherwise what is wrong with the value, one sentence; then nothing has changed
    public String apply(T settings, String value) {
        if (writer != null) {
            return writer.set(settings, value.strip()) ? null : name + " cannot be '" + value + "'";
        }
        String[] texts = value.isBlank() ? new String[0] : value.strip().split("\\s+");
        if (texts.length != parts.size()) {
            return name + " takes " + (parts.size() == 1 ? "one value" : parts.size() + " values") + ", not '" + value
                    + "'";
        }
        long[] values = new long[texts.length];
        for (int i = 0; i < texts.length; i++) {
            String complaint = words.isEmpty() ? parse(texts[i], i, values) : choose(texts[i], values);
            if (complaint != null) {
                return complaint;
            }
        }
        for (int i = 0; i < values.length; i++) {
            parts.get(i).setter.set(settings, values[i]);
        }
        return null;
    }

    private String choose(String text, long[] values) {
        values[0] = words.indexOf(text);
        return values[0] >= 0 ? null : name + " is one of " + String.join(", ", words) + "; not '" + text + "'";
    }

    private String parse(String text, int index, long[] values) {
        Part<T> part = parts.get(index);
        String wanted = name + " is a number from " + part.smallest + " to " + part.largest
                + (unit.isEmpty() ? "" : " (" + unit + ")");
        try {
            long value = Long.decode(text);
            if (value < part.smallest || value > part.largest) {
                return wanted + "; " + text + " is out of range";
            }
            values[index] = value * scale;
            return null;
        } catch (NumberFormatException e) {
            return wanted + "; not '" + text + "'";
        }
    }
}
