package io.caretrail.filter;

import io.caretrail.core.config.Configuration;
import io.caretrail.core.config.DestinationSettings;
import java.io.File;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The audit files that one application writes, so that no second one of this JVM writes them too. What every application
 * sees, whatever its class loader, are system properties; only text is kept there, which holds no class loader. A path
 * that a reload gives up stays claimed until the application ends. Thread-safe.
 */
final class ClaimedFiles {

    /** Not below {@code caretrail.}: those are configuration. */
    private static final String PREFIX = "io.caretrail.holder.";

    private final String holder;
    private final Set<String> claimed = ConcurrentHashMap.newKeySet();

    /** Those of the last claim. */
    private final Set<String> fresh = ConcurrentHashMap.newKeySet();

    ClaimedFiles(String holder) {
        this.holder = holder;
    }

    /**
     * Claims the files of a configuration, all of them or none.
     *
     * @throws IOException with the holder's name when another application has one
     */
    void claim(Configuration configuration) throws IOException {
        fresh.clear();
        try {
            claimEach(configuration);
        } catch (IOException e) {
            giveBack();
            throw e;
        }
    }

    /** Lets go of what the last claim has claimed: its configuration comes not into force. */
    void giveBack() {
        release(fresh);
    }

    private void claimEach(Configuration configuration) throws IOException {
        for (Configuration.Setting setting : configuration.settings()) {
            for (DestinationSettings destination : setting.destinations()) {
                Object path = destination.values().get("path");
                if (destination.kind().equals("file") && path != null) {
                    claim(destination.key(), new File(path.toString()).getCanonicalPath());
                }
            }
        }
    }

    private void claim(String key, String path) throws IOException {
        if (claimed.contains(path)) {
            return;
        }
        Object other = System.getProperties().putIfAbsent(PREFIX + path, holder);
        if (other != null) {
            throw new IOException(key + ".path \"" + path + "\": the " + other + " of this JVM writes this file; give"
                    + " each application its own, for example with ${contextPath} in the path");
        }
        claimed.add(path);
        fresh.add(path);
    }

    void release() {
        release(claimed);
    }

    private void release(Set<String> paths) {
        for (String path : paths) {
            System.getProperties().remove(PREFIX + path, holder);
            claimed.remove(path);
        }
        paths.clear();
    }
}
