package io.caretrail.examples.fhir;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.util.UrlUtil;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ResourceFactory;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/**
 * What a search asks for (FHIR R4, section 3.1.1): every parameter must match, one of its comma-separated values is
 * enough. A parameter is the name of an element of the resource, or one of the few names the specification gives it
 * beside. Immutable and thread-safe.
 *
 * @param parameters the values by parameter name, without those about the result ({@code _count}, {@code _format}, …)
 */
record Criteria(Map<String, List<String>> parameters) implements Predicate<Resource> {

    private static final Map<String, String> ELEMENTS = Map.of("patient", "subject", "birthdate", "birthDate");

    /** The criteria of a URL: {@code Patient?identifier=urn:clinic:mrn|4711}. */
    static Criteria of(String url) {
        String query = url.substring(url.indexOf('?') + 1);
        return new Criteria(UrlUtil.parseQueryString(query).entrySet().stream()
                .filter(parameter -> !parameter.getKey().startsWith("_")
                        || parameter.getKey().equals("_id"))
                .collect(Collectors.toMap(Entry::getKey, parameter -> List.of(parameter.getValue()))));
    }

    /** Refuses a parameter that resources of this type cannot have, also when there are none. */
    void check(String type) {
        Resource any = ResourceFactory.createResource(type);
        parameters.keySet().forEach(parameter -> elements(any, parameter));
    }

    @Override
    public boolean test(Resource resource) {
        return parameters.entrySet().stream().allMatch(parameter -> {
            List<Base> elements = elements(resource, parameter.getKey());
            return parameter.getValue().stream()
                    .allMatch(wanted -> Arrays.stream(wanted.split(",", -1))
                            .anyMatch(value -> elements.stream().anyMatch(element -> matches(element, value))));
        });
    }

    private static List<Base> elements(Resource resource, String parameter) {
        if (parameter.equals("_id")) {
            return List.of(new StringType(resource.getIdElement().getIdPart()));
        }
        Property property = resource.getNamedProperty(ELEMENTS.getOrDefault(parameter, parameter));
        if (property == null) {
            throw new InvalidRequestException("%s has no search parameter \"%s\" on this server"
                    .formatted(resource.getResourceType(), parameter));
        }
        return property.getValues();
    }

    private static boolean matches(Base element, String wanted) {
        if (element instanceof Identifier identifier) {
            return token(identifier.getSystem(), identifier.getValue(), wanted);
        }
        if (element instanceof CodeableConcept concept) {
            return concept.getCoding().stream().anyMatch(coding -> matches(coding, wanted));
        }
        if (element instanceof Coding coding) {
            return token(coding.getSystem(), coding.getCode(), wanted);
        }
        if (element instanceof Reference reference) {
            String target = reference.getReference();
            return target != null && (target.equals(wanted) || target.endsWith("/" + wanted));
        }
        if (element instanceof HumanName name) {
            return begins(name.getFamily(), wanted)
                    || name.getGiven().stream().map(StringType::getValue).anyMatch(given -> begins(given, wanted));
        }
        return element.isPrimitive() && wanted.equals(element.primitiveValue());
    }

    /** Token: {@code code}, {@code system|code}, {@code |code} or {@code system|} (FHIR R4, section 3.1.1.4.10). */
    private static boolean token(@Nullable String system, @Nullable String code, String wanted) {
        int bar = wanted.indexOf('|');
        String wantedCode = wanted.substring(bar + 1);
        boolean sameSystem = bar < 0 || wanted.substring(0, bar).equals(system == null ? "" : system);
        return sameSystem && (wantedCode.isEmpty() || wantedCode.equals(code));
    }

    /** String: the beginning is enough, in any case (FHIR R4, section 3.1.1.4.8). */
    private static boolean begins(@Nullable String text, String wanted) {
        return text != null && text.toLowerCase(Locale.ROOT).startsWith(wanted.toLowerCase(Locale.ROOT));
    }
}
