package io.caretrail.core.trail;

import io.caretrail.core.config.DestinationSettings;
import io.caretrail.core.handoff.StateFolder;
import io.caretrail.core.seal.Signer;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Which key a destination seals with. Thread-safe. */
@FunctionalInterface
public interface Sealing {

    /** Nothing is sealed. */
    Sealing NONE = (settings, state) -> null;

    /**
     * The key of a destination.
     *
     * @return null for one that is not sealed
     * @throws IOException what is wrong with the key and how to make one
     */
    @Nullable
    Signer signer(DestinationSettings settings, StateFolder state) throws IOException;

    /**
     * Seals files.
     *
     * @param keyFile the private key; null for one that is made in the state folder
     */
    static Sealing ofFiles(@Nullable Path keyFile) {
        return (settings, state) -> {
            if (settings.find("path", Object.class) == null) {
                return null;
            }
            return keyFile != null ? Signer.read(keyFile) : Signer.inFolder(state.path());
        };
    }
}
