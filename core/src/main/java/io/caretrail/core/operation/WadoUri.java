package io.caretrail.core.operation;

import io.caretrail.core.operation.RequestHead.Verb;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The URI Service, WADO-URI (PS3.18 section 9): one instance, named by query parameters at an address of any name. */
final class WadoUri {

    private WadoUri() {}

    /**
     * Null when the query asks for no instance.
     *
     * @param named whether the address is named as one of this service; some clients leave requestType out there
     */
    static @Nullable Operation recognise(RequestHead head, boolean named) {
        String query = head.query();
        if (query == null || !head.is(Verb.GET)) {
            return null;
        }
        String object = QueryString.value(query, "objectUID");
        if (!asks(query) && !(named && object != null && !QueryString.has(query, "requestType"))) {
            return null;
        }
        String frame = QueryString.value(query, "frameNumber");
        return DicomRecogniser.named(
                isRendered(QueryString.value(query, "contentType")) ? "RetrieveRendered" : "Retrieve",
                "dicomResourceType",
                frame == null ? "instance" : "frames",
                "studyInstanceUid",
                QueryString.value(query, "studyUID"),
                "seriesInstanceUid",
                QueryString.value(query, "seriesUID"),
                "sopInstanceUid",
                object,
                "dicomFrames",
                frame);
    }

    /** Whether a query says that it is of this service. */
    static boolean asks(@Nullable String query) {
        String type = QueryString.value(query, "requestType");
        return type != null && type.equalsIgnoreCase("WADO");
    }

    /** Everything but DICOM's own media types is rendered (PS3.18 section 8.7.4). */
    private static boolean isRendered(@Nullable String contentType) {
        return contentType != null
                && !contentType.isBlank()
                && !contentType.strip().toLowerCase(Locale.ROOT).startsWith("application/dicom");
    }
}
