package io.longshore.sysctl;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// All settings of one stack by name, over the objects that hold their values. One thread, like the stack.
public final class SettingTable {

    /// When a value is set.
    public enum Occasion { START, RUNNING }

    private record Bound<T>(Setting<T> setting, T settings) {

        String show() {
            return setting.show(settings);
        }

        String apply(String value) {
            return setting.apply(settings, value);
        }
    }

    private final Map<String, Bound<?>> bound = new TreeMap<>();

    /// Empty.
    public SettingTable() {
    }

    /// Adds settings and the object that their values are fields of.
    public <T> SettingTable with(List<Setting<T>> settings, T holder) {
        for (Setting<T> setting : settings) {
            if (bound.put(setting.name(), new Bound<>(setting, holder)) != null) {
                throw new IllegalStateException("two settings are named " + setting.name());
            }
        }
        return this;
    }

    public List<String> names() {
        return List.copyOf(bound.keySet());
    }

    /// The setting's description, or null if there is none of that name.
    public Setting<?> setting(String name) {
        Bound<?> found = bound.get(name);
        return found == null ? null : found.setting;
    }

    /// The value as Linux shows it, or null if there is no setting of that name.
    public String show(String name) {
        Bound<?> found = bound.get(name);
        return found == null ? null : found.show();
    }

    /// Sets one.
    ///
    /// @return null if it is set, otherwise one sentence that says why it is not
    public String apply(String name, String value, Occasion occasion) {
        Bound<?> found = bound.get(name);
        if (found == null) {
            return unknown(name);
        }
        if (occasion == Occasion.RUNNING && found.setting.isOnlyAtStart()) {
            return name + " can only be set when the stack starts, by --sysctl or --config";
        }
        return found.apply(value);
    }

    /// What to say of a name that is none; names the one meant if its last part is right.
    public String unknown(String name) {
        String last = name.substring(name.lastIndexOf('.') + 1);
        List<String> meant = new ArrayList<>();
        for (String known : bound.keySet()) {
            if (!last.isEmpty() && known.endsWith("." + last)) {
                meant.add(known);
            }
        }
        return "there is no setting " + name + (meant.isEmpty() ? "; longshore sysctl -a lists them"
                : "; did you mean " + String.join(" or ", meant) + "?");
    }
}
