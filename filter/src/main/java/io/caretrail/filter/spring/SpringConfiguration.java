package io.caretrail.filter.spring;

import io.caretrail.core.config.ConfigurationException;
import io.caretrail.core.config.ConfigurationLoader;
import io.caretrail.core.config.ConfigurationWatch;
import io.caretrail.core.config.NamedFile;
import io.caretrail.core.config.Problem;
import io.caretrail.core.config.Surroundings;
import io.caretrail.filter.Registration;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Spring's properties in the place of the configuration file (contract, "Starting"): system properties and environment
 * override them, and a file that one of those names replaces them.
 */
final class SpringConfiguration implements Registration.Source {

    private static final Log LOG = LogFactory.getLog("io.caretrail");
    private static final String WHOSE = "Spring";

    /** Before the name of one of them, in messages. */
    private static final String PROPERTY = WHOSE + " property ";

    private static final String CONFIG = "config";
    private static final String ON_START_FAILURE = "onStartFailure";

    private final SpringProperties properties;

    SpringConfiguration(SpringProperties properties) {
        this.properties = properties;
    }

    @Override
    public ConfigurationWatch watch(ConfigurationLoader loader, Surroundings surroundings)
            throws ConfigurationException {
        List<Problem> problems = new ArrayList<>();
        if (properties.find(ON_START_FAILURE) != null) {
            problems.add(problem(
                    ON_START_FAILURE,
                    "is not for an application to say",
                    "let the operator set the system property caretrail." + ON_START_FAILURE));
        }
        boolean replaced = isFileNamed(surroundings);
        if (replaced && properties.hasKeys()) {
            LOG.warn("Caretrail: caretrail.config names a file as a system property or environment variable: that is"
                    + " the configuration, and Spring's caretrail properties are not read");
        }
        String named = properties.find(CONFIG);
        if (!replaced && named != null && properties.hasKeys()) {
            problems.add(problem(
                    CONFIG,
                    "names a file beside other caretrail properties, and both would be the configuration",
                    "keep the file or the properties"));
        }
        ConfigurationWatch watch = null;
        try {
            watch = replaced || !properties.hasKeys()
                    ? ConfigurationWatch.start(loader, surroundings, file(named))
                    : ConfigurationWatch.startProperties(loader, surroundings, properties.keys(), WHOSE);
        } catch (ConfigurationException e) {
            e.problems().forEach(problem -> problems.add(withOrigin(problem)));
        }
        if (watch == null || !problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        return watch;
    }

    /** Another one has started auditing of this servlet context. */
    void isPassedOver() {
        if (properties.hasKeys()) {
            LOG.warn("Caretrail: web.xml names the configuration, and Spring's caretrail properties are not read");
        }
    }

    private static boolean isFileNamed(Surroundings surroundings) {
        return !surroundings
                        .systemProperties()
                        .getOrDefault("caretrail.config", "")
                        .isBlank()
                || surroundings.environment().entrySet().stream()
                        .anyMatch(variable -> variable.getKey().equalsIgnoreCase("CARETRAIL_CONFIG")
                                && !variable.getValue().isBlank());
    }

    private @Nullable NamedFile file(@Nullable String named) {
        return named == null ? null : new NamedFile(named, PROPERTY + properties.written(CONFIG));
    }

    private Problem problem(String key, String wrong, String instead) {
        return withOrigin(new Problem("", 0, PROPERTY + properties.written(key), wrong, instead));
    }

    /** Where in which file of Spring's the property stands. */
    private Problem withOrigin(Problem problem) {
        String origin = problem.source().startsWith(PROPERTY)
                ? properties.origin(problem.source().substring(PROPERTY.length()))
                : null;
        return origin == null
                ? problem
                : new Problem(
                        problem.key(),
                        problem.line(),
                        problem.source() + " (" + origin + ")",
                        problem.wrong(),
                        problem.instead());
    }
}
