package io.caretrail.core.query;

import io.caretrail.core.operation.RequestPath;
import io.caretrail.core.uri.QueryHash;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The records that name a patient, by the id of a FHIR Patient, an identifier, or a DICOM Patient ID (0010,0020).
 *
 * <p>Found in the path ({@code /Patient/ID}, {@code /patients/ID}), in the query ({@code _id}, {@code identifier},
 * references such as {@code subject=Patient/ID}, {@code PatientID}, {@code 00100020}), and in the properties. Values under
 * {@code uri.query: hash} are found with its key. Immutable and thread-safe.
 */
public final class Patient {

    /** What {@code uri.query: names} writes for a value. */
    private static final String MASKED = "***";

    private static final int HASH_LENGTH = 32;
    private static final String REFERENCE = "Patient/";
    private static final Set<String> DICOM = Set.of("patientid", "00100020");
    /** Search parameters whose value may be a patient's id alone, without {@code Patient/}. */
    private static final Set<String> REFERENCES = Set.of("patient", "subject", "beneficiary");

    private final String id;
    /** Null without a key, both. */
    private final @Nullable String hashOfId;

    private final @Nullable String hashOfReference;

    /** Whether a record names the patient. */
    enum Answer {
        YES,
        NO,
        /** It names one, hashed or masked. */
        HIDDEN
    }

    /**
     * A patient.
     *
     * @param id as the client wrote it but for percent-encoding; {@code Patient/ID} is the same as {@code ID}
     * @param hash of the key of {@code uri.hashKeyFile}; null when it is not at hand
     */
    public Patient(String id, @Nullable QueryHash hash) {
        this.id = id.startsWith(REFERENCE) ? id.substring(REFERENCE.length()) : id;
        this.hashOfId = hash == null ? null : hash.of(this.id);
        this.hashOfReference = hash == null ? null : hash.of(REFERENCE + this.id);
    }

    /** Whether a record names the patient. */
    Answer in(@Nullable String uri, @Nullable String resourceType, Map<String, String> properties) {
        for (Map.Entry<String, String> property : properties.entrySet()) {
            if (isProperty(property.getKey(), property.getValue(), resourceType)) {
                return Answer.YES;
            }
        }
        return uri == null ? Answer.NO : inUri(uri);
    }

    private boolean isProperty(String name, String value, @Nullable String resourceType) {
        return switch (name) {
            case "fhirResourceId" -> "Patient".equals(resourceType) && value.equals(id);
            case "fhirCompartment" -> value.equals(REFERENCE + id);
            default -> isReference(value) || (isPatients(name) && isId(value));
        };
    }

    /** A copied header such as X-MS-AZUREFHIR-AUDIT-PATIENT. */
    private static boolean isPatients(String name) {
        return name.toLowerCase(Locale.ROOT).contains("patient");
    }

    private Answer inUri(String uri) {
        List<String> path = RequestPath.of(uri).segments();
        if (isInPath(path)) {
            return Answer.YES;
        }
        int question = uri.indexOf('?');
        if (question < 0) {
            return Answer.NO;
        }
        boolean ofPatients = path.contains("Patient");
        Answer answer = Answer.NO;
        for (String parameter : uri.substring(question + 1).split("[&#]", -1)) {
            int equals = parameter.indexOf('=');
            if (equals > 0) {
                Answer here = inParameter(
                        decode(parameter.substring(0, equals)), decode(parameter.substring(equals + 1)), ofPatients);
                if (here == Answer.YES) {
                    return here;
                }
                answer = here == Answer.HIDDEN ? here : answer;
            }
        }
        return answer;
    }

    private boolean isInPath(List<String> path) {
        for (int i = 0; i + 1 < path.size(); i++) {
            String collection = path.get(i);
            String one = path.get(i + 1);
            if (one.equals(id) && (collection.equals("Patient") || collection.equals("patients"))) {
                return true;
            }
            // dcm4chee writes the issuer behind it, as in HL7's data type CX.
            if (collection.equals("patients") && one.startsWith(id + "^^^")) {
                return true;
            }
        }
        return false;
    }

    private Answer inParameter(String name, String value, boolean ofPatients) {
        boolean ofPatient = namesPatient(name, ofPatients);
        if (isPatient(value, ofPatient)) {
            return Answer.YES;
        }
        for (String one : value.split("[,\\\\]", -1)) {
            if (isPatient(one, ofPatient)) {
                return Answer.YES;
            }
        }
        boolean hidden = value.equals(MASKED) || (hashOfId == null && isHash(value));
        return ofPatient && hidden ? Answer.HIDDEN : Answer.NO;
    }

    /** @param ofPatient whether it is a parameter whose value may be the id alone */
    private boolean isPatient(String value, boolean ofPatient) {
        return isReference(value)
                || value.equals(hashOfReference)
                || (ofPatient && (isId(value) || value.equals(hashOfId)));
    }

    /** Names of search parameters have modifiers and chains: {@code subject:Patient.identifier} (FHIR R4 section 3.1.1.4). */
    private static boolean namesPatient(String name, boolean ofPatients) {
        String[] links = name.split("\\.", -1);
        String last = links[links.length - 1];
        if (DICOM.contains(last.toLowerCase(Locale.ROOT)) || isReferenceName(last)) {
            return true;
        }
        String plain = withoutModifier(last);
        boolean identifies = plain.equals("_id") || plain.equals("identifier");
        return identifies && (links.length == 1 ? ofPatients : isReferenceName(links[links.length - 2]));
    }

    private static boolean isReferenceName(String link) {
        return REFERENCES.contains(withoutModifier(link)) || link.endsWith(":Patient");
    }

    private static String withoutModifier(String link) {
        int colon = link.indexOf(':');
        return colon < 0 ? link : link.substring(0, colon);
    }

    /** The id itself, or as the value of an identifier, {@code system|ID}. */
    private boolean isId(String value) {
        return value.equals(id) || value.endsWith("|" + id);
    }

    /** {@code Patient/ID}, relative or behind the address of a server, or of a version. */
    private boolean isReference(String value) {
        int at = value.lastIndexOf(REFERENCE + id);
        if (at < 0 || (at > 0 && value.charAt(at - 1) != '/')) {
            return false;
        }
        String rest = value.substring(at + REFERENCE.length() + id.length());
        return rest.isEmpty() || rest.startsWith("/_history/");
    }

    private static boolean isHash(String value) {
        return value.length() == HASH_LENGTH
                && value.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    /** As application/x-www-form-urlencoded; what is wrongly encoded stays as it is. */
    private static String decode(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException wrong) {
            return text;
        }
    }
}
