package io.longshore.sysctl;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// All counters of one stack by name, over the objects that hold them.
public final class CounterTable {

    private record Bound<T>(Counter<T> counter, T counters) {

        long value() {
            return counter.value().of(counters);
        }
    }

    private final Map<String, Bound<?>> bound = new TreeMap<>();

    /// Empty.
    public CounterTable() {
    }

    /// Adds counters and the object that they are fields of.
    public <T> CounterTable with(List<Counter<T>> counters, T holder) {
        for (Counter<T> counter : counters) {
            if (bound.put(counter.name(), new Bound<>(counter, holder)) != null) {
                throw new IllegalStateException("two counters are named " + counter.name());
            }
        }
        return this;
    }

    /// Their values at this moment, by name.
    public Map<String, Long> values() {
        Map<String, Long> values = new TreeMap<>();
        bound.forEach((name, counter) -> values.put(name, counter.value()));
        return values;
    }

    /// The value of one, or null if there is none of that name.
    public Long value(String name) {
        Bound<?> found = bound.get(name);
        return found == null ? null : found.value();
    }
}
