package io.longshore.sysctl;

/// One thing that is counted, under its SNMP or `nstat` name where Linux has it, otherwise `Longshore…`.
///
/// @param value reads the field of `T`
public record Counter<T>(String name, Value<T> value) {

    /// Reads the field.
    @FunctionalInterface
    public interface Value<T> {
        long of(T counters);
    }

    /// A counter of that name.
    public static <T> Counter<T> named(String name, Value<T> value) {
        return new Counter<>(name, value);
    }
}
