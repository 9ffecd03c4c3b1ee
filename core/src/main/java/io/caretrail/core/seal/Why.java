package io.caretrail.core.seal;

import java.util.Locale;

/** What a checkpoint was made for; in a seal in lower case. */
public enum Why {
    /** The chain begins here; what it covers stood in the file before. */
    BEGIN,
    /** A process begins to write to the trail that the one before it closed in order. */
    START,
    /** A second has passed. */
    TIME,
    /** As many lines as one checkpoint covers have come. */
    COUNT,
    /** The file is complete and gets the name stated. */
    ROLL,
    /** The file before is complete or gone; this one goes on. */
    OPEN,
    /** An orderly end. */
    STOP,
    /** What it covers stood behind the last checkpoint of a process that died. */
    CRASH,
    /** What it covers was written to the file by someone else. */
    FOUND,
    /** The file was moved away, replaced, removed or emptied by someone else; its seals get the name stated. */
    MOVED,
    /** Someone else cut the end of the file off; it goes on where it ends now. */
    SHORTENED,
    /** What it covers could not be sealed when it was written. */
    LATE,
    /** Retention removes the file stated. */
    PRUNED,
    /** Checkpoints that were made are not there any more; the sequence goes on behind the last of them. */
    LOST;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
