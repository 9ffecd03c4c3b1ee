package io.caretrail.examples.fhir;

import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * The clinic's records, in memory: every version of every resource in the order they were written, nothing ever
 * overwritten. Thread-safe. What goes in and what comes out are copies.
 */
final class Chart {

    /** How a version came about. */
    enum Change {
        CREATED,
        UPDATED,
        DELETED
    }

    /**
     * One version of one resource.
     *
     * @param id with type and version: {@code Patient/1/_history/2}
     * @param content null when this version is a deletion
     */
    record Version(
            IdType id,
            Change change,
            Instant time,
            @Nullable Resource content) {

        String key() {
            return Chart.key(id);
        }
    }

    private final List<Version> log = new ArrayList<>();
    private final Map<String, List<Version>> versions = new LinkedHashMap<>();
    private long lastId;

    /** An id no resource of this chart has. */
    synchronized IdType newId(String type) {
        IdType id;
        do {
            id = new IdType(type, Long.toString(++lastId));
        } while (versions.containsKey(key(id)));
        return id;
    }

    /** Writes the next version of a resource, the first included; an id with a version must name the current one. */
    synchronized Version write(IdType id, Resource resource) {
        List<Version> earlier = versions.getOrDefault(key(id), List.of());
        if (id.hasVersionIdPart() && !id.getVersionIdPart().equals(String.valueOf(earlier.size()))) {
            throw new PreconditionFailedException("%s is at version %d, not %s: read it again before you write"
                    .formatted(key(id), earlier.size(), id.getVersionIdPart()));
        }
        boolean exists = !earlier.isEmpty() && last(earlier).change() != Change.DELETED;
        return append(id, exists ? Change.UPDATED : Change.CREATED, resource.copy());
    }

    /** Deletes a resource; its versions stay readable. Deleting it again changes nothing. */
    synchronized Version delete(IdType id) {
        Version current = last(versionsOf(id));
        return current.change() == Change.DELETED ? current : append(id, Change.DELETED, null);
    }

    /** The current version, or the one the id names. */
    synchronized Resource read(IdType id) {
        List<Version> all = versionsOf(id);
        Version version = id.hasVersionIdPart() ? numbered(all, id) : last(all);
        if (version.content() == null) {
            throw new ResourceGoneException(
                    version.id().getValue() + " says that " + key(id) + " was deleted at " + version.time());
        }
        return version.content().copy();
    }

    /** The current versions of all resources of a type that meet the criteria, in the order of their creation. */
    synchronized List<Resource> search(String type, Criteria criteria) {
        criteria.check(type);
        List<Resource> found = new ArrayList<>();
        for (List<Version> all : versions.values()) {
            Version current = last(all);
            Resource content = current.content();
            if (content != null && current.id().getResourceType().equals(type) && criteria.test(content)) {
                found.add(content.copy());
            }
        }
        return found;
    }

    /**
     * The one resource of a type that meets a condition, null when none does.
     *
     * @param condition as in If-None-Exist: {@code identifier=urn:clinic:mrn|4711}
     */
    synchronized @Nullable Resource match(String type, String condition) {
        List<Resource> found = search(type, Criteria.of(condition));
        if (found.size() > 1) {
            throw new PreconditionFailedException(
                    "%d resources match \"%s\"; make the condition narrower".formatted(found.size(), condition));
        }
        return found.isEmpty() ? null : found.get(0);
    }

    /** The versions of all resources whose id passes, newest first. */
    synchronized List<Version> history(Predicate<IdType> which) {
        List<Version> found = new ArrayList<>();
        for (int i = log.size() - 1; i >= 0; i--) {
            if (which.test(log.get(i).id())) {
                found.add(log.get(i));
            }
        }
        return found;
    }

    /** The versions of one resource, newest first. */
    synchronized List<Version> history(IdType id) {
        String key = versionsOf(id).get(0).key();
        return history((IdType each) -> key(each).equals(key));
    }

    /** All of it or nothing: when the work throws, what it wrote is taken back. */
    synchronized <R> R atomically(Supplier<R> work) {
        int mark = log.size();
        boolean done = false;
        try {
            R result = work.get();
            done = true;
            return result;
        } finally {
            while (!done && log.size() > mark) {
                takeBack();
            }
        }
    }

    private void takeBack() {
        Version version = log.remove(log.size() - 1);
        List<Version> all = versionsOf(version.id());
        all.remove(all.size() - 1);
        if (all.isEmpty()) {
            versions.remove(version.key());
        }
    }

    private Version append(IdType id, Change change, @Nullable Resource content) {
        List<Version> all = versions.computeIfAbsent(key(id), absent -> new ArrayList<>());
        IdType versioned = new IdType(id.getResourceType(), id.getIdPart(), String.valueOf(all.size() + 1));
        Instant now = Instant.now();
        if (content != null) {
            content.setId(versioned);
            content.getMeta().setVersionId(versioned.getVersionIdPart()).setLastUpdated(Date.from(now));
        }
        Version version = new Version(versioned, change, now, content);
        all.add(version);
        log.add(version);
        return version;
    }

    private List<Version> versionsOf(IdType id) {
        List<Version> all = versions.get(key(id));
        if (all == null) {
            throw new ResourceNotFoundException("There is no " + key(id));
        }
        return all;
    }

    private static Version numbered(List<Version> all, IdType id) {
        return all.stream()
                .filter(version -> version.id().getVersionIdPart().equals(id.getVersionIdPart()))
                .findFirst()
                .orElseThrow(() -> new ResourceNotFoundException(
                        "There is no version " + id.getVersionIdPart() + " of " + key(id)));
    }

    private static Version last(List<Version> all) {
        return all.get(all.size() - 1);
    }

    private static String key(IdType id) {
        return id.getResourceType() + "/" + id.getIdPart();
    }
}
