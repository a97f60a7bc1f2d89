package io.longshore.link;

import java.io.IOException;
import java.util.List;

/// Opens a TAP and says how it went: what a test starts with fewer rights than its own.
final class TapProgram {

    private TapProgram() {
    }

    /// Ends with 0 and an empty sentence if the TAP could be opened.
    public static void main(String[] arguments) throws IOException {
        String sentence = "";
        try (TapLink link = new TapSpec(arguments[0], List.of(), TapSpec.STANDARD_MTU).open()) {
            sentence = link.descriptor() < 0 ? "closed" : "";
        } catch (IOException e) {
            sentence = e.getMessage();
        }
        java.nio.file.Files.writeString(java.nio.file.Path.of(arguments[1]), sentence);
    }
}
