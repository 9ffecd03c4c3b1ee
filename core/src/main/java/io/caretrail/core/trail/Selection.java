package io.caretrail.core.trail;

import io.caretrail.core.record.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Which categories a lane takes, from which place of the hand-off on: a reload changes nothing for what was accepted before
 * it. Immutable.
 *
 * @param steps in ascending order
 */
record Selection(List<Step> steps) {

    /** From behind this position on these categories, until the next step. */
    record Step(long behind, Set<Category> categories) {}

    static Selection from(long behind, Set<Category> categories) {
        return new Selection(List.of(new Step(behind, categories)));
    }

    /** This one up to a position, other categories behind it; forgets what only concerns places before {@code needed}. */
    Selection then(long behind, Set<Category> categories, long needed) {
        List<Step> next = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            boolean last = i + 1 == steps.size();
            if (last || steps.get(i + 1).behind > needed) {
                next.add(steps.get(i));
            }
        }
        next.add(new Step(behind, categories));
        return new Selection(List.copyOf(next));
    }

    boolean takes(Category category, long position) {
        for (int i = steps.size() - 1; i >= 0; i--) {
            if (position > steps.get(i).behind) {
                return steps.get(i).categories.contains(category);
            }
        }
        return false;
    }

    /** What is taken from now on. */
    Set<Category> newest() {
        return steps.get(steps.size() - 1).categories;
    }
}
