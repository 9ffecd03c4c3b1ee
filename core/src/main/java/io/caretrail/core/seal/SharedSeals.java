package io.caretrail.core.seal;

import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/** One seal for each path: at a reload two destinations of this process can write to one file for a moment. */
final class SharedSeals {

    private static final Map<Path, Shared> OPEN = new HashMap<>();

    private record Shared(TrailSeal seal, int holders) {}

    private SharedSeals() {}

    static Seal open(Path active, Signer signer, Seal.Surroundings surroundings, Clock clock) {
        synchronized (OPEN) {
            Shared shared = OPEN.get(active);
            TrailSeal seal = shared == null ? new TrailSeal(active, surroundings, clock) : shared.seal;
            seal.use(signer);
            OPEN.put(active, new Shared(seal, shared == null ? 1 : shared.holders + 1));
            return seal;
        }
    }

    /** True when nobody holds it any more. */
    static boolean release(Path active) {
        synchronized (OPEN) {
            Shared shared = OPEN.remove(active);
            if (shared == null || shared.holders == 1) {
                return true;
            }
            OPEN.put(active, new Shared(shared.seal, shared.holders - 1));
            return false;
        }
    }
}
