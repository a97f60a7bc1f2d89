package io.longshore.link;

import java.io.IOException;
import java.util.List;

/// Which link to use, as a user writes it on the command line.
public sealed interface LinkSpec permits TapSpec {

    /// Reads `tap:NAME`.
    ///
    /// @throws IllegalArgumentException with one clear sentence
    static LinkSpec parse(String text) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? text : text.substring(0, colon);
        if (!kind.equals("tap")) {
            throw new IllegalArgumentException("There is no kind of link '" + kind + "': use tap:NAME.");
        }
        if (colon < 0) {
            throw new IllegalArgumentException("The link 'tap' wants the name of an interface: tap:NAME.");
        }
        return new TapSpec(text.substring(colon + 1), List.of(), TapSpec.STANDARD_MTU);
    }

    /// Opens and configures the link.
    ///
    /// @throws IOException with one clear sentence that says what is missing; nothing is left behind
    Link open() throws IOException;
}
