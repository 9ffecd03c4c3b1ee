package io.caretrail.core.trail;

import io.caretrail.core.record.Category;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The lanes there are and what they take from now on. Immutable.
 *
 * @param lanes in configured order
 * @param all these, and those that still write what was accepted before a reload
 * @param wanted the categories that any of them takes
 * @param required by category the lanes without which a request is refused
 */
record Routes(List<Lane> lanes, List<Lane> all, Set<Category> wanted, Map<Category, List<Lane>> required) {

    static final Routes NONE = new Routes(List.of(), List.of(), Set.of(), Map.of());

    /** Whether a lane that takes the category has so much waiting in its spool that only audit records may go there. */
    boolean isCrowded(Category category) {
        for (int i = 0; i < lanes.size(); i++) {
            Backlog backlog = lanes.get(i).backlog();
            if (backlog.isCrowded() && backlog.selection().newest().contains(category)) {
                return true;
            }
        }
        return false;
    }

    static Routes of(List<Lane> lanes, List<Lane> retiring) {
        Set<Category> wanted = EnumSet.noneOf(Category.class);
        Map<Category, List<Lane>> required = new EnumMap<>(Category.class);
        for (Category category : Category.values()) {
            List<Lane> takers = lanes.stream()
                    .filter(lane -> lane.backlog().selection().newest().contains(category))
                    .toList();
            if (!takers.isEmpty()) {
                wanted.add(category);
            }
            required.put(
                    category,
                    takers.stream().filter(lane -> lane.settings().required()).toList());
        }
        List<Lane> all = Stream.concat(lanes.stream(), retiring.stream()).toList();
        return new Routes(List.copyOf(lanes), all, wanted, required);
    }
}
