package io.longshore.link;

/// A link is gone and will not come back; who owns it cannot go on. The message is one clear sentence.
public final class LinkException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LinkException(String sentence) {
        super(sentence);
    }
}
