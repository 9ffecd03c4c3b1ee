package io.caretrail.core.seal;

import java.nio.file.Path;

/**
 * Something that is not as it was sealed.
 *
 * @param file the file it is in, or that is missing
 * @param line from 1; 0 when it concerns the file as a whole
 * @param offset where that line begins, in bytes from the beginning of the file (of what it holds, when it is compressed)
 * @param what what is wrong
 */
public record Finding(Path file, long line, long offset, String what) {

    static Finding of(Path file, String what) {
        return new Finding(file, 0, 0, what);
    }

    @Override
    public String toString() {
        return line == 0 ? file + ": " + what : file + ": line " + line + ", byte " + offset + ": " + what;
    }
}
