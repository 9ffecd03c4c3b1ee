package io.caretrail.core.config;

import io.caretrail.core.config.FilesRead.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Notices that the configuration changed while the server runs (contract, "Starting"). Has no thread: whoever owns it calls
 * {@link #poll} about once a second, on one thread at a time.
 *
 * <p>What counts is the content of the file and of every file it refers to ({@code ${file:…}}, {@code uri.hashKeyFile}):
 * a file that is replaced within one tick of the clock, by one of the same size, or behind a link is noticed too.
 * Overrides and the name of the file are those of the start.
 */
public final class ConfigurationWatch {

    /** A file written this long ago is taken as complete; a younger one only when the next poll finds it unchanged. */
    private static final Duration SETTLED = Duration.ofMillis(500);

    /** Loads the same configuration once more. */
    private interface Loading {
        LoadedConfiguration load(FilesRead files) throws ConfigurationException;
    }

    private final Loading loading;
    private final @Nullable NamedFile file;
    private final Path workingFolder;
    private final Clock clock;

    /** What the last attempt read, whether it led to a configuration or not. */
    private FilesRead tried;

    private Map<Path, State> lastSeen;
    private LoadedConfiguration inForce;

    private ConfigurationWatch(Loading loading, @Nullable NamedFile file, Path workingFolder, Clock clock)
            throws ConfigurationException {
        this.loading = loading;
        this.file = file;
        this.workingFolder = workingFolder;
        this.clock = clock;
        this.tried = new FilesRead();
        this.inForce = loading.load(tried);
        this.lastSeen = tried.states();
    }

    /**
     * Loads as {@link ConfigurationLoader#load(Surroundings, NamedFile)} and watches what was read.
     *
     * @throws ConfigurationException with every problem
     */
    public static ConfigurationWatch start(
            ConfigurationLoader loader, Surroundings surroundings, @Nullable NamedFile argument)
            throws ConfigurationException {
        return start(loader, surroundings, argument, Clock.systemUTC());
    }

    static ConfigurationWatch start(
            ConfigurationLoader loader, Surroundings surroundings, @Nullable NamedFile argument, Clock clock)
            throws ConfigurationException {
        NamedFile file = ConfigurationSearch.find(surroundings, argument);
        return new ConfigurationWatch(
                files -> loader.load(surroundings, file, files), file, surroundings.workingFolder(), clock);
    }

    /**
     * Loads as {@link ConfigurationLoader#loadProperties} and watches the files the properties refer to.
     *
     * @throws ConfigurationException with every problem
     */
    public static ConfigurationWatch startProperties(
            ConfigurationLoader loader, Surroundings surroundings, Map<String, String> properties, String whose)
            throws ConfigurationException {
        return new ConfigurationWatch(
                files -> loader.loadProperties(surroundings, properties, whose, files),
                null,
                surroundings.workingFolder(),
                Clock.systemUTC());
    }

    /** The configuration in force: the last one that was right. */
    public LoadedConfiguration inForce() {
        return inForce;
    }

    /**
     * Looks once.
     *
     * @return the new configuration, which is in force from now on; null when nothing changed or what changed means the same
     * @throws ConfigurationException when the new one is wrong or gone: once for each distinct content; the old one stays
     *     in force
     */
    public @Nullable LoadedConfiguration poll() throws ConfigurationException {
        Map<Path, State> seen = tried.again().states();
        boolean still = seen.equals(lastSeen);
        lastSeen = seen;
        if (seen.equals(tried.states()) || !(still || isSettled(seen))) {
            return null;
        }
        FilesRead read = new FilesRead();
        try {
            return attempt(read, seen);
        } finally {
            lastSeen = read.states();
            tried = read;
        }
    }

    private @Nullable LoadedConfiguration attempt(FilesRead read, Map<Path, State> seen) throws ConfigurationException {
        refuseEmptied(read, seen);
        LoadedConfiguration loaded = loading.load(read);
        boolean same = loaded.configuration().equals(inForce.configuration());
        inForce = loaded;
        return same ? null : loaded;
    }

    /** An empty file means the defaults at a start; in a running server it is a file that someone is about to write. */
    private void refuseEmptied(FilesRead read, Map<Path, State> seen) throws ConfigurationException {
        if (file == null) {
            return;
        }
        Path path = workingFolder.resolve(file.path());
        State state = seen.get(path);
        if (state != null && state.isEmpty()) {
            read.takeOver(seen);
            throw new ConfigurationException(List.of(new Problem(
                    "",
                    0,
                    file.path(),
                    "became empty",
                    "the configuration that is in force stays; write the new one")));
        }
    }

    private boolean isSettled(Map<Path, State> seen) {
        Instant now = clock.instant();
        for (Map.Entry<Path, State> entry : seen.entrySet()) {
            if (entry.getValue().equals(tried.states().get(entry.getKey()))) {
                continue;
            }
            try {
                Instant written = Files.getLastModifiedTime(entry.getKey()).toInstant();
                if (entry.getValue().isEmpty() || written.isAfter(now.minus(SETTLED))) {
                    return false;
                }
            } catch (IOException gone) {
                return false;
            }
        }
        return true;
    }
}
