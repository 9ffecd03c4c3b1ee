package io.caretrail.core.handoff;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The folder that holds the hand-off and the spools, owned by one trail of one process at a time. */
@SuppressWarnings("DoNotCallSuggester")
public final class StateFolder implements Closeable {

    private StateFolder() {}

    /**
     * Makes the folder where it is not there, open to its owner only, and takes it.
     *
     * @param door who takes it, in words, e.g. {@code agent} or {@code filter of /fhir}
     * @param messages told what the operator should know
     * @throws IOException when it cannot be made, or somebody holds it: says who, and what to do
     */
    public static StateFolder open(Path folder, String door, Consumer<String> messages) throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * The same where the configuration does not say which folder: beside the first file destination, else in the
     * temporary folder, with a warning.
     *
     * @param file path of the first file destination, null when there is none
     * @param identity what tells this configuration from others on the machine; only its hash is used
     */
    public static StateFolder openDefault(@Nullable Path file, String identity, String door, Consumer<String> messages)
            throws IOException {
        throw new UnsupportedOperationException();
    }

    public Path path() {
        throw new UnsupportedOperationException();
    }

    /** The file of the {@link Ring}. */
    public Path ring() {
        throw new UnsupportedOperationException();
    }

    /**
     * The spool of a lane, made.
     *
     * @param lane the key of its {@link Cursor}
     */
    public Path spool(long lane) throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * What a destination keeps for itself, made.
     *
     * @param lane the key of its {@link Cursor}
     */
    public Path destination(long lane) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Lets the folder go; what is in it stays. */
    @Override
    public void close() throws IOException {
        throw new UnsupportedOperationException();
    }
}
