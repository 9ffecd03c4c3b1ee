package io.caretrail.core;

import io.caretrail.core.config.Configuration;
import io.caretrail.core.config.DestinationSettings;
import io.caretrail.core.seal.Signer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The key that the files of a configuration are sealed with. */
final class SealKey {

    private SealKey() {}

    /**
     * The configured one, else one that is made in the folder of the state; null where no file is written.
     *
     * @throws IOException what is wrong with it and how to make one
     */
    static @Nullable Signer of(Configuration configuration) throws IOException {
        Path keyFile = configuration.sealKeyFile();
        if (keyFile != null) {
            return Signer.read(keyFile);
        }
        Optional<Path> file = configuration.settings().stream()
                .flatMap(setting -> setting.destinations().stream())
                .map(SealKey::path)
                .flatMap(Optional::stream)
                .filter(path -> !Files.exists(path) || Files.isRegularFile(path))
                .findFirst();
        if (file.isEmpty()) {
            return null;
        }
        Path state = configuration.state();
        return Signer.inFolder(state != null ? state : beside(file.get()));
    }

    private static Optional<Path> path(DestinationSettings destination) {
        return destination.values().get("path") instanceof Path path
                ? Optional.of(path.toAbsolutePath().normalize())
                : Optional.empty();
    }

    /** {@code audit.ndjson} has {@code audit.state}. */
    private static Path beside(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return file.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ".state");
    }
}
