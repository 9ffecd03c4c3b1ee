package io.caretrail.core.config;

import java.nio.file.Path;

/** The defaults that depend on other values or on where the process runs. */
final class Defaults {

    private Defaults() {}

    static void fillIn(Checking checking, Surroundings surroundings) {
        Values values = checking.values();
        checking.fallBack("location", surroundings.hostName());
        String service = values.find("service", String.class);
        checking.fallBack(
                "resourceId",
                "/hosts/" + segment(surroundings.hostName()) + "/services/"
                        + serviceName(service == null ? "auto" : service, surroundings));
        String version = values.find("fhirVersion", String.class);
        if (version != null) {
            checking.fallBack("operationNamePrefix", "Microsoft.HealthcareApis/services/fhir-" + version + "/");
        }
    }

    private static String serviceName(String service, Surroundings surroundings) {
        String context = surroundings.contextPath();
        if (context != null && context.length() > 1) {
            return segment(context.substring(1));
        }
        if (!service.equals("auto")) {
            return service;
        }
        Path folder = surroundings.workingFolder().getFileName();
        return folder == null ? "server" : segment(folder.toString());
    }

    /** A resource id is a path of plain segments. */
    private static String segment(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9._~-]+", "-");
        return plain.isEmpty() ? "server" : plain;
    }
}
