package io.caretrail.core;

import io.caretrail.core.Caretrail.Door;
import io.caretrail.core.config.Configuration;
import io.caretrail.core.config.ConfigurationException;
import io.caretrail.core.config.ConfigurationWatch;
import io.caretrail.core.config.LoadedConfiguration;
import io.caretrail.core.exchange.Keeper;
import io.caretrail.core.trail.Trail;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Puts a changed configuration in force; one that is wrong, or cannot be used, leaves the old one there. For one thread. */
final class Reloading {

    private final ConfigurationWatch watch;
    private final Door door;
    private final InForce inForce;
    private final Trail trail;
    private final Keeper exchanges;
    private final Logger log;

    /** What the watch takes for the one in force while its destinations cannot be opened: tried again each time. */
    private @Nullable LoadedConfiguration wanted;

    /** Why it could not be used, as it was logged. */
    private String said = "";

    Reloading(ConfigurationWatch watch, Door door, InForce inForce, Trail trail, Keeper exchanges, Logger log) {
        this.watch = watch;
        this.door = door;
        this.inForce = inForce;
        this.trail = trail;
        this.exchanges = exchanges;
        this.log = log;
    }

    /** Whether another configuration is in force now. */
    boolean ifChanged() {
        try {
            LoadedConfiguration changed = watch.poll();
            wanted = changed == null ? wanted : changed;
        } catch (ConfigurationException e) {
            log.error("the changed configuration is wrong, the old one stays in force:\n{}", e.getMessage());
        }
        LoadedConfiguration next = wanted;
        return next != null && reload(next.configuration());
    }

    private boolean reload(Configuration changed) {
        try {
            carryOut(changed);
            wanted = null;
            said = "";
            return true;
        } catch (IOException e) {
            String message = Objects.requireNonNullElse(e.getMessage(), e.toString());
            if (!message.equals(said)) {
                said = message;
                log.error(
                        "the changed configuration cannot be used, the old destinations stay in force until it can: {}",
                        message);
            }
            return false;
        }
    }

    private void carryOut(Configuration changed) throws IOException {
        Configuration before = inForce.configuration();
        door.expect(changed);
        try {
            trail.reload(changed.settings(), changed.required().patience());
        } catch (IOException | RuntimeException e) {
            door.keep(before);
            throw e;
        }
        if (!changed.handOff().equals(before.handOff()) || !Objects.equals(changed.state(), before.state())) {
            log.warn("handOff and state are taken over at the next start; until then they stay as they are");
        }
        inForce.put(changed, exchanges);
    }
}
