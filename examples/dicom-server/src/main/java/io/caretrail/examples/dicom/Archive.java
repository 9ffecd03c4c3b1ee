package io.caretrail.examples.dicom;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All instances, in memory, in the order in which they came. Thread-safe. */
final class Archive {

    private final Map<String, Instance> instances = new LinkedHashMap<>();

    /** False when another instance has this UID already; the same file once more changes nothing. */
    synchronized boolean store(Instance instance) {
        Instance there = instances.putIfAbsent(instance.uid(), instance);
        return there == null
                || Arrays.equals(there.file().bytes(), instance.file().bytes());
    }

    /** The instances of a study, of a series or the one of this path; none when there is no such. */
    synchronized List<Instance> find(StudiesPath path) {
        return instances.values().stream().filter(path::includes).toList();
    }

    /** Forgets them for good. Returns how many there were. */
    synchronized int delete(StudiesPath path) {
        int before = instances.size();
        instances.values().removeIf(path::includes);
        return before - instances.size();
    }
}
