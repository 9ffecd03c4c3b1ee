package io.caretrail.core.config;

import io.caretrail.core.config.Configuration.Correlation;
import io.caretrail.core.config.Configuration.Diagnostics;
import io.caretrail.core.config.Configuration.HandOff;
import io.caretrail.core.config.Configuration.Required;
import io.caretrail.core.config.Configuration.Uri;
import io.caretrail.core.config.LoadedConfiguration.Fact;
import io.caretrail.core.record.Level;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * Finds, reads and checks the configuration (contract, "Starting" and "Configuration file"). Immutable and thread-safe.
 *
 * <p>System properties {@code caretrail.KEY} win over environment variables {@code CARETRAIL_KEY}, and those over the file.
 * Nothing is guessed: a configuration with any problem is refused with all of them.
 */
public final class ConfigurationLoader {

    /** What {@link LoadedConfiguration#source} is without file and properties. */
    private static final String BUILT_IN = "built in";

    private final KnownKeys known;

    /**
     * A loader that knows some kinds of destination.
     *
     * @param kinds all there are, as a rule those a ServiceLoader finds; their keys are part of the configuration
     */
    public ConfigurationLoader(List<? extends DestinationKeys> kinds) {
        this.known = new KnownKeys(kinds);
    }

    /**
     * Loads what the search order finds: the file that system property or environment name, else the argument's, else
     * {@code caretrail.yaml} in the working folder, else the built-in default, AuditLogs to stdout.
     *
     * @param argument the agent's argument or the filter's init-param; null or with a blank path when there is none
     * @throws ConfigurationException with every problem
     */
    public LoadedConfiguration load(Surroundings surroundings, @Nullable NamedFile argument)
            throws ConfigurationException {
        return load(surroundings, ConfigurationSearch.find(surroundings, argument), new FilesRead());
    }

    /**
     * Loads one file, whatever else names one; overrides apply.
     *
     * @throws ConfigurationException with every problem
     */
    public LoadedConfiguration loadFile(Surroundings surroundings, NamedFile file) throws ConfigurationException {
        return load(surroundings, file, new FilesRead());
    }

    /**
     * Loads from properties that stand for the file, as Spring's do; overrides apply to them as to a file.
     *
     * @param properties without the {@code caretrail.} before them: {@code uri.query}, {@code settings[0].name}
     * @param whose whose they are, for messages: {@code Spring}
     * @throws ConfigurationException with every problem
     */
    public LoadedConfiguration loadProperties(Surroundings surroundings, Map<String, String> properties, String whose)
            throws ConfigurationException {
        return loadProperties(surroundings, properties, whose, new FilesRead());
    }

    LoadedConfiguration loadProperties(
            Surroundings surroundings, Map<String, String> properties, String whose, FilesRead files)
            throws ConfigurationException {
        Problems problems = new Problems();
        List<Given> given = PropertyKeys.ofProperties(properties, whose + " property", known, problems);
        return load(surroundings, null, whose + " properties", given, files, problems);
    }

    LoadedConfiguration load(Surroundings surroundings, @Nullable NamedFile file, FilesRead files)
            throws ConfigurationException {
        Problems problems = new Problems();
        List<Given> given = file == null ? List.of() : readFile(surroundings, file, files, problems);
        if (problems.areThere() && given.isEmpty()) {
            // Nothing was read: what the rest lacks would be said in error.
            problems.refuse();
        }
        Path path = file == null ? null : surroundings.workingFolder().resolve(file.path());
        return load(surroundings, path, path == null ? BUILT_IN : path.toString(), given, files, problems);
    }

    private List<Given> readFile(Surroundings surroundings, NamedFile file, FilesRead files, Problems problems) {
        try {
            Path path = surroundings.workingFolder().resolve(file.path());
            byte[] bytes = files.read(path, FilesRead.CONFIGURATION_LIMIT);
            return YamlKeys.read(file.path(), bytes, known, problems);
        } catch (IOException | InvalidPathException unreadable) {
            String why = unreadable instanceof IOException ? unreadable.getMessage() : "is no path of this system";
            problems.add(
                    new Origin(file.path(), 0),
                    "",
                    "the configuration file, named by " + file.by() + ", " + why,
                    "create it, correct the path or name none");
            return List.of();
        }
    }

    private LoadedConfiguration load(
            Surroundings surroundings,
            @Nullable Path file,
            String source,
            List<Given> fromSource,
            FilesRead files,
            Problems problems)
            throws ConfigurationException {
        GivenKeys given = new GivenKeys();
        given.add(fromSource);
        given.add(PropertyKeys.ofEnvironment(surroundings.environment(), known, problems));
        given.add(PropertyKeys.ofSystemProperties(surroundings.systemProperties(), known, problems));
        given.useBuiltInSetting();

        Checking checking = new Checking(
                given,
                known,
                new Replacement(surroundings, files),
                new ValueTypes(surroundings.workingFolder()),
                problems);
        checking.checkGiven();
        checking.fillIn("");
        Defaults.fillIn(checking, surroundings);
        Settings settings = new Settings(given, checking, known, problems);
        settings.check(!Boolean.FALSE.equals(checking.values().find("enabled", Boolean.class)));
        SecretKey hashKey = HashKey.read(given, checking.values(), files, problems);
        problems.refuse();

        Configuration configuration = build(file, checking, settings, hashKey);
        return new LoadedConfiguration(configuration, source, facts(checking.values()));
    }

    private static Configuration build(
            @Nullable Path file, Checking checking, Settings settings, @Nullable SecretKey hashKey) {
        Values values = checking.values();
        List<Configuration.Setting> built = settings.build();
        return new Configuration(
                file,
                values.hash(),
                values.get("enabled", Boolean.class),
                values.text("service"),
                values.text("fhirVersion"),
                values.texts("base"),
                values.text("resourceId"),
                values.text("location"),
                values.text("tenantId"),
                values.text("type"),
                values.text("operationNamePrefix"),
                values.texts("exclude"),
                values.texts("trustedProxies"),
                new Correlation(
                        values.texts("correlation.headers"),
                        values.text("correlation.responseHeader"),
                        values.text("correlation.mdcKey")),
                values.texts("identity.claims"),
                values.texts("headers"),
                new Uri(values.text("uri.query"), hashKey),
                built,
                new Diagnostics(
                        Level.valueOf(values.text("diagnostics.level")),
                        values.texts("diagnostics.exclude"),
                        values.get("diagnostics.rate", Long.class),
                        values.get("diagnostics.outsideRequests", Boolean.class)),
                new Required(values.get("required.wait", Duration.class), values.texts("required.exempt")),
                values.find("seal.keyFile", Path.class),
                new HandOff(values.text("handOff.durability"), values.get("handOff.size", Long.class)),
                values.find("state", Path.class),
                Warnings.of(checking, built));
    }

    private List<Fact> facts(Values values) {
        List<Fact> facts = new ArrayList<>();
        List<String> order = known.all().stream().map(ConfigKey::name).toList();
        values.all().stream()
                .sorted((left, right) -> Integer.compare(
                        order.indexOf(KnownKeys.template(left.key())), order.indexOf(KnownKeys.template(right.key()))))
                .forEach(value -> facts.add(
                        new Fact(value.key(), value.shown(), value.origin().toString())));
        return List.copyOf(facts);
    }
}
