package io.longshore.testing.tidy;

/// One breach of a rule.
///
/// @param place   `file:line`
/// @param what    what is wrong, in words
/// @param instead what to write instead
record Finding(String place, String what, String instead) {

    @Override
    public String toString() {
        return place + ": " + what + "; instead: " + instead;
    }
}
