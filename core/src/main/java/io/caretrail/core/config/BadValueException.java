package io.caretrail.core.config;

/**
 * A value that its key does not take. Both texts are shown to whoever reads the log, so neither holds any part of the
 * value: it may be a secret that was put in.
 */
final class BadValueException extends Exception {

    private static final long serialVersionUID = 1;

    private final String instead;

    BadValueException(String why, String instead) {
        super(why);
        this.instead = instead;
    }

    String why() {
        return String.valueOf(getMessage());
    }

    String instead() {
        return instead;
    }
}
