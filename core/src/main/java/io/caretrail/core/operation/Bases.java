package io.caretrail.core.operation;

import io.caretrail.core.operation.Operation.Service;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Where services stand: the configured base paths, what names tell, and what requests have shown. Thread-safe. */
final class Bases {

    /** How sure it is that a path is the base of a service. */
    enum Standing {
        /** Configured, learned, or named so: {@code /fhir}. */
        KNOWN,
        /** Close below such a name, as a tenant is: {@code /fhir/hospital}. */
        LIKELY,
        /** Configured, and nothing says whose. */
        SHARED,
        /** The root, when nothing says whose it is. */
        ROOT,
        NONE
    }

    /** Enough for every tenant of a server; past it nothing is learned, so that rubbish cannot push out what is known. */
    private static final int MOST_LEARNED = 256;

    private static final int LONGEST_LEARNED = 256;
    private static final int DEEPEST_LEARNED = 12;
    private static final int LONGEST_NAME = 64;

    /** The only kind of service there is; NONE for both. */
    private final Service only;

    private final List<List<String>> configured;
    private final Set<Learned> learned = ConcurrentHashMap.newKeySet();

    /** What was shown last, as a rule by every request there is. */
    private volatile @Nullable Shown shown;

    private record Learned(Service kind, String base) {}

    /** As many segments of a path as the base has. */
    private record Shown(Service kind, List<String> base) {
        boolean is(Service other, RequestPath path, int end) {
            return kind == other && base.size() == end && path.startsWith(base);
        }
    }

    Bases(Service only, List<String> configured) {
        this.only = only;
        this.configured =
                configured.stream().map(base -> RequestPath.of(base).segments()).toList();
    }

    boolean detecting() {
        return configured.isEmpty();
    }

    /** The length in segments of the longest configured base the path is at or below; -1 when there is none. */
    int configuredLength(RequestPath path) {
        int longest = -1;
        for (List<String> base : configured) {
            if (base.size() > longest && path.startsWith(base)) {
                longest = base.size();
            }
        }
        return longest;
    }

    /** Whether names that other applications use too may be taken as this service's below the first segments of a path. */
    boolean trusts(Service kind, RequestPath path, int end) {
        Standing standing = standing(kind, path, end);
        return standing != Standing.NONE && !(kind == Service.FHIR && standing == Standing.ROOT);
    }

    /** How sure it is that the first segments of a path are a base of this service. */
    Standing standing(Service kind, RequestPath path, int end) {
        if (only != Service.NONE && only != kind) {
            return Standing.NONE;
        }
        if (!configured.isEmpty() && configuredLength(path) == end) {
            Service named = named(path, end);
            if (only == kind || named == kind) {
                return Standing.KNOWN;
            }
            return named == Service.NONE ? Standing.SHARED : Standing.NONE;
        }
        if (isLearned(kind, path, end)) {
            return Standing.KNOWN;
        }
        if (end == 0) {
            return only == kind ? Standing.KNOWN : Standing.ROOT;
        }
        if (named(path, end) == kind) {
            return word(path, end - 1) == kind || endsWithPair(path, end) ? Standing.KNOWN : Standing.LIKELY;
        }
        return only == Service.DICOM ? Standing.LIKELY : Standing.NONE;
    }

    /** Remembers that a service answered below a base; the root is never learned, since anything may stand beside it. */
    void learn(Service kind, RequestPath path, int end) {
        if (end == 0 || !configured.isEmpty() || path.ambiguous() || learned.size() >= MOST_LEARNED) {
            return;
        }
        Shown last = shown;
        if (last != null && last.is(kind, path, end)) {
            return;
        }
        String base = path.text(0, end);
        if (end <= DEEPEST_LEARNED && base.length() <= LONGEST_LEARNED) {
            learned.add(new Learned(kind, base));
            shown = new Shown(kind, path.segments().subList(0, end));
        }
    }

    private boolean isLearned(Service kind, RequestPath path, int end) {
        return end > 0
                && end <= DEEPEST_LEARNED
                && !learned.isEmpty()
                && learned.contains(new Learned(kind, path.text(0, end)));
    }

    /**
     * The length in segments of the base that a path nobody recognised is below: a learned one, else one or two leading
     * segments of which the last is named as a base; -1 when there is none.
     */
    int leadingLength(RequestPath path) {
        for (int end = Math.min(path.size(), DEEPEST_LEARNED); end > 0; end--) {
            if (isLearned(Service.FHIR, path, end) || isLearned(Service.DICOM, path, end)) {
                return end;
            }
        }
        for (int end = 1; end <= Math.min(path.size(), 2); end++) {
            if (word(path, end - 1) != Service.NONE) {
                return end;
            }
        }
        return -1;
    }

    /** Whether there is no other kind of service than this. */
    boolean only(Service kind) {
        return only == kind;
    }

    /** Whose base the last segments name; the nearest name decides. */
    private static Service named(RequestPath path, int end) {
        if (endsWithPair(path, end)) {
            return Service.DICOM;
        }
        Service last = word(path, end - 1);
        return last == Service.NONE ? word(path, end - 2) : last;
    }

    private static Service word(RequestPath path, int at) {
        if (at < 0) {
            return Service.NONE;
        }
        if (path.segment(at).length() > LONGEST_NAME) {
            return Service.NONE;
        }
        String segment = path.segment(at).toLowerCase(Locale.ROOT);
        if (segment.equals("fhirstores") || segment.equals("dicomstores")) {
            return Service.NONE;
        }
        if (segment.contains("fhir")) {
            return Service.FHIR;
        }
        if (segment.contains("dicom") || segment.contains("dcm4chee") || segment.startsWith("wado")) {
            return Service.DICOM;
        }
        return switch (segment) {
            case "r2", "r3", "r4", "r4b", "r5", "r6", "stu3", "dstu2", "dstu3" -> Service.FHIR;
            case "baser2", "baser3", "baser4", "baser4b", "baser5", "baser6", "basestu3", "basedstu2", "basedstu3" ->
                Service.FHIR;
            case "v1", "v2", "v1.0-prerelease" -> at == 0 ? Service.DICOM : Service.NONE;
            default -> Service.NONE;
        };
    }

    /** Whether a base ends as those of dcm4chee-arc or Azure do: {@code aets/A/rs}, {@code partitions/P}. */
    private static boolean endsWithPair(RequestPath path, int end) {
        if (end >= 2 && path.segment(end - 2).equals("partitions")) {
            return true;
        }
        for (int at = end - 2; at >= 0 && at >= end - 5; at--) {
            if (path.segment(at).equals("aets") && !path.segment(end - 1).equals("fhir")) {
                return true;
            }
        }
        return false;
    }
}
