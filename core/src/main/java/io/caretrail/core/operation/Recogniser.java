package io.caretrail.core.operation;

import org.jspecify.annotations.Nullable;

/** Knows the requests of one kind of service. Implementations are stateless and thread-safe, and never throw. */
sealed interface Recogniser permits FhirRecogniser, DicomRecogniser {

    /** Whose requests. */
    Operation.Service service();

    /**
     * Recognises what stands below a base path.
     *
     * @param from the first segment below the base; at least one is left
     * @return null when the segments are not of this service; {@link Operation#OTHER} when they are and the method is not
     *     one that this service has for them
     */
    @Nullable
    Operation below(RequestHead head, int from, Bases bases);

    /**
     * Recognises a request for the base path itself.
     *
     * @param standing how sure it is that the whole path is a base of this service
     * @return null when it is not known to be of this service
     */
    @Nullable
    Operation at(RequestHead head, Bases.Standing standing);
}
