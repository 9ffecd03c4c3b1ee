package io.caretrail.core.trail;

import io.caretrail.core.record.Category;
import java.util.List;
import java.util.Set;

/** Which lanes take which categories. Immutable. */
record Routes(List<Route> all) {

    /** One lane of one diagnostic setting. */
    record Route(Lane lane, Set<Category> categories) {}

    Routes {
        all = List.copyOf(all);
    }

    List<Lane> lanes() {
        return all.stream().map(Route::lane).toList();
    }

    /** False when a further batch would be lost on every lane; as long as one has room it must not wait for the others. */
    boolean hasRoomForBatch() {
        for (Route route : all) {
            if (route.lane.hasRoomForBatch()) {
                return true;
            }
        }
        return all.isEmpty();
    }
}
