package io.caretrail.examples.dicom;

import java.util.ArrayList;
import java.util.List;

/**
 * A path of the Studies Service (PS3.18 section 10.1): which study, series and instance, and what of them. Immutable.
 *
 * @param level 0 for studies, 1 for series, 2 for instances: the last level that is named
 * @param collection whether that level is named without a UID
 * @param uids the UIDs by level; empty where none is named
 * @param rest the segments that follow
 */
record StudiesPath(int level, boolean collection, List<String> uids, List<String> rest) {

    private static final List<String> LEVELS = List.of("studies", "series", "instances");

    /** Throws a 400 when a UID is none, a 404 when there is no such path. */
    static StudiesPath of(List<String> segments) throws Refusal {
        List<String> uids = new ArrayList<>(List.of("", "", ""));
        int level = -1;
        int at = 0;
        boolean collection = false;
        while (at < segments.size() && !collection && LEVELS.indexOf(segments.get(at)) > level) {
            level = LEVELS.indexOf(segments.get(at++));
            collection = at == segments.size();
            if (!collection) {
                String uid = segments.get(at++);
                if (!Uid.isUid(uid)) {
                    throw new Refusal(uid.startsWith("$") ? 404 : 400, "\"" + uid + "\" is no UID");
                }
                uids.set(level, uid);
            }
        }
        // A series or an instance is named with all that is above it; only collections leave levels out.
        boolean gap = level > 0
                && !collection
                && (uids.get(0).isEmpty() || uids.get(1).isEmpty());
        if (level < 0 || gap) {
            throw new Refusal(404, "There is no such resource here");
        }
        return new StudiesPath(
                level, collection, List.copyOf(uids), List.copyOf(segments.subList(at, segments.size())));
    }

    static StudiesPath instance(String study, String series, String instance) {
        return new StudiesPath(2, false, List.of(study, series, instance), List.of());
    }

    boolean includes(Instance instance) {
        return isOrAny(uids.get(0), instance.study())
                && isOrAny(uids.get(1), instance.series())
                && isOrAny(uids.get(2), instance.uid());
    }

    private static boolean isOrAny(String asked, String actual) {
        return asked.isEmpty() || asked.equals(actual);
    }
}
