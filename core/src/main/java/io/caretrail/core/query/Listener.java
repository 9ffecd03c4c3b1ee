package io.caretrail.core.query;

/** Told, while a question is answered, what its asker should know beside the answer. May hold any character. */
public interface Listener {

    /** Something could not be read and was passed over: which file, which line, why. The answer is not complete. */
    void problem(String message);

    /** Something to know, which makes the answer no less complete. */
    void note(String message);

    /** How far it is; every few seconds when it takes long. */
    void progress(String message);
}
